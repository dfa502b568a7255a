from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from making import AT, a_visit, an_entry, blank

from transforms.feed_records import PageVisit
from transforms.records import Revision, Sighting
from transforms.revisits import (
    LONGEST_OUTAGE,
    LONGEST_WATCH,
    MOST_IN_A_RUN,
    MOST_OF_A_HOST,
    SOONER,
    STEPS,
    after_failure,
    after_unchanged,
    choose_visits,
    first_visit,
    next_visit,
    settled,
)

ENTRY = an_entry("a", published_at=AT)


def looks(visit: PageVisit) -> list[datetime]:
    """When a page that never changes is looked at, if a run comes just when it is due."""
    found = []
    while visit.next_visit_at is not None:
        found.append(visit.next_visit_at)
        visit = after_unchanged(visit, visit.next_visit_at)
    return found


def test_a_page_that_does_not_change_is_looked_at_after_longer_and_longer_pauses() -> None:
    assert looks(first_visit(ENTRY, "p", AT)) == [AT + step for step in STEPS]


def test_an_edit_starts_the_schedule_over() -> None:
    late = AT + timedelta(hours=6)
    visit = after_unchanged(first_visit(ENTRY, "p", AT), late)
    found = [blank(Revision, entry_id=ENTRY.entry_id, flags=())]
    (edited,) = settled([visit], [blank(Sighting, entry_id=ENTRY.entry_id, article_id="x")], found)
    assert (edited.edits, edited.changed_at, edited.article_id) == (1, late, "x")
    assert edited.next_visit_at == late + STEPS[0]
    (same,) = settled([visit], [], [])
    assert same == visit


def test_what_was_old_or_undated_when_its_feed_was_first_read_is_left_alone() -> None:
    for published, is_watched in (
        (AT - timedelta(days=2), True), (AT - timedelta(days=4), False), (None, False),
    ):  # fmt: skip
        seen = an_entry("a", published_at=published, is_first_sight=True)
        assert (first_visit(seen, "p", AT).next_visit_at is not None) == is_watched
        later = an_entry("a", published_at=published)
        assert first_visit(later, "p", AT).next_visit_at is not None


def test_404_may_be_a_mistake_and_410_is_not() -> None:
    visit, now = first_visit(ENTRY, "p", AT), AT + timedelta(hours=1)
    lost = after_failure(visit, now, "not found", 404)
    assert lost.gone_since == now
    assert lost.next_visit_at is not None
    still = after_failure(lost, now + timedelta(hours=5), "not found", 404)
    assert still.gone_since == now, "the first time counts"
    assert after_unchanged(still, now).gone_since is None
    assert after_failure(visit, now, "gone", 410).next_visit_at is None
    assert after_failure(visit, now, "out", 503).gone_since is None


def test_a_look_that_failed_is_made_up_for_soon_also_after_the_last_step() -> None:
    visit = first_visit(ENTRY, "p", AT)
    early = AT + STEPS[3]
    assert after_failure(visit, early, "out", 503).next_visit_at == early + SOONER
    last = AT + STEPS[-1]
    assert after_unchanged(visit, last).next_visit_at is None
    assert after_failure(visit, last, "out", 503).next_visit_at == last + SOONER
    too_long = last + LONGEST_OUTAGE
    assert after_failure(visit, too_long, "out", 503).next_visit_at is None


def test_a_run_takes_the_longest_due_and_no_more_than_its_share_of_a_host() -> None:
    crowd = [
        a_visit(page_id=f"{n}", entry_id=f"{n}", url=f"https://one.example/{n}", next_visit_at=AT)
        for n in range(50)
    ]
    early = a_visit(page_id="e", entry_id="e", next_visit_at=AT - timedelta(days=1))
    many = [
        a_visit(page_id=f"m{n}", entry_id=f"m{n}", url=f"https://m{n}.example/", next_visit_at=AT)
        for n in range(300)
    ]
    chosen = choose_visits([*crowd, early], ["3"])
    assert chosen[0] == early
    assert len(chosen) == 1 + MOST_OF_A_HOST
    assert all(visit.entry_id != "3" for visit in chosen)
    assert len(choose_visits([*many, *crowd], [])) == MOST_IN_A_RUN


SPAN = st.timedeltas(timedelta(0), timedelta(days=60))


@given(SPAN, SPAN)
def test_a_page_is_due_later_than_now_and_within_its_watch(
    changed: timedelta, since: timedelta
) -> None:
    now = AT + changed + since
    due = next_visit(AT + changed, AT, now)
    if due is not None:
        assert now < due <= AT + changed + STEPS[-1]
        assert now - AT < LONGEST_WATCH
    elif now - AT < LONGEST_WATCH:
        assert since >= STEPS[-1]
