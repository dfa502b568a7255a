"""When a route may disturb: durations, quiet hours, digests and rates, as ``story.toml`` has them.

Hours are wall-clock hours of a time zone of the IANA database; what changes with daylight saving
time is worked out where they are applied (``transforms/alerting``).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_DURATION = re.compile(r"(\d{1,4})([smhd])", re.ASCII)
_LONGEST = timedelta(days=31)
_RATE = re.compile(r"(\d{1,4}) per (\d{1,4}[smhd])", re.ASCII)
_HOURS = re.compile(
    r"(?:([a-z]{3}(?:[-,][a-z]{3})*) )?(\d{2}:\d{2})-(\d{2}:\d{2})", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of some days of the week; those that end before they start end on the next day."""

    days: frozenset[int]
    """On which they start, Monday 0."""
    starts: time
    ends: time
    """Not quiet any more; midnight for the end of the day."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most so many events in any span of so long."""

    events: int
    per: timedelta
    written: str
    """As the file has it, for people."""


def parse_duration(text: str) -> timedelta:
    """Return ``30s``, ``5m``, ``2h`` or ``1d``.

    Raises:
        ValueError: it is written otherwise, or longer than 31 days.
    """
    parsed = _DURATION.fullmatch(text)
    if not parsed:
        raise ValueError(f"{text!r} is no duration: write it like 30s, 5m, 2h or 1d")
    duration = timedelta(**{_UNITS[parsed[2]]: int(parsed[1])})
    if duration > _LONGEST:
        raise ValueError(f"{text!r} is longer than 31 days: write a shorter one")
    return duration


def parse_rate(text: str) -> RateLimit:
    """Return ``10 per 1h``.

    Raises:
        ValueError: it is written otherwise, or lets nothing through.
    """
    parsed = _RATE.fullmatch(text)
    if not parsed or int(parsed[1]) == 0 or not parse_duration(parsed[2]):
        raise ValueError(f"{text!r} is no rate: write it like 10 per 1h")
    return RateLimit(int(parsed[1]), parse_duration(parsed[2]), text)


def parse_quiet_hours(text: str) -> QuietHours:
    """Return ``22:00-07:00``, ``sat,sun 00:00-24:00`` or ``mon-fri 20:30-06:00``.

    Raises:
        ValueError: it is written otherwise, or starts and ends at once.
    """
    parsed = _HOURS.fullmatch(text)
    remedy = "write them like 22:00-07:00 or sat,sun 00:00-24:00"
    if not parsed:
        raise ValueError(f"{text!r} are no hours: {remedy}")
    days, starts, ends = parsed.groups()
    try:
        found = QuietHours(
            _days((days or "mon-sun").lower()),
            time.fromisoformat(starts),
            time() if ends == "24:00" else time.fromisoformat(ends),
        )
    except (ValueError, KeyError):
        raise ValueError(f"{text!r} names no such day or hour: {remedy}") from None
    if starts == ends:
        raise ValueError(f"{text!r} start and end at once: {remedy}")
    return found


def _days(text: str) -> frozenset[int]:
    number = {day: place for place, day in enumerate(DAYS)}
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        start, end = number[first], number[last or first]
        found |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return frozenset(found)


def check_cron(text: str) -> None:
    """Accept a cron expression of five fields (man 5 crontab).

    Raises:
        ValueError: it is none, or never comes.
    """
    try:
        if len(text.split()) != 5:
            raise CronSimError("not five fields")
        next(CronSim(text, datetime(2025, 1, 1, tzinfo=UTC)))
    except (CronSimError, StopIteration):
        raise ValueError(
            f"{text!r} is no cron expression: write minute, hour, day, month and day of the week "
            'like "0 8 * * mon-fri"'
        ) from None


def check_time_zone(text: str) -> None:
    """Accept a name of the IANA time zone database.

    Raises:
        ValueError: there is no such zone.
    """
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f"there is no time zone {text!r}: write one like Europe/Kyiv or UTC"
        ) from None
