from dataclasses import replace
from datetime import timedelta

import pytest
from making import AT, a_feed_state

from transforms.feed_records import FeedState
from transforms.polling.moves import (
    Followed,
    back_to_listed,
    permanent_target,
    same_address,
    with_move,
)
from transforms.polling.results import merged

OLD, NEW = "https://gazette.example/feed", "https://gazette.example/rss"
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("hops", "target"),
    [
        ((), ""),
        (((301, NEW),), NEW),
        (((308, NEW),), NEW),
        (((302, NEW),), ""),
        (((303, NEW),), ""),
        (((307, NEW),), ""),
        (((301, NEW), (302, "https://cdn.example/1")), NEW),
        (((302, "https://cdn.example/1"), (301, NEW)), ""),
        (((301, "https://gazette.example/2"), (308, NEW)), NEW),
        (((301, "http://gazette.example/rss"),), ""),
    ],
)
def test_only_what_moved_for_good_is_a_target(
    hops: tuple[tuple[int, str], ...], target: str
) -> None:
    assert permanent_target(OLD, hops) == target


def seen(state: FeedState, *sightings: tuple[timedelta, str]) -> FeedState:
    for after, target in sightings:
        hops = ((301, target),) if target != state.url else ()
        state = with_move(state, hops, AT + after)
    return state


def test_a_move_is_adopted_after_three_days_and_three_sightings() -> None:
    state = a_feed_state()
    assert seen(state, (0 * DAY, NEW), (DAY, NEW), (2 * DAY, NEW)).url == OLD
    assert seen(state, (0 * DAY, NEW), (3 * DAY, NEW)).url == OLD
    adopted = seen(state, (0 * DAY, NEW), (DAY, NEW), (3 * DAY, NEW))
    assert (adopted.url, adopted.listed_url, adopted.moved_to) == (NEW, OLD, "")


def test_another_target_starts_anew_and_a_direct_answer_forgets_the_move() -> None:
    other = "https://gazette.example/other"
    state = seen(a_feed_state(), (0 * DAY, NEW), (DAY, NEW), (3 * DAY, other))
    assert (state.url, state.moved_to, state.moved_sightings) == (OLD, other, 1)
    assert seen(state, (4 * DAY, OLD)) == a_feed_state()


def test_a_redirect_back_undoes_an_adopted_move_at_once() -> None:
    assert seen(a_feed_state(url=NEW), (0 * DAY, OLD)).url == OLD


def test_an_adopted_address_that_fails_gives_way_to_the_storys_own() -> None:
    state = a_feed_state(url=NEW, etag='"1"')
    assert back_to_listed(replace(state, consecutive_failures=4), is_gone=False) is None
    for returned in (
        back_to_listed(replace(state, consecutive_failures=5), is_gone=False),
        back_to_listed(state, is_gone=True),
    ):
        assert returned is not None
        assert (returned.url, returned.etag) == (OLD, "")
    assert back_to_listed(a_feed_state(consecutive_failures=9), is_gone=True) is None


def test_a_feed_that_moved_to_anothers_address_has_it_for_a_partner() -> None:
    moved = a_feed_state(feed_id="a", url=NEW)
    other = a_feed_state(feed_id="b", url=NEW, listed_url=NEW)
    assert Followed([moved, other]).partner_of(moved) == other
    assert Followed([moved, other]).partner_of(moved, {"b"}) is None
    assert Followed([moved, other]).partner_of(other) is None
    gone = a_feed_state(feed_id="b", listed_url=NEW, gone_at=AT)
    assert Followed([gone]).partner_of(moved) is None
    assert Followed([replace(other, merged_into="c")]).partner_of(moved) is None


def test_of_two_feeds_that_moved_to_a_third_address_the_first_keeps_it() -> None:
    first, second = (a_feed_state(feed_id=name, url=NEW, listed_url=OLD + name) for name in "ab")
    found = merged([first, second], [first, second])
    assert {feed_id: state.merged_into for feed_id, state in found.items()} == {"b": "a"}


def test_addresses_are_the_same_but_for_case_of_the_host_default_port_and_fragment() -> None:
    assert same_address("https://Gazette.example:443#top", "https://gazette.example/")
    assert not same_address("https://gazette.example/a", "https://gazette.example/A")
    assert not same_address("https://gazette.example/?a", "https://gazette.example/?b")
    assert not same_address("https://[broken", "https://[other")
