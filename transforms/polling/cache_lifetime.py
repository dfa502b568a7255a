"""How long a server lets its answer be kept (RFC 9111, section 4.2)."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

_DIRECTIVE = re.compile(r"([A-Za-z-]+)\s*(?:=\s*\"?([^\s,\"]*)\"?)?")
_MOST_SECONDS = 10 * 365 * 86_400
"""Longer lifetimes are held to this, so that no date arithmetic overflows."""


def cache_lifetime(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return for how long the answer is still fresh; None when the server does not say.

    ``headers`` have names in lower case; ``now`` is aware and stands in for a missing Date.
    What cannot be read counts as stale at once, as the RFC asks. ``s-maxage`` is for shared
    caches and not for us.
    """
    directives = _directives(headers.get("cache-control", ""))
    if "no-store" in directives or "no-cache" in directives:
        return timedelta(0)
    if "max-age" in directives:
        lifetime = _seconds(directives["max-age"])
    elif "expires" in headers:
        lifetime = _until(headers["expires"], _date(headers.get("date", "")) or now)
    else:
        return None
    age = _seconds(headers.get("age", ""))
    return timedelta(seconds=max(lifetime - age, 0))


def _directives(header: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _DIRECTIVE.findall(header[:1_000]):
        found.setdefault(name.lower(), value)
    return found


def _seconds(digits: str) -> int:
    if not re.fullmatch(r"[0-9]{1,40}", digits.strip()):
        return 0
    return min(int(digits), _MOST_SECONDS)


def _until(header: str, start: datetime) -> int:
    expires = _date(header)
    if expires is None:
        return 0
    return min(int((expires - start).total_seconds()), _MOST_SECONDS)


def _date(header: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(header)
        return at if at.tzinfo else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
