from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from making import AT, a_feed_state, an_entry, land_in

from transforms.feed_records import FeedState
from warehouse.feed_health import feed_health

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def read(**values: object) -> FeedState:
    return a_feed_state(**({"first_success_at": AT, "newest_entry_at": AT} | values))


@pytest.mark.parametrize(
    ("feed", "state", "why"),
    [
        (read(), "ok", ""),
        (a_feed_state(), "new", ""),
        (read(stale_after=AT + HOUR), "ok", ""),
        (read(stale_after=AT - HOUR), "stale", "nothing new since 22 Nov 2025 10:00 UTC"),
        (read(url="https://new.example/"), "moved", "asked at https://new.example/"),
        (read(moved_to="https://new.example/", moved_since=AT), "ok", "since 22 Nov 2025"),
        (read(consecutive_failures=1, last_error="HTTP 500"), "failing", "HTTP 500"),
        (read(consecutive_failures=1, rest_until=AT - HOUR), "failing", ""),
        (read(consecutive_failures=1, rest_until=AT + HOUR), "resting", ""),
        (
            read(consecutive_failures=1, last_error_kind="blocked", rest_until=AT + HOUR),
            "blocked",
            "",
        ),
        (read(gone_at=AT, consecutive_failures=1, last_error="HTTP 410"), "gone", "HTTP 410"),
        (read(merged_into="b", url="https://new.example/"), "merged", "one with b"),
    ],
)
def test_a_feed_is_in_one_state_and_says_why(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path, feed: FeedState, state: str, why: str
) -> None:
    land_in(warehouse, tmp_path / "run", "run-1", feeds=[feed])
    (found,) = feed_health(warehouse, AT, "strait-talks")
    assert found.state == state
    assert why in found.why
    assert bool(found.why) == bool(why)
    assert feed_health(warehouse, AT, "other-talks") == []


def test_the_median_of_entries_a_day_counts_whole_days_and_quiet_ones(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    days_ago = [0, 0, 0, 0, 0, 1, 1, 2, 4, 4, 4, 30]
    entries = [
        an_entry(str(number), published_at=AT - days * DAY) for number, days in enumerate(days_ago)
    ]
    land_in(warehouse, tmp_path / "run", "run-1", feeds=[read()], entries=entries[:-1])
    assert feed_health(warehouse, AT)[0].items_a_day == 1.5
    land_in(warehouse, tmp_path / "more", "run-2", feeds=[read()], entries=entries)
    assert feed_health(warehouse, AT)[0].items_a_day == 0


def test_the_view_tells_the_health_as_of_the_last_run(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    land_in(warehouse, tmp_path / "run", "run-1", feeds=[read(stale_after=AT + HOUR)])
    assert warehouse.execute("SELECT state FROM feed_health").fetchall() == [("ok",)]
    (later,) = feed_health(warehouse, AT + DAY)
    assert later.state == "stale"
