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
    SELECT article_id, max(version) AS versions
    FROM article_revisions SEMI JOIN new_revisions USING (article_id)
    GROUP BY article_id
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
DELETE FROM analyses USING staged_analyses s
WHERE analyses.revision_id = s.revision_id AND analyses.story_id = s.story_id;
DELETE FROM mentions USING staged_analyses s
WHERE mentions.revision_id = s.revision_id AND mentions.story_id = s.story_id;

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

-- Shared by all stories: one row a site, the latest that was asked.
DELETE FROM robots WHERE origin IN (SELECT origin FROM staged_robots);
INSERT INTO robots BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM staged_robots;

INSERT INTO quarantine BY NAME
SELECT DISTINCT *, getvariable('run_seq') AS run_seq FROM staged_quarantine
WHERE quarantine_id NOT IN (SELECT quarantine_id FROM quarantine);
