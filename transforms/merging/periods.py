"""When the words of an appearance can have been spoken: a half-open span of time, UTC.

The text's own date ("on November 22") is the surer witness; without one, news is held to be
of the days before its publication. Two appearances whose spans do not touch are not one
utterance: the same words on another day are said again.
"""

from datetime import timedelta

from transforms.records import Appearance
from transforms.statement_records import Period

NEWS_LAG = timedelta(hours=72)
"""How long after an utterance outlets still report it without naming its day."""

_CLOCKS = timedelta(hours=1)
"""Clocks of outlets differ: a copy may be dated before its original."""

_PRECISION = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
}


def period_of(appearance: Appearance) -> Period:
    """Return when the words can have been spoken."""
    if appearance.stated_at is not None:
        length = _PRECISION.get(appearance.stated_precision, _PRECISION["day"])
        return Period(appearance.stated_at, appearance.stated_at + length)
    reported = appearance.published_at or appearance.fetched_at
    return Period(reported - NEWS_LAG, reported + _CLOCKS)
