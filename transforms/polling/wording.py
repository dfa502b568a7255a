"""Times and durations in the words of a report."""

from datetime import datetime, timedelta


def moment(at: datetime) -> str:
    """Return a point in time to the minute, UTC."""
    return f"{at:%d %b %Y %H:%M} UTC"


def duration(span: timedelta) -> str:
    """Return a duration in its two largest units: 45 s, 12 min, 3 h 20 min, 2 d 4 h."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds < 60:
        return f"{seconds} s"
    for size, unit, lesser, lesser_unit in ((86_400, "d", 3_600, "h"), (3_600, "h", 60, "min")):
        if seconds >= size:
            rest = seconds % size // lesser
            return f"{seconds // size} {unit}" + (f" {rest} {lesser_unit}" if rest else "")
    return f"{seconds // 60} min"
