"""What a monitoring system is told of a warehouse: one query for each metric.

A query's last column is the value, the others are labels. What each metric means stands in
transforms/metrics.py; a test holds the two lists together.
"""

from collections.abc import Collection
from datetime import datetime

import duckdb

from warehouse.answers import Answer

MONITORED = "NOT regexp_matches(run_id, '^(retag|backfill|archive)-')"
"""Of runs: those that asked feeds, or would have if one had been due."""

_LAGS = """
    SELECT story_id, greatest(epoch(first_seen_at - published_at), 0) AS lag
    FROM entries
    WHERE NOT is_first_sight AND published_precision IN ('second', 'minute')
"""
"""Seconds from the publication of an entry to our first sight of it."""

MEASURED = {
    "onrecord_runs_total": "SELECT story_id AS story, count(*) FROM runs GROUP BY ALL",
    "onrecord_last_run_timestamp_seconds": f"""
        SELECT story_id AS story, epoch(max(landed_at)) FROM runs WHERE {MONITORED} GROUP BY ALL
    """,  # noqa: S608
    "onrecord_last_run_seconds": f"""
        SELECT story_id AS story, epoch(arg_max(landed_at - started_at, run_seq))
        FROM runs WHERE {MONITORED} GROUP BY ALL
    """,  # noqa: S608
    "onrecord_feeds": """
        WITH states AS (
            SELECT unnest(['ok', 'new', 'moved', 'stale', 'failing', 'resting', 'blocked',
                           'gone', 'merged']) AS state
        )
        SELECT story_id AS story, state, count(feed_id)
        FROM (SELECT DISTINCT story_id FROM feeds) CROSS JOIN states
        LEFT JOIN (
            FROM feed_health_at($now::TIMESTAMP)
            WHERE story_id <> $story OR list_contains($feeds::VARCHAR[], feed_id)
        ) USING (story_id, state)
        GROUP BY ALL
    """,
    "onrecord_entry_lag_seconds_bucket": f"""
        WITH lags AS ({_LAGS}), bounds AS (
            SELECT unnest([60, 300, 900, 1800, 3600, 7200, 21600, 86400, 'inf'::DOUBLE]) AS bound
        )
        SELECT story_id AS story, bound AS le,
               count_if(lag <= bound)
        FROM lags CROSS JOIN bounds GROUP BY ALL
    """,  # noqa: S608 - our own words
    "onrecord_entry_lag_seconds_sum": f"""
        SELECT story_id AS story, sum(lag) FROM ({_LAGS}) GROUP BY ALL
    """,  # noqa: S608
    "onrecord_entry_lag_seconds_count": f"""
        SELECT story_id AS story, count(*) FROM ({_LAGS}) GROUP BY ALL
    """,  # noqa: S608
    "onrecord_articles": "SELECT count(*) FROM articles",
    "onrecord_article_revisions": "SELECT count(*) FROM article_revisions",
    "onrecord_statements": """
        SELECT story_id AS story, status, count(*) FROM statements GROUP BY ALL
    """,
    "onrecord_alerts": """
        WITH states AS (
            SELECT unnest(['pending', 'delivered', 'dead']) AS state
            UNION SELECT state FROM alerts
        )
        SELECT receiver, state, count(event_id)
        FROM (SELECT DISTINCT receiver FROM outbox) CROSS JOIN states
        LEFT JOIN alerts USING (receiver, state)
        GROUP BY ALL
    """,
    "onrecord_resting_receivers": """
        SELECT count(*) FROM receiver_rests
        WHERE rests_until IS NULL OR rests_until > $now::TIMESTAMP
    """,
    "onrecord_quarantined": "SELECT stage, count(*) FROM quarantine GROUP BY ALL",
}


def measure(
    connection: duckdb.DuckDBPyConnection, now: datetime, story_id: str, feed_ids: Collection[str]
) -> dict[str, Answer]:
    """Return the samples of each metric as of ``now`` (aware), by name, in a fixed order.

    Of the story only ``feed_ids`` count as its feeds: one that it lists no more would stay as it
    was when it was last asked, failing for ever.
    """
    given = {"now": now.replace(tzinfo=None), "story": story_id, "feeds": sorted(feed_ids)}
    measured = {}
    for name, query in MEASURED.items():
        asked = {key: value for key, value in given.items() if f"${key}" in query}
        found = connection.execute(f"{query} ORDER BY ALL", asked or None)
        columns = tuple(column[0] for column in found.description or ())
        measured[name] = Answer(columns, tuple(found.fetchall()))
    return measured
