from datetime import datetime, timedelta

from making import AT, a_feed_state, blank

from transforms.feed_records import FeedState
from transforms.feeds.records import FeedEntry
from transforms.polling.habit import with_habit

HOUR = timedelta(hours=1)


def listing(*ages: float, precision: str = "second") -> list[FeedEntry]:
    return [
        blank(FeedEntry, published_at=AT - age * HOUR, published_precision=precision, category=())
        for age in ages
    ]


def habit(*ages: float, state: FeedState | None = None, now: datetime = AT) -> FeedState:
    return with_habit(state or a_feed_state(), listing(*ages), now)


def test_the_habit_is_the_median_gap_between_the_latest_entries() -> None:
    state = habit(1, 2, 4, 24)
    assert state.usual_gap_seconds == 2 * 3_600
    assert state.longest_gap_seconds == 20 * 3_600
    assert state.newest_entry_at == AT - HOUR


def test_silence_is_odd_after_twice_the_longest_gap_and_never_before_a_day() -> None:
    assert habit(1, 2, 22).stale_after == AT - HOUR + 40 * HOUR
    assert habit(1, 2, 3).stale_after == AT - HOUR + 24 * HOUR


def test_a_quiet_weekend_is_remembered_after_it_has_left_the_listing() -> None:
    before = habit(60, 61)
    after = habit(0, 1, 2, state=before)
    assert after.longest_gap_seconds == 60 * 3_600
    outage = habit(0, 1, state=habit(1_000, 1_001))
    assert outage.longest_gap_seconds == 7 * 24 * 3_600


def test_dates_of_a_day_and_of_the_future_tell_no_habit() -> None:
    state = a_feed_state(usual_gap_seconds=5.0)
    assert with_habit(state, listing(1, 2, precision="day"), AT) == state
    assert with_habit(state, listing(-1, -2), AT) == state
    assert habit(3).usual_gap_seconds is None
