"""How often a feed really publishes, and since when its silence is odd."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from transforms.feed_records import FeedState
from transforms.feeds.records import FeedEntry

MOST_ENTRIES = 60
"""The latest so many tell the habit: what a feed did last year is no guide."""
SHORTEST_STALE_SILENCE = timedelta(hours=24)
STALE_TIMES_LONGEST = 2
LONGEST_REMEMBERED_GAP = timedelta(days=7)
"""A listing that covers three days does not show a quiet weekend, so the longest gap seen is
kept; up to here, or one outage of a month would hide the next for two."""


def with_habit(state: FeedState, entries: Iterable[FeedEntry], now: datetime) -> FeedState:
    """Return the state with the habit that the entries of a reading show.

    Entries whose date is only a day, or lies in the future, tell nothing of it. With fewer
    than two that do, what was known stays.
    """
    times = sorted({
        entry.published_at
        for entry in entries
        if entry.published_at is not None
        and entry.published_at <= now
        and entry.published_precision in ("second", "minute")
    })[-MOST_ENTRIES:]  # fmt: skip
    if not times:
        return state
    newest = max(times[-1], state.newest_entry_at or times[-1])
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    longest = max([*gaps, *_remembered(state, newest)], default=None)
    stale_after = None
    if longest is not None:
        silence = max(SHORTEST_STALE_SILENCE, timedelta(seconds=STALE_TIMES_LONGEST * longest))
        stale_after = newest + silence
    return replace(
        state,
        newest_entry_at=newest,
        usual_gap_seconds=median(gaps) if gaps else state.usual_gap_seconds,
        longest_gap_seconds=longest,
        stale_after=stale_after,
    )


def _remembered(state: FeedState, newest: datetime) -> list[float]:
    most = LONGEST_REMEMBERED_GAP.total_seconds()
    seen = [] if state.longest_gap_seconds is None else [state.longest_gap_seconds]
    if state.newest_entry_at is not None:
        seen.append((newest - state.newest_entry_at).total_seconds())
    return [min(gap, most) for gap in seen]
