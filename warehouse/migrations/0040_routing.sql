-- Routing in Alertmanager's words: what an event is grouped and silenced by, silences, and what
-- was muted. When an event is due is not kept: it is worked out anew at each look, from the routes
-- as they are then. A sample that a person asks for is sent, not kept.

ALTER TABLE outbox ADD COLUMN labels VARCHAR DEFAULT '{}';
ALTER TABLE outbox ALTER COLUMN labels SET NOT NULL;
ALTER TABLE notifications DROP COLUMN is_test;
ALTER TABLE notifications ADD COLUMN group_key VARCHAR DEFAULT '';
ALTER TABLE notifications ALTER COLUMN group_key SET NOT NULL;

CREATE TABLE muted_events (
    event_id VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    muted_at TIMESTAMP NOT NULL
);

CREATE TABLE silences (
    silence_id VARCHAR NOT NULL,
    matchers VARCHAR[] NOT NULL,
    author VARCHAR NOT NULL,
    "comment" VARCHAR NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE OR REPLACE VIEW alerts AS
SELECT o.event_id, o.event_type, o.story_id, o.statement_id, o.route, o.receiver,
       CASE WHEN d.last_outcome IN ('delivered', 'dead') THEN d.last_outcome
            WHEN n.notification_id IS NULL AND m.event_id IS NOT NULL THEN 'muted'
            ELSE 'pending' END AS state,
       coalesce(d.attempts, 0) AS attempts,
       d.last_attempt_at, coalesce(d.last_error, '') AS last_error, d.next_attempt_at,
       coalesce(n.notification_id, '') AS notification_id,
       CASE WHEN n.notification_id IS NULL THEN coalesce(m.reason, '') ELSE '' END AS muted_reason,
       o.created_at, o.run_seq
FROM outbox o
LEFT JOIN (
    SELECT notification_id, unnest(event_ids) AS event_id FROM notifications
) n USING (event_id)
LEFT JOIN muted_events m USING (event_id)
LEFT JOIN (
    SELECT notification_id, arg_max(outcome, attempt) AS last_outcome,
           count(*) FILTER (WHERE outcome <> 'asked') AS attempts,
           max(attempted_at) FILTER (WHERE outcome <> 'asked') AS last_attempt_at,
           arg_max(error, attempt) AS last_error,
           arg_max_null(next_attempt_at, attempt) AS next_attempt_at
    FROM deliveries
    GROUP BY notification_id
) d USING (notification_id);

COMMENT ON COLUMN outbox."event_type" IS 'statement.published, .also_reported, .corrected or .withdrawn; feed.stale or .recovered.';
COMMENT ON COLUMN outbox."statement_id" IS 'Statement it tells of; empty for an event about a feed.';
COMMENT ON COLUMN outbox."labels" IS 'JSON: the values of each label that routes, groups and silences go by.';
COMMENT ON COLUMN notifications."left_out" IS 'How many more events the route''s rate limit kept out of it; they are muted.';
COMMENT ON COLUMN notifications."group_key" IS 'What its events share, by the route''s group_by.';

COMMENT ON TABLE muted_events IS 'Events that do not go out, with the reason; `onrecord alerts retry` sends one all the same.';
COMMENT ON COLUMN muted_events."event_id" IS 'Event in the outbox.';
COMMENT ON COLUMN muted_events."reason" IS 'The silence, the inhibit rule or the rate limit.';
COMMENT ON COLUMN muted_events."muted_at" IS 'When (UTC, our clock).';

COMMENT ON TABLE silences IS 'What nobody wants to be alerted of for a while: `onrecord silence`.';
COMMENT ON COLUMN silences."silence_id" IS 'Id.';
COMMENT ON COLUMN silences."matchers" IS 'All hold for what is silenced, in the syntax of routes.';
COMMENT ON COLUMN silences."author" IS 'Who set it.';
COMMENT ON COLUMN silences."comment" IS 'Why.';
COMMENT ON COLUMN silences."starts_at" IS 'From when (UTC).';
COMMENT ON COLUMN silences."ends_at" IS 'Until just before (UTC).';
COMMENT ON COLUMN silences."created_at" IS 'When it was set (UTC, our clock).';

COMMENT ON VIEW alerts IS 'Alerts with the state of their delivery.';
COMMENT ON COLUMN alerts."event_id" IS 'Constant id of the alert for its receiver.';
COMMENT ON COLUMN alerts."event_type" IS 'What it tells: statement.published and its like.';
COMMENT ON COLUMN alerts."story_id" IS 'Story.';
COMMENT ON COLUMN alerts."statement_id" IS 'Statement it tells of; empty for an event about a feed.';
COMMENT ON COLUMN alerts."route" IS 'Route of the story that matched.';
COMMENT ON COLUMN alerts."receiver" IS 'Receiver it goes to.';
COMMENT ON COLUMN alerts."state" IS 'delivered, pending, dead or muted.';
COMMENT ON COLUMN alerts."attempts" IS 'How often it was sent.';
COMMENT ON COLUMN alerts."last_attempt_at" IS 'When it was last sent (UTC), or null.';
COMMENT ON COLUMN alerts."last_error" IS 'Why the last attempt failed, or empty.';
COMMENT ON COLUMN alerts."next_attempt_at" IS 'Not to be sent again before (UTC), or null.';
COMMENT ON COLUMN alerts."notification_id" IS 'Notification that carries it, or empty before it was put into one.';
COMMENT ON COLUMN alerts."muted_reason" IS 'Why it does not go out, or empty.';
COMMENT ON COLUMN alerts."created_at" IS 'When it was decided (UTC, our clock).';
COMMENT ON COLUMN alerts."run_seq" IS 'Run that landed it.';
