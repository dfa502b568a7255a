"""Dates as feeds and pages write them: a right instant in UTC, or none.

feedparser reads several zone names silently as UTC, so the raw string is read here. What
names no zone, or a name of several zones, gives no instant: a wrong hour is worse than none.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from transforms.feeds.zones import zone_offset

Precision = Literal["second", "minute", "hour", "day", "month", "year", ""]
Flag = Literal["", "future", "ancient", "zone-unknown", "unreadable"]

EARLIEST_YEAR = 1990
"""Before this year nothing was published on the web: "unset" is often written as year 1."""

LATEST_YEAR = 2100
FUTURE_SLACK = timedelta(hours=1)
"""Clocks of publishers run ahead a little; that is no reason to doubt a date."""

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date with what is known of it.

    ``at`` is aware and UTC, the first instant of the unit that ``precision`` names; None
    unless the raw string gives one certain instant. ``raw`` is the string as it stood.
    """

    at: datetime | None
    precision: Precision
    raw: str
    flag: Flag = ""


_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_MONTH = r"(?P<month_name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_CLOCK = r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,12})?)?)?"
_HALF = r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
_ZONE = (
    r"(?:\s*(?P<zone>(?:utc|gmt|ut)?\s*[+-]\d[\d:]{0,7}|[a-z]{1,5})"
    r"(?:\s*(?:\([^()]*\)|\[[^\[\]]*\]))?)?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?\s*,?\s*)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"

_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        # 2025-11-24T10:00:00Z, 2025-11-24 10:00:00 +02:00, 2025-11-24, 2025-11, 2025
        r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})"
        rf"(?:(?:\s*t\s*|\s+){_CLOCK}{_HALF}{_ZONE})?)?)?",
        # 20251124, 20251124T100000Z
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
        rf"(?:t?(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?{_ZONE})?",
        # Mon, 24 Nov 2025 10:00:00 +0200, 24-Nov-25 10:00 EET
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH}[\s,-]+{_YEAR}"
        rf"(?:\s*,?\s+(?:at\s+)?{_CLOCK}{_HALF}{_ZONE})?",
        # November 24, 2025 10:00 am EST
        rf"{_WEEKDAY}{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+{_YEAR}"
        rf"(?:\s*,?\s+(?:at\s+)?{_CLOCK}{_HALF}{_ZONE})?",
        # Mon Nov 24 10:00:00 EET 2025
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})\s+{_CLOCK}"
        r"(?:\s+(?P<zone>[a-z]{1,5}|[+-]\d{4}))?\s+(?P<year>\d{4})",
        # 24.11.2025 10:00 EET: dots always put the day first
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})(?:\s*,?\s+{_CLOCK}{_ZONE})?",
    )
)
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d{1,9})?|(\d{12,13})")
_OFFSET = re.compile(r"(?:utc|gmt|ut)?\s*([+-])(\d{1,2}):?(\d{2})?(?::?\d{2})?", re.IGNORECASE)


def parse_date(raw: str) -> ParsedDate:
    """Read one date. It never raises and knows no clock: see ``not_in_future`` for that."""
    text = " ".join(raw[:_LONGEST].split())
    if not text:
        return ParsedDate(None, "", raw)
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        seconds = int(epoch[1]) if epoch[1] else int(epoch[2]) // 1000
        return _plausible(datetime.fromtimestamp(seconds, UTC), "second", raw)
    for shape in _SHAPES:
        found = shape.fullmatch(text)
        if found:
            return _from_match(found.groupdict(), raw)
    return ParsedDate(None, "", raw, "unreadable")


def not_in_future(at: datetime | None, now: datetime) -> datetime | None:
    """Return ``at``, or ``now`` where it lies beyond; a clock an hour ahead is believed."""
    return now if at is not None and at > now + FUTURE_SLACK else at


def _from_match(parts: dict[str, str | None], raw: str) -> ParsedDate:
    precision = _precision(parts)
    try:
        local = _local_time(parts)
    except (ValueError, OverflowError):
        return ParsedDate(None, "", raw, _year_flag(int(parts["year"] or 0)) or "unreadable")
    if precision in {"day", "month", "year"}:
        return _plausible(local.replace(tzinfo=UTC), precision, raw)
    offset = _offset(parts.get("zone") or "", local)
    if offset is None:
        flag = _year_flag(local.year) or "zone-unknown"
        return ParsedDate(None, "", raw, flag)
    try:
        at = (local - offset).replace(tzinfo=UTC)
    except OverflowError:
        return ParsedDate(None, "", raw, _year_flag(local.year) or "unreadable")
    return _plausible(at, precision, raw)


def _precision(parts: dict[str, str | None]) -> Precision:
    units: tuple[Precision, ...] = ("second", "minute", "hour", "day", "month", "year")
    for unit in units:
        if parts.get(unit) or (unit == "month" and parts.get("month_name")):
            return unit
    return ""


def _local_time(parts: dict[str, str | None]) -> datetime:
    """Return the naive local time that the parts name. Raise ValueError for no such time."""
    year = _whole_year(parts["year"] or "")
    name = parts.get("month_name")
    month = _MONTHS[name.lower()[:3]] if name else int(parts.get("month") or 1)
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour on a twelve-hour clock")
        hour = hour % 12 + (12 if half == "p" else 0)
    second = int(parts.get("second") or 0)
    minute = int(parts.get("minute") or 0)
    midnight_after = hour == 24 and minute == second == 0
    leap = second == 60
    local = datetime(  # noqa: DTZ001 - local to a zone that is read afterwards
        year,
        month,
        int(parts.get("day") or 1),
        0 if midnight_after else hour,
        minute,
        59 if leap else second,
    )
    return local + timedelta(days=midnight_after, seconds=leap)


def _whole_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:  # RFC 2822: two digits from 50 on are of the last century
        year += 2000 if year < 50 else 1900
    return year


def _offset(zone: str, local: datetime) -> timedelta | None:
    numeric = _OFFSET.fullmatch(zone.strip())
    if not numeric:
        return zone_offset(zone, local) if zone else None
    hours, minutes = int(numeric[2]), int(numeric[3] or 0)
    if hours > 14 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if numeric[1] == "-" else offset


def _plausible(at: datetime, precision: Precision, raw: str) -> ParsedDate:
    flag = _year_flag(at.year)
    return ParsedDate(None, "", raw, flag) if flag else ParsedDate(at, precision, raw)


def _year_flag(year: int) -> Flag:
    if year < EARLIEST_YEAR:
        return "ancient"
    return "future" if year >= LATEST_YEAR else ""
