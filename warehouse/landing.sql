-- One landing: staged rows (views staged_*) into the tables, inside one transaction.
-- Replaces what re-analysed revisions had; inserts the rest by anti-join on its id.

-- Each column of ids is looked through once. What is found is kept in a temporary table, whose
-- size DuckDB knows: it then hashes the few rows and not the many, and where there are none it
-- does not look at the many at all. x NOT IN (SELECT ...) would hash the many.

-- Polling state: this run's row replaces the earlier one.
DELETE FROM feeds USING staged_feeds s
WHERE feeds.story_id = s.story_id AND feeds.feed_id = s.feed_id;
INSERT INTO feeds BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM staged_feeds;

INSERT INTO fetches BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM staged_fetches
ANTI JOIN fetches USING (fetch_id);

CREATE OR REPLACE TEMP TABLE entry_history AS
SELECT rowid AS place, entry_id, first_seen_at FROM entries SEMI JOIN staged_entries
USING (entry_id);
DELETE FROM entries WHERE rowid IN (SELECT place FROM entry_history);
INSERT INTO entries BY NAME
SELECT s.* EXCLUDE (seen_at, content_html),
       coalesce(h.first_seen_at, s.seen_at) AS first_seen_at,
       s.seen_at AS last_seen_at,
       getvariable('run_seq') AS run_seq
FROM staged_entries s LEFT JOIN entry_history h USING (entry_id);

-- Articles and their immutable revisions.
CREATE OR REPLACE TEMP TABLE new_articles AS
SELECT article_id,
       arg_min(outlet, fetched_at) AS outlet,
       arg_min(canonical_url, fetched_at) AS canonical_url,
       arg_min(published_at, fetched_at) AS first_published_at,
       min(fetched_at) AS first_seen_at
FROM staged_revisions ANTI JOIN articles USING (article_id)
GROUP BY article_id;

INSERT INTO articles BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM new_articles;

CREATE OR REPLACE TEMP TABLE new_revisions AS
SELECT * FROM staged_revisions ANTI JOIN article_revisions USING (revision_id)
QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY fetched_at, entry_id) = 1;

CREATE OR REPLACE TEMP TABLE held_articles AS
SELECT DISTINCT article_id FROM new_revisions ANTI JOIN new_articles USING (article_id);

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
    FROM article_revisions SEMI JOIN held_articles USING (article_id)
    GROUP BY article_id
) held USING (article_id);

-- Every other address of an article leads to it, and the memory of each page looked at.
INSERT INTO article_aliases BY NAME
SELECT seen.*, getvariable('run_seq') AS run_seq
FROM (
    SELECT page_id AS alias_id, article_id, 'page' AS kind FROM staged_sightings
    UNION
    SELECT link_id, article_id, 'link' FROM staged_sightings
) seen
ANTI JOIN article_aliases USING (alias_id)
WHERE seen.alias_id <> seen.article_id
QUALIFY row_number() OVER (
    PARTITION BY seen.alias_id ORDER BY seen.kind DESC, seen.article_id
) = 1;

DELETE FROM page_visits USING staged_visits v
WHERE page_visits.story_id = v.story_id AND page_visits.page_id = v.page_id;
INSERT INTO page_visits BY NAME
SELECT v.*, getvariable('run_seq') AS run_seq FROM staged_visits v
QUALIFY row_number() OVER (PARTITION BY v.story_id, v.page_id ORDER BY v.visited_at DESC) = 1;

UPDATE articles SET gone_since = v.gone_since, run_seq = getvariable('run_seq')
FROM staged_visits v
WHERE articles.article_id = v.article_id AND articles.gone_since IS DISTINCT FROM v.gone_since;

-- What analysis found replaces what it found before in the same revisions.
CREATE OR REPLACE TEMP TABLE analysed_again AS
SELECT DISTINCT revision_id, story_id FROM staged_analyses ANTI JOIN new_revisions
USING (revision_id);
CREATE OR REPLACE TEMP TABLE analysed_before AS
SELECT rowid AS place, revision_id, story_id FROM analyses SEMI JOIN analysed_again
USING (revision_id, story_id);
DELETE FROM analyses WHERE rowid IN (SELECT place FROM analysed_before);
DELETE FROM mentions USING analysed_before s
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
ANTI JOIN quarantine USING (quarantine_id);
