-- The statements of one landing: staged appearances, each assigned to a statement, into the
-- tables. A statement's own row, actors and terms are made from all its appearances, taken in
-- the total order (published, else fetched; fetched; id), so that the order in which they
-- arrived leaves no trace.

-- The cost is to be that of what came, not of what is stored: places (rowid) are found once, by
-- the ids alone, and the wide columns are read of these places only. Joins by id would read them
-- of every row; (a, b) IN (SELECT (a, b) ...) would make a struct of every row.

-- Articles that this run gave a new revision beside earlier ones.
CREATE OR REPLACE TEMP TABLE grown_articles AS
SELECT DISTINCT r.article_id
FROM (FROM article_revisions WHERE run_seq = getvariable('run_seq')) r
SEMI JOIN new_revisions USING (revision_id)
ANTI JOIN new_articles USING (article_id);

CREATE OR REPLACE TEMP TABLE touched_statements AS
SELECT DISTINCT statement_id FROM (
    SELECT statement_id
    FROM statement_appearances SEMI JOIN analysed_before USING (revision_id, story_id)
    UNION ALL
    -- A new revision may take out or alter what the earlier ones of its article had.
    SELECT statement_id FROM statement_appearances SEMI JOIN grown_articles USING (article_id)
    UNION ALL
    -- Its article turned out to be another one (joined_articles.py).
    SELECT statement_id FROM statement_appearances WHERE run_seq = getvariable('run_seq')
    UNION ALL
    SELECT statement_id FROM staged_statement_appearances
    UNION ALL
    SELECT statement_id FROM staged_absorbed
    UNION ALL
    SELECT into_statement_id FROM staged_absorbed
);

DELETE FROM statement_appearances USING analysed_before s
WHERE statement_appearances.revision_id = s.revision_id
  AND statement_appearances.story_id = s.story_id;

-- Of the same revisions only: an appearance's id is a digest of its revision's.
CREATE OR REPLACE TEMP TABLE found_again AS
SELECT DISTINCT revision_id FROM staged_appearances ANTI JOIN new_revisions USING (revision_id);
CREATE OR REPLACE TEMP TABLE appearances_held AS
SELECT appearance_id FROM statement_appearances SEMI JOIN found_again USING (revision_id);

CREATE OR REPLACE TEMP TABLE analysed_articles AS
SELECT revision_id, article_id FROM article_revisions SEMI JOIN analysed_again USING (revision_id)
UNION
SELECT r.revision_id, r.article_id
FROM (FROM article_revisions WHERE run_seq = getvariable('run_seq')) r
SEMI JOIN new_revisions USING (revision_id);

INSERT INTO statement_appearances BY NAME
SELECT a.* EXCLUDE (stated_text, article_id),
       coalesce(r.article_id, a.article_id) AS article_id,
       l.statement_id, l.speakers, l.said_from, l.said_until, l.sense_key, l.stem_numbers,
       l.least_shared, l.is_fresh,
       false AS is_first, 0.0 AS similarity, '' AS altered,
       getvariable('run_seq') AS run_seq
FROM staged_appearances a
JOIN staged_statement_appearances l USING (appearance_id)
LEFT JOIN analysed_articles r USING (revision_id)
ANTI JOIN appearances_held held ON held.appearance_id = a.appearance_id
QUALIFY row_number() OVER (PARTITION BY a.appearance_id ORDER BY a.fetched_at) = 1;

-- Statements that proved to be another one.
UPDATE statement_appearances SET
    statement_id = m.into_statement_id,
    run_seq = getvariable('run_seq')
FROM staged_absorbed m WHERE statement_appearances.statement_id = m.statement_id;

UPDATE statements SET
    status = 'merged',
    merged_into = m.into_statement_id,
    run_seq = getvariable('run_seq')
FROM staged_absorbed m WHERE statements.statement_id = m.statement_id;

UPDATE statements SET
    merged_into = m.into_statement_id,
    run_seq = getvariable('run_seq')
FROM staged_absorbed m WHERE statements.merged_into = m.statement_id;

UPDATE statements SET
    parent_statement_id = m.into_statement_id,
    run_seq = getvariable('run_seq')
FROM staged_absorbed m WHERE statements.parent_statement_id = m.statement_id;

-- Who had it first, and how the wordings differ.
CREATE OR REPLACE TEMP TABLE statement_places AS
SELECT rowid AS place, statement_id FROM statements
WHERE statement_id IN (
    SELECT statement_id FROM touched_statements
    UNION ALL
    SELECT statement_id FROM staged_new_statements
);

-- Of a new statement there are no reports but this run's.
CREATE OR REPLACE TEMP TABLE touched_places AS
SELECT rowid AS place FROM statement_appearances SEMI JOIN statement_places USING (statement_id)
UNION
SELECT a.rowid FROM statement_appearances a SEMI JOIN touched_statements USING (statement_id)
WHERE a.run_seq = getvariable('run_seq');

CREATE OR REPLACE TEMP TABLE touched_reports AS
SELECT rowid AS stored_place, * FROM statement_appearances
WHERE rowid IN (SELECT place FROM touched_places);

CREATE OR REPLACE TEMP TABLE reported_revisions AS
SELECT revision_id, version FROM article_revisions SEMI JOIN touched_reports USING (revision_id);

CREATE OR REPLACE TEMP TABLE revisions_beside AS
SELECT article_id, revision_id, version
FROM article_revisions SEMI JOIN touched_reports USING (article_id);

CREATE OR REPLACE TEMP TABLE analyses_beside AS
SELECT revision_id, story_id FROM analyses SEMI JOIN revisions_beside USING (revision_id);

CREATE OR REPLACE TEMP TABLE reports AS
SELECT a.*,
       row_number() OVER (
           PARTITION BY a.statement_id
           ORDER BY coalesce(a.published_at, a.fetched_at), a.fetched_at, a.appearance_id
       ) AS place,
       CASE a.speech_type WHEN 'direct' THEN 1 WHEN 'mixed' THEN 2 ELSE 3 END AS literalness,
       coalesce(r.version = newest.version, true) AS is_current
FROM touched_reports a
JOIN reported_revisions r USING (revision_id)
LEFT JOIN (
    -- The newest revision that was analysed for the story.
    SELECT r.article_id, n.story_id, max(r.version) AS version
    FROM revisions_beside r
    JOIN analyses_beside n USING (revision_id)
    GROUP BY r.article_id, n.story_id
) newest ON newest.article_id = a.article_id AND newest.story_id = a.story_id;

CREATE OR REPLACE TEMP TABLE wordings_compared AS
SELECT r.stored_place,
       r.place = 1 AS is_first,
       coalesce(w.similarity, r.similarity) AS similarity,
       coalesce(w.altered, r.altered) AS altered
FROM reports r
LEFT JOIN staged_wordings w
    ON w.statement_id = r.statement_id AND w.words = r.words AND w.speech_type = r.speech_type
WHERE r.is_first <> (r.place = 1)
   OR r.similarity <> w.similarity
   OR r.altered <> w.altered;

UPDATE statement_appearances SET
    is_first = c.is_first,
    similarity = c.similarity,
    altered = c.altered,
    run_seq = getvariable('run_seq')
FROM wordings_compared c
WHERE statement_appearances.rowid = c.stored_place;

-- What an article's later revision has in other words than an earlier one.
CREATE OR REPLACE TEMP TABLE reworded AS
SELECT DISTINCT later.statement_id
FROM reports later
JOIN reports earlier
    ON earlier.statement_id = later.statement_id AND earlier.article_id = later.article_id
WHERE later.is_current AND NOT earlier.is_current
  AND later.speech_type = 'direct' AND earlier.speech_type = 'direct'
  AND NOT EXISTS (
      FROM reports same
      WHERE same.statement_id = later.statement_id AND same.article_id = later.article_id
        AND same.is_current AND (contains(same.words, earlier.words)
                                 OR contains(earlier.words, same.words))
  );

CREATE OR REPLACE TEMP TABLE parents AS
SELECT appearance_id, statement_id FROM statement_appearances
WHERE appearance_id IN (SELECT parent_appearance_id FROM reports WHERE parent_appearance_id <> '');

CREATE OR REPLACE TEMP TABLE made_statements AS
SELECT r.statement_id,
       any_value(r.story_id) AS story_id,
       arg_min(r.speech_type, r.literalness) AS speech_type,
       arg_min(r.words, (r.literalness, -length(r.words), r.place)) AS text,
       arg_min(r.act, r.place) AS act,
       arg_min(r.modality, r.place) AS modality,
       arg_min(r.stated_at, r.place) FILTER (r.stated_at IS NOT NULL) AS stated_at,
       coalesce(arg_min(r.stated_precision, r.place) FILTER (r.stated_at IS NOT NULL), '')
           AS stated_precision,
       min(r.published_at) AS date_first_published,
       min(r.fetched_at) AS first_seen_at,
       bool_or(r.is_joint) AS is_joint,
       nullif(arg_min(parent.statement_id, r.place) FILTER (r.place = 1), r.statement_id)
           AS parent_statement_id,
       coalesce(arg_min(r.medium, r.place) FILTER (r.medium <> ''), '') AS medium,
       arg_min(r.extractor_version, r.place) AS extractor_version,
       CASE WHEN NOT bool_or(r.is_current) THEN 'withdrawn'
            WHEN r.statement_id IN (SELECT statement_id FROM reworded) THEN 'corrected'
            ELSE 'active' END AS status,
FROM reports r
LEFT JOIN parents parent ON parent.appearance_id = r.parent_appearance_id
GROUP BY r.statement_id;

CREATE OR REPLACE TEMP TABLE new_statements AS
SELECT * FROM staged_new_statements ANTI JOIN statement_places USING (statement_id);

-- The same speakers in the same words on another day: the first time stands for all.
CREATE OR REPLACE TEMP TABLE repeated AS
WITH keys AS (
    SELECT DISTINCT speakers, sense_key FROM touched_reports
    WHERE sense_key <> '' AND len(speakers) > 0
), places AS (
    SELECT rowid AS place FROM statement_appearances
    WHERE sense_key IN (SELECT sense_key FROM keys)
), holders AS (
    SELECT a.speakers, a.sense_key, a.statement_id,
           min((coalesce(a.published_at, a.fetched_at), a.fetched_at, a.appearance_id)) AS first
    FROM (FROM statement_appearances WHERE rowid IN (SELECT place FROM places)) a
    JOIN keys USING (speakers, sense_key)
    GROUP BY ALL
), ranked AS (
    SELECT statement_id,
           first_value(statement_id) OVER again AS earliest_id,
           first_value(first) OVER again AS earliest
    FROM holders
    WINDOW again AS (PARTITION BY speakers, sense_key ORDER BY first)
)
SELECT statement_id,
       arg_min(earliest_id, earliest) FILTER (earliest_id <> statement_id) AS earlier_id
FROM ranked GROUP BY statement_id;

CREATE OR REPLACE TEMP TABLE statements_before AS
SELECT rowid AS place, * FROM statements WHERE rowid IN (SELECT place FROM statement_places);

CREATE OR REPLACE TEMP TABLE actor_places AS
SELECT rowid AS place FROM statement_actors SEMI JOIN statement_places USING (statement_id);

CREATE OR REPLACE TEMP TABLE actors_before AS
SELECT rowid AS place, * FROM statement_actors WHERE rowid IN (SELECT place FROM actor_places);

-- Those of which no speaker on the watchlist was known: a page may name whom a summary did not.
CREATE OR REPLACE TEMP TABLE unnamed_before AS
SELECT statement_id FROM statements_before
WHERE statement_id NOT IN (
    SELECT statement_id FROM actors_before
    WHERE role IN ('speaker', 'signatory') AND NOT starts_with(actor_id, 'unlisted:')
);

CREATE OR REPLACE TEMP TABLE changed_statements AS
SELECT b.place, m.*
FROM made_statements m
JOIN statements_before b USING (statement_id)
WHERE (b.speech_type, b.text, b.act, b.modality, b.stated_at, b.stated_precision,
       b.date_first_published, b.first_seen_at, b.is_joint, b.parent_statement_id, b.medium,
       b.extractor_version, b.status)
      IS DISTINCT FROM
      (m.speech_type, m.text, m.act, m.modality, m.stated_at, m.stated_precision,
       m.date_first_published, m.first_seen_at, m.is_joint, m.parent_statement_id, m.medium,
       m.extractor_version, m.status);

UPDATE statements SET
    speech_type = m.speech_type,
    text = m.text,
    act = m.act,
    modality = m.modality,
    stated_at = m.stated_at,
    stated_precision = m.stated_precision,
    date_first_published = m.date_first_published,
    first_seen_at = m.first_seen_at,
    is_joint = m.is_joint,
    parent_statement_id = m.parent_statement_id,
    medium = m.medium,
    extractor_version = m.extractor_version,
    status = m.status,
    merged_into = NULL,
    run_seq = getvariable('run_seq')
FROM changed_statements m
WHERE statements.rowid = m.place;

INSERT INTO statements BY NAME
SELECT m.*,
       n.is_fresh AND r.earlier_id IS NULL AS is_news,
       r.earlier_id AS reasserts_statement_id,
       getvariable('run_seq') AS first_run_seq,
       getvariable('run_seq') AS run_seq
FROM made_statements m
JOIN new_statements n USING (statement_id)
LEFT JOIN repeated r USING (statement_id);

-- Those that are not touched are held by others whose first time this run changed.
CREATE OR REPLACE TEMP TABLE repeated_elsewhere AS
SELECT * FROM repeated ANTI JOIN touched_statements USING (statement_id);

CREATE OR REPLACE TEMP TABLE repeated_places AS
SELECT b.place, r.earlier_id
FROM repeated r
JOIN statements_before b USING (statement_id)
WHERE b.reasserts_statement_id IS DISTINCT FROM r.earlier_id
UNION ALL
SELECT s.rowid, r.earlier_id
FROM statements s
JOIN repeated_elsewhere r USING (statement_id)
WHERE s.reasserts_statement_id IS DISTINCT FROM r.earlier_id;

UPDATE statements SET
    reasserts_statement_id = r.earlier_id,
    run_seq = getvariable('run_seq')
FROM repeated_places r
WHERE statements.rowid = r.place;

-- Nothing has it any more: the re-analysed revisions yield it no longer.
UPDATE statements SET status = 'withdrawn', run_seq = getvariable('run_seq')
WHERE rowid IN (
    SELECT place FROM statements_before
    SEMI JOIN touched_statements USING (statement_id)
    ANTI JOIN made_statements USING (statement_id)
    WHERE status NOT IN ('withdrawn', 'merged')
);

CREATE OR REPLACE TEMP TABLE made_anew AS
SELECT statement_id FROM made_statements UNION ALL SELECT statement_id FROM staged_absorbed;

CREATE OR REPLACE TEMP TABLE made_actors AS
SELECT statement_id, part.actor_id, part.role, part.name, part.description, part.office,
       part.method
FROM (SELECT statement_id, place, unnest(attributions) AS part FROM reports)
QUALIFY row_number() OVER (
    PARTITION BY statement_id, part.actor_id, part.role
    ORDER BY place, length(part.name) DESC, part.name
) = 1;

-- Of a statement that stands nowhere any more, who spoke about what is kept.
DELETE FROM statement_actors
WHERE rowid IN (
    SELECT place FROM actors_before
    SEMI JOIN made_anew USING (statement_id)
    ANTI JOIN made_actors
        USING (statement_id, actor_id, role, name, description, office, method)
);
INSERT INTO statement_actors BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM made_actors
ANTI JOIN actors_before USING (statement_id, actor_id, role, name, description, office, method);

CREATE OR REPLACE TEMP TABLE made_terms AS
SELECT DISTINCT statement_id, unnest(term_ids) AS term_id FROM reports;

CREATE OR REPLACE TEMP TABLE terms_before AS
SELECT rowid AS place, statement_id, term_id FROM statement_terms SEMI JOIN statement_places
USING (statement_id);

DELETE FROM statement_terms
WHERE rowid IN (
    SELECT place FROM terms_before
    SEMI JOIN made_anew USING (statement_id)
    ANTI JOIN made_terms USING (statement_id, term_id)
);
INSERT INTO statement_terms BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM made_terms
ANTI JOIN terms_before USING (statement_id, term_id);
