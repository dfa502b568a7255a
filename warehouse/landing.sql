-- One landing: staged rows (views staged_*) into the tables, inside one transaction.
-- Replaces what re-analysed revisions had; inserts the rest by anti-join on its id.

-- Polling state: this run's row replaces the earlier one.
DELETE FROM feeds WHERE (story_id, feed_id) IN (SELECT (story_id, feed_id) FROM staged_feeds);
INSERT INTO feeds BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM staged_feeds;

INSERT INTO fetches BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM staged_fetches
WHERE fetch_id NOT IN (SELECT fetch_id FROM fetches);

CREATE OR REPLACE TEMP TABLE entry_history AS
SELECT entry_id, first_seen_at FROM entries
WHERE entry_id IN (SELECT entry_id FROM staged_entries);
DELETE FROM entries WHERE entry_id IN (SELECT entry_id FROM staged_entries);
INSERT INTO entries BY NAME
SELECT s.* EXCLUDE (seen_at, content_html),
       coalesce(h.first_seen_at, s.seen_at) AS first_seen_at,
       s.seen_at AS last_seen_at,
       getvariable('run_seq') AS run_seq
FROM staged_entries s LEFT JOIN entry_history h USING (entry_id);

-- Articles and their immutable revisions.
INSERT INTO articles BY NAME
SELECT article_id,
       arg_min(outlet, fetched_at) AS outlet,
       arg_min(canonical_url, fetched_at) AS canonical_url,
       arg_min(published_at, fetched_at) AS first_published_at,
       min(fetched_at) AS first_seen_at,
       getvariable('run_seq') AS run_seq
FROM staged_revisions
WHERE article_id NOT IN (SELECT article_id FROM articles)
GROUP BY article_id;

CREATE OR REPLACE TEMP TABLE new_revisions AS
SELECT * FROM staged_revisions
WHERE revision_id NOT IN (SELECT revision_id FROM article_revisions)
QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY fetched_at, entry_id) = 1;

INSERT INTO article_revisions BY NAME
SELECT n.* EXCLUDE (story_id, canonical_url, is_first_sight),
       coalesce(held.versions, 0)
           + row_number() OVER (
               -- What the feed says stands in for the page, so it comes before it.
               PARTITION BY n.article_id ORDER BY n.extraction <> 'feed', n.fetched_at, n.revision_id
           ) AS version,
       getvariable('run_seq') AS run_seq
FROM new_revisions n
LEFT JOIN (
    SELECT article_id, max(version) AS versions FROM article_revisions GROUP BY article_id
) held USING (article_id);

-- Every other address of an article leads to it, and the memory of each page looked at.
INSERT INTO article_aliases BY NAME
SELECT alias_id, article_id, kind, getvariable('run_seq') AS run_seq
FROM (
    SELECT page_id AS alias_id, article_id, 'page' AS kind FROM staged_sightings
    UNION
    SELECT link_id, article_id, 'link' FROM staged_sightings
)
WHERE alias_id <> article_id
  AND alias_id NOT IN (SELECT alias_id FROM article_aliases)
QUALIFY row_number() OVER (PARTITION BY alias_id ORDER BY kind DESC, article_id) = 1;

DELETE FROM page_visits
WHERE (story_id, page_id) IN (SELECT (story_id, page_id) FROM staged_visits);
INSERT INTO page_visits BY NAME
SELECT v.*, getvariable('run_seq') AS run_seq FROM staged_visits v
QUALIFY row_number() OVER (PARTITION BY v.story_id, v.page_id ORDER BY v.visited_at DESC) = 1;

UPDATE articles SET gone_since = v.gone_since, run_seq = getvariable('run_seq')
FROM staged_visits v
WHERE articles.article_id = v.article_id AND articles.gone_since IS DISTINCT FROM v.gone_since;

-- What analysis found replaces what it found before in the same revisions.
CREATE OR REPLACE TEMP TABLE touched_statements AS
SELECT DISTINCT statement_id FROM statement_appearances
WHERE (revision_id, story_id) IN (SELECT (revision_id, story_id) FROM staged_analyses)
UNION
SELECT statement_id FROM staged_statements;

DELETE FROM analyses
WHERE (revision_id, story_id) IN (SELECT (revision_id, story_id) FROM staged_analyses);
DELETE FROM mentions
WHERE (revision_id, story_id) IN (SELECT (revision_id, story_id) FROM staged_analyses);
DELETE FROM statement_appearances
WHERE (revision_id, story_id) IN (SELECT (revision_id, story_id) FROM staged_analyses);

INSERT INTO analyses BY NAME
SELECT DISTINCT *, getvariable('run_seq') AS run_seq FROM staged_analyses;
-- Looked at again with a new vocabulary that changes nothing in them.
UPDATE analyses SET
    story_version = r.story_version,
    run_seq = getvariable('run_seq')
FROM staged_reviewed r
WHERE analyses.revision_id = r.revision_id AND analyses.story_id = r.story_id;

INSERT INTO mentions BY NAME
SELECT DISTINCT *, getvariable('run_seq') AS run_seq FROM staged_mentions;

-- Statements that only the re-analysed revisions had, and that were found again: what the
-- earlier analysis made of them is replaced too.
CREATE OR REPLACE TEMP TABLE found_again AS
SELECT fresh.*
FROM staged_statements fresh
JOIN statements held USING (statement_id)
WHERE fresh.statement_id NOT IN (SELECT statement_id FROM statement_appearances);

DELETE FROM statement_actors WHERE statement_id IN (SELECT statement_id FROM found_again);
DELETE FROM statement_terms WHERE statement_id IN (SELECT statement_id FROM found_again);

UPDATE statements SET
    speech_type = found_again.speech_type,
    text = found_again.text,
    act = found_again.act,
    modality = found_again.modality,
    stated_at = found_again.stated_at,
    stated_precision = found_again.stated_precision,
    is_joint = found_again.is_joint,
    parent_statement_id = nullif(found_again.parent_statement_id, ''),
    medium = found_again.medium,
    extractor_version = found_again.extractor_version,
    run_seq = getvariable('run_seq')
FROM found_again WHERE statements.statement_id = found_again.statement_id;

-- New ones come in; known ones may grow.
CREATE OR REPLACE TEMP TABLE grown AS
SELECT held.statement_id,
       CASE WHEN length(fresh.text) > length(held.text) THEN fresh.text ELSE held.text END AS text,
       least(held.date_first_published, fresh.date_first_published) AS date_first_published,
       least(held.first_seen_at, fresh.first_seen_at) AS first_seen_at
FROM statements held
JOIN staged_statements fresh USING (statement_id)
WHERE length(fresh.text) > length(held.text)
   OR fresh.date_first_published < held.date_first_published
   OR (held.date_first_published IS NULL AND fresh.date_first_published IS NOT NULL)
   OR fresh.first_seen_at < held.first_seen_at
   OR held.status = 'withdrawn';

UPDATE statements SET
    text = grown.text,
    date_first_published = grown.date_first_published,
    first_seen_at = grown.first_seen_at,
    status = CASE WHEN statements.status = 'withdrawn' THEN 'active' ELSE statements.status END,
    run_seq = getvariable('run_seq')
FROM grown WHERE statements.statement_id = grown.statement_id;

CREATE OR REPLACE TEMP TABLE new_statements AS
SELECT * FROM staged_statements
WHERE statement_id NOT IN (SELECT statement_id FROM statements);

INSERT INTO statements BY NAME
SELECT s.* EXCLUDE (first_appearance_id, is_new, parent_statement_id),
       nullif(s.parent_statement_id, '') AS parent_statement_id,
       'active' AS status,
       getvariable('run_seq') AS run_seq
FROM new_statements s;

INSERT INTO statement_appearances BY NAME
SELECT a.appearance_id, l.statement_id, a.revision_id, a.article_id, a.story_id, a.outlet, a.url,
       a.words, a.sentence, a.speech_type, a.source, a.cue, a.content, a.source_text, a.cue_text,
       a.cue_lemma, a.rule, a.speaker_rule, l.is_first, l.similarity, l.altered,
       a.published_at, a.fetched_at, getvariable('run_seq') AS run_seq
FROM staged_appearances a
JOIN staged_statement_appearances l USING (appearance_id)
WHERE a.appearance_id NOT IN (SELECT appearance_id FROM statement_appearances)
QUALIFY row_number() OVER (PARTITION BY a.appearance_id ORDER BY a.fetched_at) = 1;

INSERT INTO statement_actors BY NAME
SELECT l.statement_id, part.actor_id, part.role, part.name, part.description, part.office,
       part.method, getvariable('run_seq') AS run_seq
FROM (
    SELECT appearance_id, fetched_at, unnest(attributions) AS part FROM staged_appearances
) a
JOIN staged_statement_appearances l USING (appearance_id)
WHERE (l.statement_id, part.actor_id, part.role) NOT IN (
    SELECT (statement_id, actor_id, role) FROM statement_actors
)
QUALIFY row_number() OVER (
    PARTITION BY l.statement_id, part.actor_id, part.role
    ORDER BY a.fetched_at, length(part.name) DESC, a.appearance_id
) = 1;

INSERT INTO statement_terms BY NAME
SELECT DISTINCT l.statement_id, a.term_id, getvariable('run_seq') AS run_seq
FROM (SELECT appearance_id, unnest(term_ids) AS term_id FROM staged_appearances) a
JOIN staged_statement_appearances l USING (appearance_id)
WHERE (l.statement_id, a.term_id) NOT IN (SELECT (statement_id, term_id) FROM statement_terms);

-- Who had it first may have changed, and a statement may have lost its last appearance.
CREATE OR REPLACE TEMP TABLE firsts AS
SELECT appearance_id,
       row_number() OVER (
           PARTITION BY statement_id
           ORDER BY coalesce(published_at, fetched_at), fetched_at, appearance_id
       ) = 1 AS is_first
FROM statement_appearances
WHERE statement_id IN (SELECT statement_id FROM touched_statements);

UPDATE statement_appearances SET
    is_first = firsts.is_first,
    run_seq = getvariable('run_seq')
FROM firsts
WHERE statement_appearances.appearance_id = firsts.appearance_id
  AND statement_appearances.is_first <> firsts.is_first;

UPDATE statements SET status = 'withdrawn', run_seq = getvariable('run_seq')
WHERE statement_id IN (SELECT statement_id FROM touched_statements)
  AND statement_id NOT IN (SELECT statement_id FROM statement_appearances)
  AND status <> 'withdrawn';

-- Shared by all stories: one row a site, the latest that was asked.
DELETE FROM robots WHERE origin IN (SELECT origin FROM staged_robots);
INSERT INTO robots BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM staged_robots;

INSERT INTO quarantine BY NAME
SELECT DISTINCT *, getvariable('run_seq') AS run_seq FROM staged_quarantine
WHERE quarantine_id NOT IN (SELECT quarantine_id FROM quarantine);

INSERT INTO outbox BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM staged_outbox
WHERE event_id NOT IN (SELECT event_id FROM outbox);
