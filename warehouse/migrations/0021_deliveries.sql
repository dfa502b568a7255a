-- What is sent is a notification: one event, or several that a route groups. It is kept before
-- the first attempt, so that every attempt after any crash has the same id and the same events.

CREATE TABLE notifications (
    notification_id VARCHAR NOT NULL,
    receiver VARCHAR NOT NULL,
    route VARCHAR NOT NULL,
    event_ids VARCHAR[] NOT NULL,
    left_out INTEGER NOT NULL,
    is_test BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);
INSERT INTO notifications
SELECT event_id, receiver, route, [event_id], 0, false, created_at
FROM outbox
WHERE event_id IN (SELECT event_id FROM deliveries);

ALTER TABLE deliveries RENAME TO deliveries_before;
CREATE TABLE deliveries (
    notification_id VARCHAR NOT NULL,
    receiver VARCHAR NOT NULL,
    attempt INTEGER NOT NULL,
    attempted_at TIMESTAMP NOT NULL,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('delivered', 'failed', 'dead', 'asked')),
    status INTEGER,
    error VARCHAR NOT NULL,
    next_attempt_at TIMESTAMP
);
INSERT INTO deliveries
SELECT event_id, receiver, attempt, attempted_at, outcome, status, error,
       CASE outcome WHEN 'failed' THEN attempted_at END
FROM deliveries_before;
DROP TABLE deliveries_before;

CREATE TABLE receiver_rests (
    receiver VARCHAR NOT NULL,
    settings_digest VARCHAR NOT NULL,
    since TIMESTAMP NOT NULL,
    rests_until TIMESTAMP,
    reason VARCHAR NOT NULL
);

CREATE OR REPLACE VIEW alerts AS
SELECT o.event_id, o.event_type, o.story_id, o.statement_id, o.route, o.receiver,
       CASE WHEN d.last_outcome IN ('delivered', 'dead') THEN d.last_outcome
            ELSE 'pending' END AS state,
       coalesce(d.attempts, 0) AS attempts,
       d.last_attempt_at, coalesce(d.last_error, '') AS last_error, d.next_attempt_at,
       coalesce(n.notification_id, '') AS notification_id,
       o.created_at, o.run_seq
FROM outbox o
LEFT JOIN (
    SELECT notification_id, unnest(event_ids) AS event_id FROM notifications
) n USING (event_id)
LEFT JOIN (
    SELECT notification_id, arg_max(outcome, attempt) AS last_outcome,
           count(*) FILTER (WHERE outcome <> 'asked') AS attempts,
           max(attempted_at) FILTER (WHERE outcome <> 'asked') AS last_attempt_at,
           arg_max(error, attempt) AS last_error,
           arg_max_null(next_attempt_at, attempt) AS next_attempt_at
    FROM deliveries
    GROUP BY notification_id
) d USING (notification_id);

COMMENT ON TABLE notifications IS 'What is sent: one event, or several together, to one receiver.';
COMMENT ON COLUMN notifications."notification_id" IS 'Constant id over all attempts; that of a single event is the event''s own.';
COMMENT ON COLUMN notifications."receiver" IS 'Receiver it goes to.';
COMMENT ON COLUMN notifications."route" IS 'Route of the story that matched.';
COMMENT ON COLUMN notifications."event_ids" IS 'Its events in the outbox, the oldest first.';
COMMENT ON COLUMN notifications."left_out" IS 'How many more events the route''s rate limit kept out of it.';
COMMENT ON COLUMN notifications."is_test" IS 'True for a sample that a person asked for.';
COMMENT ON COLUMN notifications."created_at" IS 'When it was put together (UTC, our clock).';

COMMENT ON TABLE deliveries IS 'Attempts to send a notification.';
COMMENT ON COLUMN deliveries."notification_id" IS 'Notification.';
COMMENT ON COLUMN deliveries."receiver" IS 'Receiver.';
COMMENT ON COLUMN deliveries."attempt" IS '1 for the first; a person''s wish to send again counts as one.';
COMMENT ON COLUMN deliveries."attempted_at" IS 'When (UTC, our clock).';
COMMENT ON COLUMN deliveries."outcome" IS 'delivered; failed, to be tried again; dead, the last attempt failed; asked, a person wants it sent again.';
COMMENT ON COLUMN deliveries."status" IS 'HTTP status, or null.';
COMMENT ON COLUMN deliveries."error" IS 'Why it failed, without secrets, or empty.';
COMMENT ON COLUMN deliveries."next_attempt_at" IS 'Not to be sent again before (UTC), or null when nothing follows.';

COMMENT ON TABLE receiver_rests IS 'Receivers that asked for rest or are gone: nothing is sent to them meanwhile.';
COMMENT ON COLUMN receiver_rests."receiver" IS 'Receiver.';
COMMENT ON COLUMN receiver_rests."settings_digest" IS 'Digest of where it was set up to be; with other settings it is asked again.';
COMMENT ON COLUMN receiver_rests."since" IS 'When it asked (UTC, our clock).';
COMMENT ON COLUMN receiver_rests."rests_until" IS 'When it may be asked again (UTC), or null: only with other settings.';
COMMENT ON COLUMN receiver_rests."reason" IS 'What it answered.';

COMMENT ON VIEW alerts IS 'Alerts with the state of their delivery.';
COMMENT ON COLUMN alerts."event_id" IS 'Constant id of the alert for its receiver.';
COMMENT ON COLUMN alerts."event_type" IS 'What it tells: statement.published and its like.';
COMMENT ON COLUMN alerts."story_id" IS 'Story.';
COMMENT ON COLUMN alerts."statement_id" IS 'Statement it tells of.';
COMMENT ON COLUMN alerts."route" IS 'Route of the story that matched.';
COMMENT ON COLUMN alerts."receiver" IS 'Receiver it goes to.';
COMMENT ON COLUMN alerts."state" IS 'delivered, pending or dead.';
COMMENT ON COLUMN alerts."attempts" IS 'How often it was sent.';
COMMENT ON COLUMN alerts."last_attempt_at" IS 'When it was last sent (UTC), or null.';
COMMENT ON COLUMN alerts."last_error" IS 'Why the last attempt failed, or empty.';
COMMENT ON COLUMN alerts."next_attempt_at" IS 'Not to be sent again before (UTC), or null.';
COMMENT ON COLUMN alerts."notification_id" IS 'Notification that carries it, or empty before it was put into one.';
COMMENT ON COLUMN alerts."created_at" IS 'When it was decided (UTC, our clock).';
COMMENT ON COLUMN alerts."run_seq" IS 'Run that landed it.';
