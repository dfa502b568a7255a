from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import AT, a_feed_state

from transforms.feed_records import FeedState
from transforms.polling.intervals import (
    LONGEST,
    SHORTEST,
    gap_after_failures,
    plan_after_success,
)

HOUR = timedelta(hours=1)
seconds = st.none() | st.floats(0, 10**9)


def a_pace(**values: object) -> FeedState:
    return a_feed_state(**({"last_whole_at": AT} | values))


@pytest.mark.parametrize(
    ("state", "lifetime", "least", "because"),
    [
        (a_pace(), None, timedelta(minutes=30), "not known"),
        (a_pace(usual_gap_seconds=7_200.0), None, HOUR, "about every 2 h"),
        (a_pace(usual_gap_seconds=1.0), None, SHORTEST, "about every 1 s"),
        (a_pace(usual_gap_seconds=1.0, newest_entry_at=AT - 20 * HOUR), None, HOUR, "nothing new"),
        (a_pace(asks_seconds=3_600), None, HOUR, "the feed asks for 1 h"),
        (a_pace(asks_seconds=60), 2 * HOUR, 2 * HOUR, "holds for 2 h"),
        (a_pace(), timedelta(days=3_650), LONGEST, "holds for 3650 d"),
        (a_pace(usual_gap_seconds=9e6, last_whole_at=AT - 20 * HOUR), None, 4 * HOUR, "validators"),
        (a_pace(last_whole_at=AT - 90 * HOUR), None, SHORTEST, "validators"),
    ],
)
def test_a_feed_is_asked_at_its_own_pace_and_says_why(
    state: FeedState, lifetime: timedelta | None, least: timedelta, because: str
) -> None:
    plan = plan_after_success(state, lifetime, AT)
    assert least <= plan.at - AT <= least * 1.1
    assert because in plan.reason


@given(
    gap=seconds, asks=st.none() | st.integers(0, 10**9), lifetime=st.none() | st.timedeltas(),
    silence=st.none() | st.timedeltas(timedelta(0), timedelta(days=13_000)),
    whole_hours_ago=st.none() | st.integers(0, 10_000), count=st.integers(0, 10**6),
)  # fmt: skip
def test_no_wish_leads_out_of_5_minutes_to_24_hours(
    gap: float | None, asks: int | None, lifetime: timedelta | None,
    silence: timedelta | None, whole_hours_ago: int | None, count: int,
) -> None:  # fmt: skip
    state = a_feed_state(
        usual_gap_seconds=gap,
        asks_seconds=asks,
        newest_entry_at=None if silence is None else AT - silence,
        last_whole_at=None if whole_hours_ago is None else AT - whole_hours_ago * HOUR,
        poll_count=count,
    )
    assert SHORTEST <= plan_after_success(state, lifetime, AT).at - AT <= LONGEST


@given(st.integers(1, 40), st.integers(0, 10**6), st.sampled_from([SHORTEST, HOUR]))
def test_failures_are_backed_off_from_with_growing_gaps_up_to_a_day(
    failures: int, count: int, first: timedelta
) -> None:
    gaps = [
        gap_after_failures(a_feed_state(consecutive_failures=n, poll_count=count + n), first)
        for n in (failures, failures + 1)
    ]
    assert first <= gaps[0] <= gaps[1] <= LONGEST
    assert gaps[0] < gaps[1] or gaps[1] == LONGEST


def test_jitter_is_told_by_the_feed_and_its_count_and_not_by_chance() -> None:
    plans = {
        plan_after_success(a_pace(feed_id=feed, poll_count=count), None, AT).at
        for feed in "abcd"
        for count in range(5)
        for _ in range(2)
    }
    assert len(plans) == 20
