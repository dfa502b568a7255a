-- The questions that people ask.

CREATE VIEW latest_statements AS
SELECT
    s.statement_id,
    s.story_id,
    coalesce(s.stated_at, s.date_first_published, s.first_seen_at) AS said_at,
    CASE WHEN s.stated_at IS NOT NULL THEN s.stated_precision
         WHEN s.date_first_published IS NOT NULL THEN 'published'
         ELSE 'seen' END AS said_precision,
    speakers.actor_ids,
    speakers.speakers,
    speakers.offices,
    s.speech_type,
    first.cue_lemma AS cue,
    s.act,
    s.modality,
    s.text,
    coalesce(terms.term_ids, []) AS term_ids,
    coalesce(terms.terms, []) AS terms,
    first.outlet AS first_outlet,
    first.url AS first_url,
    reports.outlets,
    s.is_joint,
    s.is_news,
    s.status,
    s.first_seen_at,
    s.run_seq
FROM statements s
LEFT JOIN (
    SELECT statement_id,
           list(actor_id ORDER BY role, actor_id) AS actor_ids,
           list(name ORDER BY role, actor_id) AS speakers,
           list(office ORDER BY role, actor_id) AS offices
    FROM statement_actors
    WHERE role IN ('speaker', 'signatory')
    GROUP BY statement_id
) speakers USING (statement_id)
LEFT JOIN (
    SELECT st.statement_id,
           list(st.term_id ORDER BY st.term_id) AS term_ids,
           list(t.name ORDER BY st.term_id) AS terms
    FROM statement_terms st
    JOIN statements owner ON owner.statement_id = st.statement_id
    JOIN terms t ON t.term_id = st.term_id AND t.story_id = owner.story_id
    GROUP BY st.statement_id
) terms USING (statement_id)
LEFT JOIN (
    SELECT * FROM statement_appearances WHERE is_first
) first USING (statement_id)
LEFT JOIN (
    SELECT statement_id, count(DISTINCT outlet) AS outlets
    FROM statement_appearances
    GROUP BY statement_id
) reports USING (statement_id)
ORDER BY said_at DESC, s.statement_id;

CREATE VIEW statements_by_term AS
WITH RECURSIVE upward AS (
    SELECT story_id, term_id, term_id AS within FROM terms
    UNION
    SELECT upward.story_id, upward.term_id, t.broader
    FROM upward
    JOIN terms t ON t.story_id = upward.story_id AND t.term_id = upward.within
    WHERE t.broader <> ''
)
SELECT DISTINCT upward.within AS term_id, l.*
FROM latest_statements l
JOIN statement_terms st USING (statement_id)
JOIN upward ON upward.story_id = l.story_id AND upward.term_id = st.term_id;

CREATE VIEW actor_term_matrix AS
SELECT s.story_id, a.actor_id, any_value(a.name) AS name, t.term_id,
       count(DISTINCT s.statement_id) AS statements,
       min(coalesce(s.stated_at, s.date_first_published, s.first_seen_at)) AS first_said_at,
       max(coalesce(s.stated_at, s.date_first_published, s.first_seen_at)) AS last_said_at
FROM statements s
JOIN statement_actors a USING (statement_id)
JOIN statement_terms t USING (statement_id)
WHERE a.role IN ('speaker', 'signatory') AND s.status <> 'withdrawn'
GROUP BY s.story_id, a.actor_id, t.term_id;

CREATE VIEW first_reports AS
SELECT a.statement_id, s.text, a.outlet, a.url,
       coalesce(a.published_at, a.fetched_at) AS reported_at
FROM statement_appearances a
JOIN statements s USING (statement_id)
WHERE a.is_first;

CREATE VIEW outlet_lag AS
SELECT a.statement_id, a.outlet,
       min(coalesce(a.published_at, a.fetched_at)) AS reported_at,
       min(coalesce(a.published_at, a.fetched_at)) - any_value(f.reported_at) AS lag
FROM statement_appearances a
JOIN first_reports f USING (statement_id)
GROUP BY a.statement_id, a.outlet;

CREATE VIEW what_changed AS
SELECT run_seq, 'article' AS kind, article_id AS id, outlet AS where_seen, title AS what
FROM article_revisions
WHERE version = 1
UNION ALL
SELECT run_seq, 'revision', article_id, outlet, title
FROM article_revisions
WHERE version > 1
UNION ALL
SELECT run_seq, 'statement', statement_id, story_id, text FROM statements
UNION ALL
SELECT run_seq, 'quarantined', quarantine_id, stage, reason FROM quarantine;

CREATE VIEW alerts AS
SELECT o.event_id, o.event_type, o.story_id, o.statement_id, o.route, o.receiver,
       CASE WHEN d.delivered THEN 'delivered' ELSE 'pending' END AS state,
       coalesce(d.attempts, 0) AS attempts,
       d.last_attempt_at, coalesce(d.last_error, '') AS last_error,
       o.created_at, o.run_seq
FROM outbox o
LEFT JOIN (
    SELECT event_id, bool_or(outcome = 'delivered') AS delivered, count(*) AS attempts,
           max(attempted_at) AS last_attempt_at, arg_max(error, attempt) AS last_error
    FROM deliveries
    GROUP BY event_id
) d USING (event_id);

COMMENT ON VIEW latest_statements IS 'Statements, latest first, with speakers, offices, terms and first outlet.';
COMMENT ON VIEW statements_by_term IS 'latest_statements by term_id; a narrower term counts for its broader ones.';
COMMENT ON VIEW actor_term_matrix IS 'How often, first and last each actor spoke about each term.';
COMMENT ON VIEW first_reports IS 'Which outlet had each statement first.';
COMMENT ON VIEW outlet_lag IS 'How long after the first report each outlet had the statement.';
COMMENT ON VIEW what_changed IS 'What each run brought: articles, revisions, statements, quarantined inputs.';
COMMENT ON VIEW alerts IS 'Alerts with the state of their delivery.';
