"""A feed's silence and its end, from the warehouse's own view of it into the outbox."""

from datetime import timedelta
from pathlib import Path

import duckdb
from making import AT, a_feed_state, land_rows, strait_talks

from flows.monitoring.feed_events import land_feed_events
from seeds.story import Route
from warehouse.database import open_private

ROUTE = Route("feeds", ("desk",), (), events=("feed.stale", "feed.recovered"))


def told(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT event_type, receiver FROM outbox ORDER BY created_at"
    ).fetchall()


def test_a_silence_is_told_once_and_so_is_its_end(database: Path) -> None:
    story = strait_talks(ROUTE)
    silent = a_feed_state(
        first_success_at=AT - timedelta(days=30),
        newest_entry_at=AT - timedelta(days=3), stale_after=AT - timedelta(days=1),
    )  # fmt: skip
    land_rows(database, "run-1", feeds=[silent])
    with open_private(database) as connection:
        land_feed_events(connection, strait_talks(), ["desk"], 1, AT)
        assert told(connection) == [], "no route asks"
        for minutes in (0, 30):
            land_feed_events(connection, story, ["desk"], 1, AT + timedelta(minutes=minutes))
        assert told(connection) == [("feed.stale", "desk")]
        connection.execute(
            "UPDATE feeds SET stale_after = ?, newest_entry_at = ?",
            [(AT + timedelta(days=2)).replace(tzinfo=None), AT.replace(tzinfo=None)],
        )
        for minutes in (60, 90):
            land_feed_events(connection, story, ["desk"], 1, AT + timedelta(minutes=minutes))
        assert told(connection) == [("feed.stale", "desk"), ("feed.recovered", "desk")]
