"""The state of a feed after it was asked: what the next run needs to know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from transforms.feed_records import FeedState
from transforms.feeds.records import ParsedFeed
from transforms.polling.cache_lifetime import cache_lifetime
from transforms.polling.habit import with_habit
from transforms.polling.intervals import SHORTEST, gap_after_failures, plan_after_success
from transforms.polling.moves import Followed, back_to_listed, with_move
from transforms.polling.wording import moment

BLOCKED_GAP = timedelta(hours=1)
"""The first gap after a server turned us away; it doubles like the others."""

PLAIN_RETRY = "it is tried again at"
"""How the reason begins where there is nothing to say but the time."""


@dataclass(frozen=True, slots=True)
class GoodAnswer:
    """What of a good answer bears on the feed's state."""

    asked_at: datetime
    is_whole: bool
    """False for a 304."""
    headers: Mapping[str, str]
    """Names in lower case."""
    redirects: Sequence[tuple[int, str]]
    body_hash: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What of a failure bears on the feed's state."""

    asked_at: datetime
    kind: str
    cause: str
    retry_after_seconds: float | None


def after_unchanged(state: FeedState, answer: GoodAnswer) -> FeedState:
    """Return the state after a 304, or after the very bytes that are held."""
    held = _answered(state, answer)
    if answer.is_whole:
        held = _with_validators(held, answer)
    return _planned(held, answer)


def after_reading(state: FeedState, answer: GoodAnswer, parsed: ParsedFeed) -> FeedState:
    """Return the state after a new content was read.

    Of one that was cut off nothing is kept that would let the next answer be a 304: its
    end is missing.
    """
    held = _answered(state, answer)
    if parsed.truncated:
        held = replace(held, etag="", last_modified="", body_hash="")
    else:
        held = replace(_with_validators(held, answer), body_hash=answer.body_hash)
    asks = [seconds for seconds in (_minutes(parsed.ttl_minutes), parsed.update_seconds) if seconds]
    held = replace(
        held,
        first_success_at=state.first_success_at or answer.asked_at,
        asks_seconds=max(asks, default=None),
    )
    return _planned(with_habit(held, parsed.entries, answer.asked_at), answer)


def after_failure(state: FeedState, failure: Failure) -> FeedState:
    """Return the state after a failure: a growing gap, a rest, or the end.

    The gap grows with each failure in a row and no feed is ever given up for it; only 410
    ends the asking, until the analyst changes the address.
    """
    is_gone = failure.kind == "gone"
    # Of its own host's queue a feed is not guilty.
    failures = state.consecutive_failures + (failure.kind != "postponed")
    failed = replace(
        state,
        last_attempt_at=failure.asked_at,
        poll_count=state.poll_count + 1,
        consecutive_failures=failures,
        last_error=failure.cause,
        last_error_kind=failure.kind,
        rest_until=None,
    )
    returned = back_to_listed(failed, is_gone=is_gone)
    if returned is not None:
        at = failure.asked_at + SHORTEST
        why = f"the story's own address is asked again at {moment(at)}"
        return replace(returned, next_poll_at=at, next_poll_reason=why)
    if is_gone:
        why = "it is not asked again until its address in the story is changed"
        return replace(failed, gone_at=failure.asked_at, next_poll_at=None, next_poll_reason=why)
    return _backed_off(failed, failure)


def merged(states: Iterable[FeedState], followed: Iterable[FeedState]) -> dict[str, FeedState]:
    """Return, by feed_id, the states of the feeds that have become one with another.

    In their order: of two that moved to a third address, the first keeps it.
    """
    standing = Followed(followed)
    moved = [state for state in states if state.url != state.listed_url and not state.merged_into]
    excluded = {state.feed_id for state in moved}
    found: dict[str, FeedState] = {}
    for state in moved:
        partner = standing.partner_of(state, excluded)
        if partner is None:
            excluded.discard(state.feed_id)
        else:
            found[state.feed_id] = replace(
                state,
                merged_into=partner.feed_id,
                next_poll_at=None,
                next_poll_reason=f"it has moved to the address of {partner.feed_id}: "
                "the two are one, and only that one is asked",
            )
    return found


def _answered(state: FeedState, answer: GoodAnswer) -> FeedState:
    state = replace(
        state,
        last_attempt_at=answer.asked_at,
        last_success_at=answer.asked_at,
        poll_count=state.poll_count + 1,
        consecutive_failures=0,
        last_error="",
        last_error_kind="",
        rest_until=None,
        last_whole_at=answer.asked_at if answer.is_whole else state.last_whole_at,
    )
    return with_move(state, answer.redirects, answer.asked_at)


def _with_validators(state: FeedState, answer: GoodAnswer) -> FeedState:
    return replace(
        state,
        etag=answer.headers.get("etag", ""),
        last_modified=answer.headers.get("last-modified", ""),
    )


def _planned(state: FeedState, answer: GoodAnswer) -> FeedState:
    lifetime = cache_lifetime(answer.headers, answer.asked_at)
    plan = plan_after_success(state, lifetime, answer.asked_at)
    return replace(state, next_poll_at=plan.at, next_poll_reason=plan.reason)


def _backed_off(state: FeedState, failure: Failure) -> FeedState:
    is_blocked = failure.kind == "blocked"
    gap = gap_after_failures(state, BLOCKED_GAP if is_blocked else SHORTEST)
    rest = timedelta(seconds=failure.retry_after_seconds or 0)
    at = failure.asked_at + max(gap, rest)
    in_a_row = state.consecutive_failures
    row = f" (failed {in_a_row} times in a row)" if in_a_row > 1 else ""
    why = f"{PLAIN_RETRY} {moment(at)}{row}"
    if is_blocked:
        why = f"it is left alone, and tried again at {moment(at)}{row}"
    elif rest:
        why = f"the server asked for rest: {why}"
    return replace(
        state,
        next_poll_at=at,
        next_poll_reason=why,
        rest_until=failure.asked_at + rest if rest else None,
    )


def _minutes(minutes: int | None) -> int | None:
    return None if minutes is None else minutes * 60
