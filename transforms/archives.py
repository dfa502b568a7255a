"""Which runs an archive of another crawler stands for: pure decisions on its records."""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

ONE_SWEEP = timedelta(minutes=10)
"""Feeds that were captured within it were polled in one run."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer in an archive, without its body."""

    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    document_id: str
    """SHA-256 of the body, inflated; empty when the record has none."""
    length: int


@dataclass(frozen=True, slots=True)
class ArchivedRun:
    """The feeds that are polled in one run."""

    polls: tuple[Capture, ...]

    @property
    def started_at(self) -> datetime:
        """When the first feed of it was captured."""
        return self.polls[0].captured_at

    @property
    def landed_at(self) -> datetime:
        """When the last feed of it was captured."""
        return self.polls[-1].captured_at


def decide_runs(captures: Iterable[Capture], feeds: Collection[str]) -> list[ArchivedRun]:
    """Return the runs in which the captures of these feeds are polled, oldest first.

    A run ends before a feed comes a second time, and ten minutes after its first one.
    """
    polls = sorted(
        (capture for capture in captures if capture.url in feeds),
        key=attrgetter("captured_at", "url"),
    )
    runs: list[list[Capture]] = []
    for poll in polls:
        if runs and _belongs(poll, runs[-1]):
            runs[-1].append(poll)
        else:
            runs.append([poll])
    return [ArchivedRun(tuple(run)) for run in runs]


def _belongs(poll: Capture, run: list[Capture]) -> bool:
    again = any(poll.url == other.url for other in run)
    return not again and poll.captured_at - run[0].captured_at <= ONE_SWEEP


class Captures:
    """The captures of an archive by address."""

    def __init__(self, captures: Iterable[Capture]) -> None:
        self._by_url: dict[str, list[Capture]] = {}
        for capture in sorted(captures, key=attrgetter("captured_at")):
            self._by_url.setdefault(capture.url, []).append(capture)

    def nearest(self, url: str, when: datetime) -> Capture | None:
        """Return the first capture from then on, else the last one before; None without any."""
        held = self._by_url.get(url)
        if not held:
            return None
        place = bisect_left(held, when, key=attrgetter("captured_at"))
        return held[min(place, len(held) - 1)]
