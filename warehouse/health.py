"""What the health of an installation is judged by, from the published snapshot."""

from datetime import UTC, datetime

import duckdb

from warehouse.measurements import MONITORED


def last_run_at(connection: duckdb.DuckDBPyConnection, story_id: str) -> datetime | None:
    """Return when the last run that monitored landed (aware, UTC); None before the first."""
    row = connection.execute(
        f"SELECT max(landed_at) FROM runs WHERE story_id = ? AND {MONITORED}",  # noqa: S608
        [story_id],
    ).fetchone()
    return row[0].replace(tzinfo=UTC) if row and row[0] else None


def dead_alerts(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Return the receivers with alerts that were given up, and how many."""
    return connection.execute(
        "SELECT receiver, count(*) FROM alerts WHERE state = 'dead' GROUP BY ALL ORDER BY ALL"
    ).fetchall()


def quarantine_growth(
    connection: duckdb.DuckDBPyConnection, now: datetime
) -> tuple[int, float | None]:
    """Return how many inputs were set aside in the 24 hours before ``now``, and a day's mean.

    The mean is of the week before these 24 hours, or of what there is of it; None where that is
    less than a day.
    """
    row = connection.execute(
        f"""
        WITH days AS (
            SELECT least(date_diff('hour', min(landed_at), $now::TIMESTAMP) / 24 - 1, 7) AS before
            FROM runs
        )
        SELECT count(*) FILTER (landed_at > $now::TIMESTAMP - INTERVAL 1 DAY),
               CASE WHEN any_value(before) >= 1 THEN
                   count(*) FILTER (landed_at <= $now::TIMESTAMP - INTERVAL 1 DAY
                                AND landed_at > $now::TIMESTAMP - INTERVAL 8 DAY)
                   / any_value(before) END
        FROM days LEFT JOIN (
            FROM quarantine JOIN runs USING (run_seq) WHERE {MONITORED}
        ) ON true
        """,  # noqa: S608 - our own words
        {"now": now.replace(tzinfo=None)},
    ).fetchone()
    return (int(row[0]), row[1]) if row else (0, None)
