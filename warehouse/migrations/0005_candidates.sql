-- Who speaks in the news and is not on the watchlist.

CREATE VIEW candidates AS
SELECT s.story_id,
       a.actor_id,
       arg_max(a.name, length(a.name)) AS name,
       arg_max(a.description, length(a.description)) AS description,
       count(DISTINCT s.statement_id) AS statements,
       count(DISTINCT p.outlet) AS outlets,
       count(DISTINCT t.term_id) AS terms,
       min(coalesce(s.stated_at, s.date_first_published, s.first_seen_at)) AS first_said_at,
       max(coalesce(s.stated_at, s.date_first_published, s.first_seen_at)) AS last_said_at,
       arg_max(s.text, length(s.text)) AS longest_words
FROM statement_actors a
JOIN statements s USING (statement_id)
JOIN statement_appearances p USING (statement_id)
LEFT JOIN statement_terms t USING (statement_id)
WHERE a.actor_id LIKE 'unlisted:%'
  AND a.role IN ('speaker', 'signatory')
  AND s.status <> 'withdrawn'
GROUP BY s.story_id, a.actor_id;

COMMENT ON VIEW candidates IS
    'People who speak in the articles and are not on the watchlist, for growing it.';
COMMENT ON COLUMN candidates."story_id" IS 'Story in whose articles they speak.';
COMMENT ON COLUMN candidates."actor_id" IS 'unlisted:<name>.';
COMMENT ON COLUMN candidates."name" IS 'The fullest form of the name.';
COMMENT ON COLUMN candidates."description" IS 'The longest words that describe the person, or empty.';
COMMENT ON COLUMN candidates."statements" IS 'Statements made.';
COMMENT ON COLUMN candidates."outlets" IS 'Outlets that report them.';
COMMENT ON COLUMN candidates."terms" IS 'Terms of the plan spoken about.';
COMMENT ON COLUMN candidates."first_said_at" IS 'When the first was made, published or seen (UTC).';
COMMENT ON COLUMN candidates."last_said_at" IS 'When the last was made, published or seen (UTC).';
COMMENT ON COLUMN candidates."longest_words" IS 'The longest statement.';
