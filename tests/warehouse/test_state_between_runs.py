from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
from making import (
    AT,
    a_feed_state,
    a_revision,
    an_analysis,
    an_appearance,
    an_entry,
    blank,
    land_in,
)

from transforms.feed_records import KnownEntry
from transforms.statement_records import Event, Period
from warehouse.outbox import Delivery, pending_events, record_delivery
from warehouse.polling_state import (
    analysed_revisions,
    feed_states,
    free_run_id,
    known_entries,
)
from warehouse.statement_state import known_wordings


def test_the_next_run_finds_what_the_last_one_left(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    revision = a_revision("The strait is open")
    state = a_feed_state(etag='"1"', first_success_at=AT)
    done = an_entry(
        "done", page_state="fetched", published_at=AT, changed_on=AT.date(), changes_on_day=3
    )
    owed = an_entry("owed", feed_id="other-feed", page_attempts=2, page_error="HTTP 503")
    past = an_entry("past", feed_id="other-feed", page_state="failed")
    land_in(
        warehouse, tmp_path / "run", "run-1", None, [an_appearance(revision.text, revision)],
        revisions=[revision], analyses=[an_analysis(revision)],
        feeds=[state], entries=[done, owed, past],
    )  # fmt: skip
    assert feed_states(warehouse, "strait-talks") == {"norland-gazette": state}
    assert feed_states(warehouse, "other-talks") == {}
    assert analysed_revisions(warehouse, "strait-talks") == {revision.revision_id}
    assert analysed_revisions(warehouse, "other-talks") == frozenset()

    known = known_entries(warehouse, "strait-talks", ["norland-gazette"])
    assert set(known) == {done.entry_id, owed.entry_id}
    assert known[owed.entry_id] == blank(
        KnownEntry, entry_id=owed.entry_id, feed_id="other-feed", entry_key="owed", url=owed.url,
        page_state="pending", page_attempts=2, page_error="HTTP 503",
    )  # fmt: skip
    assert known[done.entry_id].published_at == AT
    assert (known[done.entry_id].changed_on, known[done.entry_id].changes_on_day) == (AT.date(), 3)


def test_wordings_are_known_by_when_they_can_have_been_said(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    early, late = a_revision("Tolls rise", "a"), a_revision("Tolls fall", "b")
    late = replace(late, published_at=AT + timedelta(days=30))
    found = [an_appearance(revision.text, revision) for revision in (early, late)]
    land_in(warehouse, tmp_path / "run", "run-1", None, found, revisions=[early, late])

    def words(*periods: Period, replaced: tuple[str, ...] = ()) -> list[tuple[str, bool]]:
        known = known_wordings(warehouse, "strait-talks", periods, replaced)
        return [(wording.words, wording.is_replaced) for wording in known]

    now = Period(AT - timedelta(hours=2), AT)
    then = Period(AT + timedelta(days=29), AT + timedelta(days=31))
    assert words(now) == [("Tolls rise", False)]
    assert sorted(words(now, then)) == [("Tolls fall", False), ("Tolls rise", False)]
    assert words(now, replaced=(early.revision_id,)) == [("Tolls rise", True)]
    assert words() == []


def test_an_alert_waits_until_an_attempt_delivered_it(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    late = blank(Event, event_id="a", receiver="desk", created_at=AT + timedelta(hours=1))
    early = blank(Event, event_id="b", receiver="desk", body="{}")
    land_in(warehouse, tmp_path / "run", "run-1", outbox=[late, early])
    assert [event.event_id for event in pending_events(warehouse)] == ["b", "a"]

    record_delivery(warehouse, Delivery("b", "desk", 1, AT, "failed", 500, "HTTP 500"))
    assert [(event.event_id, event.attempts) for event in pending_events(warehouse)] == [
        ("b", 1), ("a", 0),
    ]  # fmt: skip
    record_delivery(warehouse, Delivery("b", "desk", 2, AT, "delivered", 200, ""))
    assert [event.event_id for event in pending_events(warehouse)] == ["a"]
    assert warehouse.execute(
        "SELECT event_id, state, attempts, last_error FROM alerts ORDER BY 1"
    ).fetchall() == [("a", "pending", 0, ""), ("b", "delivered", 2, "")]


def test_a_run_at_a_time_that_was_before_gets_a_name_of_its_own(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for expected in ("talks-10h", "talks-10h-2", "talks-10h-3"):
        name = free_run_id(warehouse, "talks-10h")
        assert name == expected
        assert not land_in(warehouse, tmp_path / name, name).repeated
    assert free_run_id(warehouse, "talks-11h") == "talks-11h"
