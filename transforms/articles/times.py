"""When an article was published and changed, in a stated order of trust.

JSON-LD, then ``<meta>``, then ``<time>``, then the feed. The first that gives a certain
instant counts; one that knows only the day gives way to a finer one of the same day.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from transforms.articles.page import Page
from transforms.feeds.dates import ParsedDate, parse_date

PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "publishdate",
    "pubdate",
    "date",
)
MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified")
_COARSE = frozenset({"day", "month", "year"})
_ZONES = timedelta(hours=14)
"""The farthest that a local time is from UTC."""


def published_time(page: Page | None, feed_raw: str) -> ParsedDate:
    """Return the time of publication; without ``at`` where no source gives a right one."""
    candidates: list[str] = []
    if page is not None:
        candidates.append(page.structured.published)
        candidates += [page.meta.get(name, "") for name in PUBLISHED_META]
        candidates += page.times
    candidates.append(feed_raw)
    return _best([parse_date(raw) for raw in candidates if raw.strip()])


def modified_time(page: Page | None) -> ParsedDate:
    """Return when the page says that it was last changed; without ``at`` where it does not."""
    if page is None:
        return parse_date("")
    candidates = [page.structured.modified, *(page.meta.get(name, "") for name in MODIFIED_META)]
    candidates += page.modified_times
    return _best([parse_date(raw) for raw in candidates if raw.strip()])


def _best(dates: list[ParsedDate]) -> ParsedDate:
    certain = [date for date in dates if date.at is not None]
    if not certain:
        # The raw words are kept, but an unset date of year 1 says less than a real one.
        return min(dates, key=lambda date: date.flag == "ancient", default=parse_date(""))
    certain = _of_the_same_hour(dates) or certain
    first = certain[0]
    if first.precision not in _COARSE:
        return first
    return next(_finer(first, certain[1:]), first)


def _of_the_same_hour(dates: list[ParsedDate]) -> list[ParsedDate]:
    """Return the certain dates that a more trusted one without a zone can stand for.

    A page whose JSON-LD says 10:00 of nowhere has ``<time>`` elements of other stories too:
    only one within a zone's reach of 10:00 is the same instant.
    """
    first = next((date for date in dates if date.at or date.flag == "zone-unknown"), None)
    if first is None or first.at is not None:
        return []
    local = parse_date(f"{first.raw.strip()} Z").at
    if local is None:
        return []
    return [date for date in dates if date.at is not None and abs(date.at - local) <= _ZONES]


def _finer(coarse: ParsedDate, later: Iterable[ParsedDate]) -> Iterator[ParsedDate]:
    for date in later:
        assert coarse.at is not None
        assert date.at is not None
        apart = abs(date.at - coarse.at)
        # A day's local midnight is up to 14 hours from its UTC one.
        if date.precision not in _COARSE and apart <= timedelta(hours=24) + _ZONES:
            yield date
