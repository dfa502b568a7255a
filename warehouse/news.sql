-- What a landing did to statements, with the report that an alert is to show. Runs inside the
-- landing transaction, after landing_statements.sql, whose places are the rows to read. Each step
-- is a table of its own, so that DuckDB knows how few rows it has: else it hashes the stored ones.

CREATE OR REPLACE TEMP TABLE reports_now AS
SELECT a.*,
       row_number() OVER (
           PARTITION BY a.statement_id
           ORDER BY coalesce(a.published_at, a.fetched_at), a.fetched_at, a.appearance_id
       ) AS place
FROM statement_appearances a
WHERE a.rowid IN (SELECT place FROM touched_places);

CREATE OR REPLACE TEMP TABLE statements_now AS
FROM statements WHERE rowid IN (SELECT place FROM statement_places)
UNION ALL
FROM (FROM statements WHERE run_seq = getvariable('run_seq'))
SEMI JOIN new_statements USING (statement_id);

CREATE OR REPLACE TEMP TABLE actors_now AS
FROM statement_actors WHERE rowid IN (SELECT place FROM actors_before)
UNION ALL
FROM statement_actors WHERE run_seq = getvariable('run_seq');

CREATE OR REPLACE TEMP TABLE happened AS
WITH arrived AS (
    SELECT * FROM reports_now WHERE appearance_id IN (SELECT appearance_id FROM staged_appearances)
)
SELECT * FROM (
    SELECT 'statement.published' AS event_type, s.statement_id,
           arg_min(a.appearance_id, a.place) AS appearance_id
    FROM statements_now s
    JOIN new_statements USING (statement_id)
    JOIN arrived a USING (statement_id)
    WHERE s.is_news
    GROUP BY s.statement_id
    UNION ALL
    -- Whom routes by actor could not know before; who had the alert already has its id.
    SELECT 'statement.published', s.statement_id, arg_min(a.appearance_id, a.place)
    FROM statements_now s
    JOIN unnamed_before USING (statement_id)
    JOIN arrived a USING (statement_id)
    JOIN actors_now n ON n.statement_id = s.statement_id
    WHERE s.is_news AND a.is_fresh AND s.status IN ('active', 'corrected')
      AND n.role IN ('speaker', 'signatory') AND NOT starts_with(n.actor_id, 'unlisted:')
    GROUP BY s.statement_id
    UNION ALL
    -- One for each article that joins; those of a new statement stand in its own alert.
    SELECT 'statement.also_reported', a.statement_id, arg_min(a.appearance_id, a.place)
    FROM arrived a
    JOIN statements_before USING (statement_id)
    WHERE a.is_fresh
      AND NOT EXISTS (
          FROM reports_now e
          WHERE e.statement_id = a.statement_id AND e.article_id = a.article_id
            AND e.appearance_id NOT IN (SELECT appearance_id FROM staged_appearances)
      )
    GROUP BY a.statement_id, a.article_id
    UNION ALL
    SELECT 'statement.' || s.status, s.statement_id, arg_max(a.appearance_id, a.place)
    FROM statements_now s
    JOIN statements_before b USING (statement_id)
    JOIN reports_now a USING (statement_id)
    WHERE s.status IN ('corrected', 'withdrawn') AND s.status <> b.status AND b.is_news
    GROUP BY s.status, s.statement_id
);

CREATE OR REPLACE TEMP TABLE speaking AS
SELECT statement_id, actor_id FROM actors_now SEMI JOIN happened USING (statement_id)
WHERE role IN ('speaker', 'signatory');

-- By this run itself, only in statements that were known.
CREATE OR REPLACE TEMP TABLE known_actors AS
SELECT DISTINCT actor_id FROM statement_actors
WHERE role IN ('speaker', 'signatory')
  AND run_seq < getvariable('run_seq')
  AND actor_id IN (SELECT actor_id FROM speaking)
UNION
SELECT actor_id FROM actors_now ANTI JOIN new_statements USING (statement_id)
WHERE role IN ('speaker', 'signatory');

CREATE OR REPLACE TEMP TABLE revision_places AS
SELECT rowid AS place FROM article_revisions
WHERE revision_id IN (
    SELECT revision_id FROM reports_now SEMI JOIN happened USING (appearance_id)
);

SELECT h.event_type, s.* EXCLUDE (parent_statement_id, extractor_version, merged_into,
                                  is_news, run_seq),
       coalesce(b.text, '') AS text_before,
       coalesce(first_heard.new_actor_ids, []) AS new_actor_ids,
       coalesce(actors.attributions, []) AS attributions,
       coalesce(terms.term_ids, []) AS term_ids,
       others.outlets,
       a.appearance_id, a.article_id, a.outlet, a.url, r.title, r.language, r.agency,
       a.words, a.sentence, a.source_text, a.cue_text, a.altered, a.published_at, a.fetched_at
FROM happened h
JOIN statements_now s USING (statement_id)
LEFT JOIN statements_before b ON b.statement_id = h.statement_id
JOIN reports_now a USING (appearance_id)
JOIN (
    SELECT revision_id, title, language, agency FROM article_revisions
    WHERE rowid IN (SELECT place FROM revision_places)
) r ON r.revision_id = a.revision_id
JOIN (
    SELECT statement_id, list(outlet ORDER BY place) AS outlets
    FROM (SELECT statement_id, outlet, min(place) AS place FROM reports_now GROUP BY ALL)
    GROUP BY statement_id
) others ON others.statement_id = h.statement_id
LEFT JOIN (
    SELECT statement_id,
           list({actor_id: actor_id, "role": "role", "name": "name", description: description,
                 office: office, "method": "method"} ORDER BY "role", actor_id) AS attributions
    FROM actors_now SEMI JOIN happened USING (statement_id)
    GROUP BY statement_id
) actors ON actors.statement_id = h.statement_id
LEFT JOIN (
    SELECT statement_id, list(term_id ORDER BY term_id) AS term_ids
    FROM made_terms SEMI JOIN happened USING (statement_id) GROUP BY statement_id
) terms ON terms.statement_id = h.statement_id
LEFT JOIN (
    SELECT statement_id, list(DISTINCT actor_id ORDER BY actor_id) AS new_actor_ids
    FROM speaking
    WHERE actor_id NOT IN (SELECT actor_id FROM known_actors)
    GROUP BY statement_id
) first_heard ON first_heard.statement_id = h.statement_id
ORDER BY coalesce(a.published_at, a.fetched_at), h.statement_id, h.event_type, a.appearance_id
