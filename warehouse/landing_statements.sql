-- The statements of one landing: staged appearances, each assigned to a statement, into the
-- tables. A statement's own row, actors and terms are made from all its appearances, taken in
-- the total order (published, else fetched; fetched; id), so that the order in which they
-- arrived leaves no trace.

-- The cost is to be that of what came, not of what is stored: places (rowid) are found by the
-- ids alone, and the wide columns are read of these places only. Joins by id would read them
-- of every row; (a, b) IN (SELECT (a, b) ...) would make a struct of every row.

CREATE OR REPLACE TEMP TABLE touched_statements AS
SELECT DISTINCT statement_id FROM (
    SELECT statement_id
    FROM statement_appearances SEMI JOIN staged_analyses USING (revision_id, story_id)
    UNION ALL
    -- A new revision may take out or alter what the earlier ones of its article had.
    SELECT statement_id FROM statement_appearances
    WHERE article_id IN (
        SELECT article_id FROM article_revisions SEMI JOIN new_revisions USING (revision_id)
    )
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

DELETE FROM statement_appearances USING staged_analyses s
WHERE statement_appearances.revision_id = s.revision_id
  AND statement_appearances.story_id = s.story_id;

INSERT INTO statement_appearances BY NAME
SELECT a.* EXCLUDE (stated_text, article_id),
       coalesce(r.article_id, a.article_id) AS article_id,
       l.statement_id, l.speakers, l.said_from, l.said_until, l.sense_key, l.is_fresh,
       false AS is_first, 0.0 AS similarity, '' AS altered,
       getvariable('run_seq') AS run_seq
FROM staged_appearances a
JOIN staged_statement_appearances l USING (appearance_id)
LEFT JOIN (
    SELECT revision_id, article_id FROM article_revisions SEMI JOIN staged_analyses
    USING (revision_id)
) r USING (revision_id)
ANTI JOIN statement_appearances stored ON stored.appearance_id = a.appearance_id
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
CREATE OR REPLACE TEMP TABLE touched_places AS
SELECT rowid AS place FROM statement_appearances SEMI JOIN touched_statements USING (statement_id);

CREATE OR REPLACE TEMP TABLE touched_reports AS
SELECT * FROM statement_appearances WHERE rowid IN (SELECT place FROM touched_places);

CREATE OR REPLACE TEMP TABLE reports AS
SELECT a.*,
       row_number() OVER (
           PARTITION BY a.statement_id
           ORDER BY coalesce(a.published_at, a.fetched_at), a.fetched_at, a.appearance_id
       ) AS place,
       CASE a.speech_type WHEN 'direct' THEN 1 WHEN 'mixed' THEN 2 ELSE 3 END AS literalness,
       coalesce(r.version = newest.version, true) AS is_current
FROM touched_reports a
JOIN (
    SELECT revision_id, version FROM article_revisions SEMI JOIN touched_reports USING (revision_id)
) r USING (revision_id)
LEFT JOIN (
    -- The newest revision that was analysed for the story.
    SELECT r.article_id, n.story_id, max(r.version) AS version
    FROM (
        SELECT article_id, revision_id, version
        FROM article_revisions SEMI JOIN touched_reports USING (article_id)
    ) r
    JOIN analyses n USING (revision_id)
    GROUP BY r.article_id, n.story_id
) newest ON newest.article_id = a.article_id AND newest.story_id = a.story_id;

CREATE OR REPLACE TEMP TABLE wordings_compared AS
SELECT r.appearance_id,
       r.place = 1 AS is_first,
       coalesce(w.similarity, r.similarity) AS similarity,
       coalesce(w.altered, r.altered) AS altered
FROM reports r
LEFT JOIN staged_wordings w
    ON w.statement_id = r.statement_id AND w.words = r.words AND w.speech_type = r.speech_type;

UPDATE statement_appearances SET
    is_first = c.is_first,
    similarity = c.similarity,
    altered = c.altered,
    run_seq = getvariable('run_seq')
FROM wordings_compared c
WHERE statement_appearances.appearance_id = c.appearance_id
  AND (statement_appearances.is_first, statement_appearances.similarity,
       statement_appearances.altered) IS DISTINCT FROM (c.is_first, c.similarity, c.altered);

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
LEFT JOIN statement_appearances parent ON parent.appearance_id = r.parent_appearance_id
GROUP BY r.statement_id;

CREATE OR REPLACE TEMP TABLE new_statements AS
SELECT * FROM staged_new_statements
WHERE statement_id NOT IN (SELECT statement_id FROM statements);

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
SELECT * FROM statements WHERE rowid IN (
    SELECT s.rowid FROM statements s SEMI JOIN touched_statements USING (statement_id)
);

-- Those of which no speaker on the watchlist was known: a page may name whom a summary did not.
CREATE OR REPLACE TEMP TABLE unnamed_before AS
SELECT statement_id FROM statements_before
WHERE statement_id NOT IN (
    SELECT statement_id FROM statement_actors
    WHERE role IN ('speaker', 'signatory') AND NOT starts_with(actor_id, 'unlisted:')
      AND statement_id IN (SELECT statement_id FROM touched_statements)
);

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
FROM made_statements m
WHERE statements.statement_id = m.statement_id
  AND (statements.speech_type, statements.text, statements.act, statements.modality,
       statements.stated_at, statements.stated_precision, statements.date_first_published,
       statements.first_seen_at, statements.is_joint, statements.parent_statement_id,
       statements.medium, statements.extractor_version, statements.status)
      IS DISTINCT FROM
      (m.speech_type, m.text, m.act, m.modality, m.stated_at, m.stated_precision,
       m.date_first_published, m.first_seen_at, m.is_joint, m.parent_statement_id, m.medium,
       m.extractor_version, m.status);

INSERT INTO statements BY NAME
SELECT m.*,
       n.is_fresh AND r.earlier_id IS NULL AS is_news,
       r.earlier_id AS reasserts_statement_id,
       getvariable('run_seq') AS first_run_seq,
       getvariable('run_seq') AS run_seq
FROM made_statements m
JOIN new_statements n USING (statement_id)
LEFT JOIN repeated r USING (statement_id);

UPDATE statements SET
    reasserts_statement_id = r.earlier_id,
    run_seq = getvariable('run_seq')
FROM repeated r
WHERE statements.statement_id = r.statement_id
  AND statements.reasserts_statement_id IS DISTINCT FROM r.earlier_id;

-- Nothing has it any more: the re-analysed revisions yield it no longer.
UPDATE statements SET status = 'withdrawn', run_seq = getvariable('run_seq')
WHERE statement_id IN (SELECT statement_id FROM touched_statements)
  AND statement_id NOT IN (SELECT statement_id FROM made_statements)
  AND status NOT IN ('withdrawn', 'merged');

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
WHERE statement_id IN (
      SELECT statement_id FROM made_statements UNION ALL SELECT statement_id FROM staged_absorbed
  )
  AND (statement_id, actor_id, role, name, description, office, method) NOT IN (
      SELECT (statement_id, actor_id, role, name, description, office, method) FROM made_actors
  );
INSERT INTO statement_actors BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM made_actors
ANTI JOIN statement_actors USING (statement_id, actor_id, role);

CREATE OR REPLACE TEMP TABLE made_terms AS
SELECT DISTINCT statement_id, unnest(term_ids) AS term_id FROM reports;

DELETE FROM statement_terms
WHERE statement_id IN (
      SELECT statement_id FROM made_statements UNION ALL SELECT statement_id FROM staged_absorbed
  )
  AND (statement_id, term_id) NOT IN (SELECT (statement_id, term_id) FROM made_terms);
INSERT INTO statement_terms BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM made_terms
ANTI JOIN statement_terms USING (statement_id, term_id);
