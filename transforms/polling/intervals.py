"""How long until a feed is asked again: between 5 minutes and 24 hours, with jitter.

Successes follow the feed's habit and what feed and server ask for; failures back off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from transforms.feed_records import FeedState
from transforms.identifiers import digest_id
from transforms.polling.wording import duration, moment

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
HABIT_UNKNOWN = timedelta(minutes=30)
SILENCE_SHARE = 20
"""A feed that has been silent is asked after a 20th of its silence: 24 minutes after a quiet
night of eight hours, once a day after twenty days."""
JITTER_SHARE = 0.1
_MOST_DOUBLINGS = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """How long one of those concerned would wait, and why in words."""

    interval: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """When a feed is asked next, and why then."""

    at: datetime
    reason: str


def plan_after_success(state: FeedState, lifetime: timedelta | None, now: datetime) -> Plan:
    """Return when a feed that answered is asked again: the longest wish, within the bounds.

    ``lifetime`` is how long the server lets its answer be kept. The day's whole answer
    (``LONGEST`` after the last one) is never put off by the rest.
    """
    wish = max(_wishes(state, lifetime, now), key=lambda wish: wish.interval)
    at = now + _jittered(max(wish.interval, SHORTEST), state)
    whole_due = (state.last_whole_at or now) + LONGEST
    if at > whole_due:
        return Plan(max(whole_due, now + SHORTEST), "the day's request without validators")
    return Plan(at, wish.reason)


def gap_after_failures(state: FeedState, first: timedelta = SHORTEST) -> timedelta:
    """Return the gap after so many failures in a row: ``first``, doubled each time, to a day."""
    doublings = min(max(state.consecutive_failures - 1, 0), _MOST_DOUBLINGS)
    return _jittered(first * 2**doublings, state)


def _wishes(state: FeedState, lifetime: timedelta | None, now: datetime) -> Sequence[Wish]:
    wishes = [_habit_wish(state)]
    if state.newest_entry_at is not None:
        silence = (now - state.newest_entry_at) / SILENCE_SHARE
        wishes.append(Wish(silence, f"nothing new since {moment(state.newest_entry_at)}"))
    if state.asks_seconds is not None:
        asked = timedelta(seconds=state.asks_seconds)
        wishes.append(Wish(asked, f"the feed asks for {duration(asked)} between requests"))
    if lifetime is not None:
        wishes.append(Wish(lifetime, f"the server says its answer holds for {duration(lifetime)}"))
    return wishes


def _habit_wish(state: FeedState) -> Wish:
    if state.usual_gap_seconds is None:
        return Wish(HABIT_UNKNOWN, "how often it publishes is not known yet")
    gap = timedelta(seconds=state.usual_gap_seconds)
    return Wish(gap / 2, f"it publishes about every {duration(gap)}")


def _jittered(interval: timedelta, state: FeedState) -> timedelta:
    """Lengthen by up to a tenth, so that feeds do not fall into step; never over a day.

    It only lengthens: nobody is asked sooner than they wished.
    """
    drawn = int(digest_id(state.story_id, state.feed_id, str(state.poll_count))[:8], 16) / 2**32
    return min(min(interval, LONGEST) * (1 + JITTER_SHARE * drawn), LONGEST)
