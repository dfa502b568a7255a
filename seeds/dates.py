"""Dates of any precision: a year, a month or a day, standing for its first day."""

import re
from datetime import date

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def first_day(value: str) -> date | None:
    """Return the first day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; empty is None.

    Raises:
        ValueError: it has another form, or there is no such day.
    """
    if not value:
        return None
    match = _PARTIAL_DATE.fullmatch(value)
    if match is None:
        raise ValueError(f"{value!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = match.groups()
    return date(int(year), int(month or 1), int(day or 1))


def overlap(
    starts: date | None, ends: date | None, other_starts: date | None, other_ends: date | None
) -> bool:
    """Return whether two half-open periods share a day; None is open."""
    return (starts or date.min) < (other_ends or date.max) and (other_starts or date.min) < (
        ends or date.max
    )
