-- How each feed fares at a moment: `onrecord feeds` asks it of now, the view of the last run.
-- What is decided (when it is due, until when it rests, from when its silence is odd) was
-- decided when the feed was asked; here it is only compared with the moment.

CREATE MACRO feed_health_at(moment) AS TABLE
WITH daily AS (
    SELECT story_id, feed_id, date_trunc('day', coalesce(published_at, first_seen_at)) AS "day",
           count(*) AS items
    FROM entries GROUP BY ALL
), firsts AS (
    SELECT story_id, feed_id, min("day") AS first_day FROM daily GROUP BY ALL
), calendar AS (
    SELECT story_id, feed_id, unnest(generate_series(
               greatest(first_day, date_trunc('day', moment::TIMESTAMP) - INTERVAL 14 DAY),
               date_trunc('day', moment::TIMESTAMP) - INTERVAL 1 DAY,
               INTERVAL 1 DAY
           )) AS "day"
    FROM firsts
), pace AS (
    SELECT story_id, feed_id, median(coalesce(items, 0)) AS items_a_day
    FROM calendar LEFT JOIN daily USING (story_id, feed_id, "day")
    GROUP BY story_id, feed_id
), judged AS (
    SELECT *, CASE
        WHEN gone_at IS NOT NULL THEN 'gone'
        WHEN merged_into <> '' THEN 'merged'
        WHEN last_error_kind = 'blocked' THEN 'blocked'
        WHEN rest_until > moment::TIMESTAMP THEN 'resting'
        WHEN consecutive_failures > 0 THEN 'failing'
        WHEN first_success_at IS NULL THEN 'new'
        WHEN stale_after < moment::TIMESTAMP THEN 'stale'
        WHEN url <> listed_url THEN 'moved'
        ELSE 'ok' END AS state
    FROM feeds
)
SELECT story_id, feed_id, state, last_success_at, next_poll_at, consecutive_failures,
       items_a_day, newest_entry_at,
       CASE
           WHEN state = 'merged' THEN 'one with ' || merged_into
           WHEN last_error <> '' THEN last_error
           WHEN state = 'stale' THEN 'nothing new since '
               || strftime(newest_entry_at, '%d %b %Y %H:%M') || ' UTC, against its habit'
           WHEN moved_to <> '' THEN 'redirects for good to ' || moved_to || ' since '
               || strftime(moved_since, '%d %b %Y') || ', adopted when that lasts'
           WHEN state = 'moved' THEN 'asked at ' || url || ', where it has moved'
           ELSE '' END AS why,
       next_poll_reason, url, listed_url, run_seq
FROM judged LEFT JOIN pace USING (story_id, feed_id);

CREATE VIEW feed_health AS
SELECT * FROM feed_health_at((SELECT max(landed_at) FROM runs));

COMMENT ON VIEW feed_health IS 'How each feed fares, as of the last run; feed_health_at(TIMESTAMP ''...'') tells it of another moment.';
COMMENT ON COLUMN feed_health."story_id" IS 'Story that watches it.';
COMMENT ON COLUMN feed_health."feed_id" IS 'The feed.';
COMMENT ON COLUMN feed_health."state" IS 'ok; new (never read); moved (asked at an adopted address); stale (silent against its habit); failing; resting (its server asked for rest); blocked (turned away); gone (410); merged (one with another feed).';
COMMENT ON COLUMN feed_health."last_success_at" IS 'When it last answered well (UTC).';
COMMENT ON COLUMN feed_health."next_poll_at" IS 'When it is due (UTC); null for a feed that is not asked any more.';
COMMENT ON COLUMN feed_health."consecutive_failures" IS 'Failures since the last success.';
COMMENT ON COLUMN feed_health."items_a_day" IS 'Median entries on a whole day of the last 14, days without any among them; null before the first.';
COMMENT ON COLUMN feed_health."newest_entry_at" IS 'When its newest entry was published (UTC), as the feed says.';
COMMENT ON COLUMN feed_health."why" IS 'Why it is in that state, in words; empty where there is nothing to say.';
COMMENT ON COLUMN feed_health."next_poll_reason" IS 'Why it is asked then, or not any more.';
COMMENT ON COLUMN feed_health."url" IS 'Address that is asked.';
COMMENT ON COLUMN feed_health."listed_url" IS 'Address in the story''s table of feeds.';
COMMENT ON COLUMN feed_health."run_seq" IS 'Run that landed the feed''s row.';
