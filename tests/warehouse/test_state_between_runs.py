from dataclasses import replace
from datetime import datetime, timedelta
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
from transforms.notification_records import Notification
from transforms.statement_records import Event, Period, Sought
from warehouse.deliveries import (
    Delivery,
    ask_again,
    due_notifications,
    keep_plan,
    record_delivery,
)
from warehouse.outbox import waiting_events
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
    its_own = [revision.article_id]
    assert analysed_revisions(warehouse, "strait-talks", its_own) == {revision.revision_id}
    assert analysed_revisions(warehouse, "strait-talks", ["another"]) == frozenset()
    assert analysed_revisions(warehouse, "other-talks", its_own) == frozenset()

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
        sought = [Sought((), 1, period, ("a", "b")) for period in periods]
        known = known_wordings(warehouse, "strait-talks", sought, replaced)
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
    late = blank(Event, event_id="a", labels="{}", created_at=AT + timedelta(hours=1))
    early = blank(Event, event_id="b", labels='{"term": ["tolls"]}', body="{}")
    land_in(warehouse, tmp_path / "run", "run-1", outbox=[late, early])
    waiting = waiting_events(warehouse, "")
    assert [event.event_id for event in waiting] == ["b", "a"]
    assert [event.labels for event in waiting] == [{"term": {"tolls"}}, {}]
    both = Notification("n", "desk", "all", tuple(waiting))
    keep_plan(warehouse, [both], [], AT)
    assert waiting_events(warehouse, "") == []

    def due(at: datetime) -> list[tuple[Notification, int, int]]:
        found = due_notifications(warehouse, at)
        return [(item.notification, item.attempts, item.tries) for item in found]

    def attempt(number: int, outcome: str, error: str, then: datetime | None) -> None:
        delivery = Delivery("n", "desk", number, AT, outcome, None, error, then)
        record_delivery(warehouse, delivery)

    soon = AT + timedelta(minutes=5)
    assert due(AT) == [(both, 0, 0)]
    attempt(1, "failed", "HTTP 500", soon)
    assert (due(AT), due(soon)) == ([], [(both, 1, 1)])
    attempt(2, "dead", "HTTP 500", None)
    assert due(soon) == []
    assert [ask_again(warehouse, soon), ask_again(warehouse, soon)] == [1, 0]
    assert due(soon) == [(both, 3, 0)]
    attempt(4, "delivered", "", None)
    assert due(soon) == []
    assert ask_again(warehouse, soon, notification_id="a") == 0
    assert warehouse.execute(
        "SELECT event_id, state, attempts, notification_id FROM alerts ORDER BY 1"
    ).fetchall() == [("a", "delivered", 3, "n"), ("b", "delivered", 3, "n")]


def test_a_run_at_a_time_that_was_before_gets_a_name_of_its_own(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for expected in ("talks-10h", "talks-10h-2", "talks-10h-3"):
        name = free_run_id(warehouse, "talks-10h")
        assert name == expected
        assert not land_in(warehouse, tmp_path / name, name).repeated
    assert free_run_id(warehouse, "talks-11h") == "talks-11h"
