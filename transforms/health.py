"""Whether an installation needs a person, from facts that were read of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

PATIENCE = 3
"""Failures in a row before a feed is told of: the first ones mend themselves most often."""
GROWTH = 3
"""So many times the usual number of inputs a day set aside is odd."""
FEWEST = 20
"""Fewer inputs set aside in a day are not told of, however few are usual."""
SPARE_BYTES = 200_000_000
"""Room for the documents of some days, beside what the warehouse's copies need."""

_FEED_STEPS = {
    "failing": "open its address; where it has moved, change feeds.csv",
    "blocked": "set `user_agent` with an address to reach you, or ask the publisher; "
    "else take it out of feeds.csv",
    "gone": "replace its address in feeds.csv, or take it out",
    "stale": "look at its site: where the feed was given up, replace its address in feeds.csv",
}


@dataclass(frozen=True, slots=True)
class FeedFact:
    """How one feed of the story fares, in the words of the view feed_health."""

    feed_id: str
    state: str
    failures: int
    why: str


@dataclass(frozen=True, slots=True)
class RestFact:
    """A receiver to which nothing is sent; ``until`` is None while its settings stay."""

    receiver: str
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """What is judged; times are aware and UTC, sizes in bytes."""

    last_run_at: datetime | None
    feeds: Sequence[FeedFact]
    dead_alerts: Sequence[tuple[str, int]]
    """Receivers with the number of their alerts that were given up."""
    rests: Sequence[RestFact]
    quarantined: int
    """Inputs set aside in the last 24 hours."""
    quarantined_usually: float | None
    """A day's mean of the week before; None in the first two days."""
    free_bytes: int
    warehouse_bytes: int


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``to_do`` is empty where nothing is to be done."""

    about: str
    what: str
    to_do: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nobody has to do anything."""
        return not self.to_do


def judge_health(facts: HealthFacts, now: datetime, longest: timedelta) -> list[Check]:
    """Return what was looked at; ``longest`` is how old the last run may be."""
    return [
        _last_run(facts.last_run_at, now, longest),
        *_feeds(facts.feeds),
        *_alerts(facts.dead_alerts),
        *_rests(facts.rests, now),
        _quarantine(facts.quarantined, facts.quarantined_usually),
        _disk(facts.free_bytes, facts.warehouse_bytes),
    ]


def _last_run(at: datetime | None, now: datetime, longest: timedelta) -> Check:
    if at is None:
        return Check(
            "last run",
            "none of this story",
            "make one: `onrecord run`; where another story runs, name it with --story",
        )
    age = f"landed {_minutes(now - at)} ago"
    if now - at <= longest:
        return Check("last run", age)
    return Check(
        "last run",
        f"{age}, longer than {_minutes(longest)}",
        "see whether the service or its timer runs, and the end of its log; `onrecord run` says "
        "at once what stops it",
    )


def _feeds(feeds: Iterable[FeedFact]) -> Iterator[Check]:
    bad, well = [], 0
    for feed in feeds:
        waits = feed.state in ("failing", "blocked") and feed.failures < PATIENCE
        if feed.state in _FEED_STEPS and not waits:
            bad.append(feed)
        else:
            well += 1
    yield Check("feeds", f"{well} of {well + len(bad)} need nothing")
    for feed in bad:
        times = f" ({feed.failures} times)" if feed.failures else ""
        why = f"{feed.state}{times}" + (f": {feed.why}" if feed.why else "")
        yield Check(f"feed {feed.feed_id}", why, _FEED_STEPS[feed.state])


def _alerts(dead: Sequence[tuple[str, int]]) -> Iterator[Check]:
    if not dead:
        yield Check("alerts", "none is dead")
    for receiver, number in dead:
        yield Check(
            f"alerts to {receiver}",
            f"{number} dead: given up after the last attempt",
            f"`onrecord alerts list --state dead --receiver {receiver}` says why; mend the "
            "receiver, then `onrecord alerts retry --all-dead`",
        )


def _rests(rests: Iterable[RestFact], now: datetime) -> Iterator[Check]:
    for rest in rests:
        about = f"receiver {rest.receiver}"
        if rest.until is None:
            yield Check(
                about,
                f"is gone ({rest.reason}); its alerts wait",
                f"change [receivers.{rest.receiver}] in settings.toml; the alerts are sent then",
            )
        elif rest.until > now:
            yield Check(about, f"asked for rest until {rest.until:%Y-%m-%d %H:%M} UTC")


def _quarantine(recent: int, usual: float | None) -> Check:
    if usual is None:
        return Check("quarantine", f"{recent} in the last 24 hours; what is usual is not known yet")
    told = f"{recent} in the last 24 hours, usual is {usual:.1f} a day"
    if recent < FEWEST or recent <= GROWTH * usual:
        return Check("quarantine", told)
    return Check(
        "quarantine",
        told,
        'see which kind grew: `onrecord sql "SELECT stage, error_kind, count(*) FROM quarantine '
        'GROUP BY ALL ORDER BY 3 DESC"`, and its entry in docs/operations.md',
    )


def _disk(free: int, warehouse: int) -> Check:
    """A run copies the warehouse once to publish it, and once more to compact it."""
    needed = 2 * warehouse + SPARE_BYTES
    told = (
        f"{free / 1e6:,.0f} MB free, {needed / 1e6:,.0f} MB needed for the copies that a run makes"
    )
    if free >= needed:
        return Check("disk", told)
    return Check(
        "disk",
        told,
        "make room: `onrecord archive tidy --older-than 90d`, delete old exports and "
        "warehouse.before-upgrade.duckdb, or move the home to a larger disk",
    )


def _minutes(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
