"""When something was said, from the words of the text against the article's own date."""

import re
from datetime import UTC, date, datetime, timedelta

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = r"(?P<month>sept|" + "|".join(f"{n[:3]}(?:{n[3:]})?" for n in _MONTHS) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?"
_MONTH_DAY = re.compile(rf"\b{_MONTH}\s+{_DAY}\b{_YEAR}", re.IGNORECASE)
_DAY_MONTH = re.compile(rf"\b{_DAY}\s+{_MONTH}{_YEAR}\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?P<last>last\s+)?(?P<weekday>" + "|".join(_WEEKDAYS) + r")\b", re.I)
_TODAY = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", re.IGNORECASE)
_YESTERDAY = re.compile(r"\byesterday\b", re.IGNORECASE)
_LAST = re.compile(r"\blast\s+(?P<unit>week|month|year)\b", re.IGNORECASE)


def stated_at(words: str, on: date | None) -> tuple[datetime | None, str]:
    """Return the UTC day that ``words`` name and its precision (day, week, month, year).

    ``on`` is the article's date: a weekday is the latest one up to it, a month and day
    without a year the one nearest before. Words that name no time give ``(None, "")``.
    """
    for reader in (_calendar_day, _weekday, _near_day, _long_ago):
        found = reader(words, on)
        if found is not None:
            day, precision = found
            return datetime(day.year, day.month, day.day, tzinfo=UTC), precision
    return None, ""


def _calendar_day(words: str, on: date | None) -> tuple[date, str] | None:
    match = _MONTH_DAY.search(words) or _DAY_MONTH.search(words)
    if match is None:
        return None
    prefix = match["month"][:3].lower()
    month = next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(prefix))
    if match["year"]:
        years = [int(match["year"])]
    elif on is not None:
        years = [on.year, on.year - 1]
    else:
        return None
    for year in years:
        day = _safe_date(year, month, int(match["day"]))
        # A dateline may run a day ahead of the UTC publication date.
        if day is not None and (on is None or match["year"] or day <= on + timedelta(days=1)):
            return day, "day"
    return None


def _weekday(words: str, on: date | None) -> tuple[date, str] | None:
    match = _WEEKDAY.search(words)
    if match is None or on is None:
        return None
    back = (on.weekday() - _WEEKDAYS.index(match["weekday"].lower())) % 7
    if match["last"] and back == 0:
        back = 7
    return on - timedelta(days=back), "day"


def _near_day(words: str, on: date | None) -> tuple[date, str] | None:
    if on is None:
        return None
    if _TODAY.search(words):
        return on, "day"
    if _YESTERDAY.search(words):
        return on - timedelta(days=1), "day"
    return None


def _long_ago(words: str, on: date | None) -> tuple[date, str] | None:
    match = _LAST.search(words)
    if match is None or on is None:
        return None
    unit = match["unit"].lower()
    if unit == "week":
        return on - timedelta(days=on.weekday() + 7), "week"
    if unit == "month":
        return (on.replace(day=1) - timedelta(days=1)).replace(day=1), "month"
    return date(on.year - 1, 1, 1), "year"


def _safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
