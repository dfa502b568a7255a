"""Whether a feed is asked in this run, and with which state it goes into the request."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from seeds.story import Feed
from transforms.feed_records import FeedState
from transforms.polling.moves import Followed
from transforms.polling.wording import moment

WHOLE_ANSWER_EVERY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Turn:
    """What is done with a feed now: asked, left at rest, or not due yet."""

    kind: Literal["ask", "resting", "waiting"]
    reason: str = ""


def state_before(
    feed: Feed,
    held: FeedState | None,
    others: Followed,
    story_id: str,
    now: datetime,
) -> FeedState:
    """Return the state that a feed goes into a run with.

    An address that the analyst changed starts anew, but for what was read before; so does a
    feed whose partner is not followed any more or has moved elsewhere.
    """
    if held is None:
        return _new(feed, story_id, now)
    state = replace(held, outlet=feed.outlet, language=feed.language)
    if held.listed_url != feed.url:
        return _anew(state, feed.url)
    if held.merged_into:
        partner = others.partner_of(held)
        if partner is None:
            return _anew(state, feed.url)
    return state


def decide_turn(state: FeedState, now: datetime, *, due_only: bool) -> Turn:
    """Return whether a feed is asked: whenever it may be, or only when it is due."""
    if state.gone_at or state.merged_into:
        return Turn("resting", state.next_poll_reason)
    if state.rest_until is not None and now < state.rest_until:
        return Turn("resting", state.next_poll_reason)
    if due_only and state.next_poll_at is not None and now < state.next_poll_at:
        return Turn("waiting", f"due at {moment(state.next_poll_at)}")
    return Turn("ask")


def is_on_this_machine(url: str) -> bool:
    """Tell whether the address is a loopback one by its very words; names are not looked up."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def wants_whole(state: FeedState, now: datetime) -> bool:
    """Tell whether the request goes without validators, as once a day.

    A server that answers 304 wrongly, or that keeps an ETag over a new body, then hides
    nothing for longer.
    """
    return state.last_whole_at is None or now - state.last_whole_at >= WHOLE_ANSWER_EVERY


def _new(feed: Feed, story_id: str, now: datetime) -> FeedState:
    return FeedState(
        story_id=story_id,
        feed_id=feed.feed_id,
        outlet=feed.outlet,
        title=feed.title,
        url=feed.url,
        language=feed.language,
        etag="",
        last_modified="",
        body_hash="",
        first_success_at=None,
        last_success_at=None,
        last_attempt_at=now,
        consecutive_failures=0,
        last_error="",
        listed_url=feed.url,
        poll_count=0,
        next_poll_at=now,
        next_poll_reason="",
        rest_until=None,
        last_whole_at=None,
        last_error_kind="",
        gone_at=None,
        merged_into="",
        moved_to="",
        moved_since=None,
        moved_sightings=0,
        asks_seconds=None,
        usual_gap_seconds=None,
        longest_gap_seconds=None,
        newest_entry_at=None,
        stale_after=None,
    )


def _anew(state: FeedState, url: str) -> FeedState:
    """Validators, failures and moves of another address mean nothing here."""
    return replace(
        state,
        url=url,
        listed_url=url,
        etag="",
        last_modified="",
        body_hash="",
        consecutive_failures=0,
        last_error="",
        last_error_kind="",
        next_poll_at=None,
        next_poll_reason="",
        rest_until=None,
        last_whole_at=None,
        gone_at=None,
        merged_into="",
        moved_to="",
        moved_since=None,
        moved_sightings=0,
        asks_seconds=None,
    )
