-- What a landing did to statements, with the report that an alert is to show. Runs inside the
-- landing transaction, after landing_statements.sql, whose touched_places are the rows to read.

WITH reports_now AS MATERIALIZED (
    SELECT a.*,
           row_number() OVER (
               PARTITION BY a.statement_id
               ORDER BY coalesce(a.published_at, a.fetched_at), a.fetched_at, a.appearance_id
           ) AS place
    FROM statement_appearances a
    WHERE a.rowid IN (SELECT place FROM touched_places)
), statements_now AS MATERIALIZED (
    FROM statements WHERE rowid IN (
        SELECT s.rowid FROM statements s SEMI JOIN touched_statements USING (statement_id)
    )
), arrived AS (
    SELECT * FROM reports_now WHERE appearance_id IN (SELECT appearance_id FROM staged_appearances)
), happened AS MATERIALIZED (
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
    FROM statements s
    JOIN unnamed_before USING (statement_id)
    JOIN arrived a USING (statement_id)
    JOIN statement_actors n ON n.statement_id = s.statement_id
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
), speaking AS (
    SELECT statement_id, actor_id FROM statement_actors
    WHERE role IN ('speaker', 'signatory')
      AND statement_id IN (SELECT statement_id FROM happened)
), known_actors AS (
    SELECT DISTINCT actor_id FROM statement_actors
    WHERE role IN ('speaker', 'signatory')
      AND actor_id IN (SELECT actor_id FROM speaking)
      AND statement_id NOT IN (SELECT statement_id FROM new_statements)
)
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
    WHERE rowid IN (
        SELECT v.rowid FROM article_revisions v SEMI JOIN reports_now USING (revision_id)
    )
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
    FROM statement_actors WHERE rowid IN (
        SELECT p.rowid FROM statement_actors p SEMI JOIN happened USING (statement_id)
    )
    GROUP BY statement_id
) actors ON actors.statement_id = h.statement_id
LEFT JOIN (
    SELECT statement_id, list(term_id ORDER BY term_id) AS term_ids
    FROM statement_terms SEMI JOIN happened USING (statement_id) GROUP BY statement_id
) terms ON terms.statement_id = h.statement_id
LEFT JOIN (
    SELECT statement_id, list(DISTINCT actor_id ORDER BY actor_id) AS new_actor_ids
    FROM speaking
    WHERE actor_id NOT IN (SELECT actor_id FROM known_actors)
    GROUP BY statement_id
) first_heard ON first_heard.statement_id = h.statement_id
ORDER BY coalesce(a.published_at, a.fetched_at), h.statement_id, h.event_type, a.appearance_id
