-- Statements that are stored, each with its first report as its alert shows it: for asking after
-- the fact which routes take it. What an alert told at the time of other outlets and of new actors
-- was true then; here both are as they are now, and as they were when it was first seen.

WITH meant AS MATERIALIZED (
    SELECT * FROM statements
    WHERE story_id = $story_id AND merged_into IS NULL
      AND ($statement_id IS NULL OR statement_id = $statement_id)
      AND ($since IS NULL OR (is_news AND first_seen_at >= $since))
), reports AS MATERIALIZED (
    SELECT a.*, row_number() OVER (
               PARTITION BY a.statement_id
               ORDER BY coalesce(a.published_at, a.fetched_at), a.fetched_at, a.appearance_id
           ) AS place
    FROM statement_appearances a SEMI JOIN meant USING (statement_id)
), speaking AS (
    SELECT statement_id, actor_id FROM statement_actors SEMI JOIN meant USING (statement_id)
    WHERE "role" IN ('speaker', 'signatory')
), first_heard AS (
    SELECT n.actor_id, min(s.first_seen_at) AS first_seen_at
    FROM statement_actors n JOIN statements s USING (statement_id)
    WHERE n."role" IN ('speaker', 'signatory') AND n.actor_id IN (SELECT actor_id FROM speaking)
    GROUP BY n.actor_id
)
SELECT 'statement.published' AS event_type,
       s.* EXCLUDE (parent_statement_id, extractor_version, merged_into, is_news, run_seq),
       '' AS text_before,
       coalesce((
           SELECT list(DISTINCT p.actor_id ORDER BY p.actor_id)
           FROM speaking p JOIN first_heard f USING (actor_id)
           WHERE p.statement_id = s.statement_id AND f.first_seen_at >= s.first_seen_at
       ), []) AS new_actor_ids,
       coalesce((
           SELECT list({actor_id: actor_id, "role": "role", "name": "name",
                        description: description, office: office, "method": "method"}
                       ORDER BY "role", actor_id)
           FROM statement_actors n WHERE n.statement_id = s.statement_id
       ), []) AS attributions,
       coalesce((
           SELECT list(term_id ORDER BY term_id) FROM statement_terms t
           WHERE t.statement_id = s.statement_id
       ), []) AS term_ids,
       (
           SELECT list(outlet ORDER BY place)
           FROM (SELECT outlet, min(place) AS place FROM reports o
                 WHERE o.statement_id = s.statement_id GROUP BY outlet)
       ) AS outlets,
       a.appearance_id, a.article_id, a.outlet, a.url, r.title, r.language, r.agency,
       a.words, a.sentence, a.source_text, a.cue_text, a.altered, a.published_at, a.fetched_at
FROM meant s
JOIN reports a ON a.statement_id = s.statement_id AND a.place = 1
JOIN article_revisions r USING (revision_id)
ORDER BY s.first_seen_at, s.statement_id
