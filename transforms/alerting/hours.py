"""The hours of a route: when it is quiet until, and when its digest goes out.

Hours are wall-clock hours of the route's zone. Where daylight saving time leaves one out, or
has it twice, ``zoneinfo`` (PEP 495) and cronsim say which instant is meant.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from seeds.schedules import QuietHours
from seeds.story import Route

_WEEK = 8
"""Windows that adjoin are followed so often; a route that is quiet all week stays quiet."""


def quiet_until(route: Route, at: datetime) -> datetime | None:
    """Return the first instant (UTC) after ``at`` that is not quiet; None when ``at`` is not."""
    zone = ZoneInfo(route.time_zone)
    moment = at
    for _ in range(_WEEK):
        ends = [end for hours in route.quiet_hours if (end := _end(hours, zone, moment))]
        if not ends:
            break
        moment = max(ends)
    return None if moment == at else moment


def next_digest(route: Route, after: datetime) -> datetime:
    """Return when (UTC) the first digest after an instant goes out."""
    local = after.astimezone(ZoneInfo(route.time_zone))
    return next(CronSim(route.digest, local)).astimezone(UTC)


def out_of_quiet(route: Route, at: datetime) -> datetime:
    """Return ``at``, or the end of the quiet hours in which it lies."""
    return quiet_until(route, at) or at


def _end(hours: QuietHours, zone: ZoneInfo, at: datetime) -> datetime | None:
    """Return the end of the window that holds ``at``; one may have started yesterday."""
    day = at.astimezone(zone).date()
    for first in (day - timedelta(days=1), day):
        if first.weekday() not in hours.days:
            continue
        last = first if hours.ends > hours.starts else first + timedelta(days=1)
        starts = datetime.combine(first, hours.starts, zone).astimezone(UTC)
        ends = datetime.combine(last, hours.ends, zone).astimezone(UTC)
        if starts <= at < ends:
            return ends
    return None
