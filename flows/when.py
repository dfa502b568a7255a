"""Times and durations as people type them."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from flows.display.formats import counted
from flows.errors import ConfigurationError

_DURATION = re.compile(r"(\d+)\s*(s|m|h|d|w)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_duration(words: str) -> timedelta:
    """Return a duration such as 90s, 10m, 2h, 1d.

    Raises:
        ConfigurationError: it is none, it is zero, or it is longer than any calendar.
    """
    match = _DURATION.fullmatch(words.strip().lower())
    if match and int(match[1]):
        with suppress(OverflowError):
            return timedelta(**{_UNITS[match[2]]: int(match[1])})
    raise ConfigurationError(
        f"{words!r} is no duration: write a number and s, m, h or d, like 10m; nothing was done."
    )


def spoken(duration: timedelta) -> str:
    """Return a duration in words, in the largest unit that divides it: 90 seconds, 10 minutes."""
    for unit in reversed(_UNITS.values()):
        number, rest = divmod(duration, timedelta(**{unit: 1}))
        if not rest:
            return counted(number, unit.removesuffix("s"))
    return f"{duration.total_seconds():g} seconds"


def parse_when(words: str, now: datetime) -> datetime:
    """Return a point in time: ISO 8601 (UTC where it names no zone), or an age such as 7d.

    Raises:
        ConfigurationError: it is neither.
    """
    try:
        if _DURATION.fullmatch(words.strip().lower()):
            return now - parse_duration(words)
        at = datetime.fromisoformat(words.strip())
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ConfigurationError(
            f"{words!r} is no time: write 2025-11-22, 2025-11-22T10:00 or an age such as 24h, 7d."
        ) from error
