"""From the bytes of a feed to its entries.

Pure, but not safe by itself against hostile bytes, which can keep feedparser busy for
minutes: runs call it in a worker process (``flows.workers``).
"""

from transforms.decoding import decode_text
from transforms.feeds.dates import parse_date
from transforms.feeds.entry_keys import EntryMarks, entry_keys
from transforms.feeds.framing import MAX_ENTRIES, frame_feed
from transforms.feeds.json_feed import looks_like_json, read_json_feed
from transforms.feeds.links import resolve_link
from transforms.feeds.raw import RawEntry, RawFeed
from transforms.feeds.records import FeedEntry, ParsedFeed
from transforms.feeds.xml_feed import read_xml_feed
from transforms.plain_text import clean_line, text_of_markup

MAX_FEED_BYTES = 5_000_000
LONGEST_TTL_MINUTES = 7 * 24 * 60
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8_760}
"""Hours; the words of sy:updatePeriod."""
_LONGEST_MARKUP = 500_000
_LONGEST_LINE = 20_000


def parse_feed(body: bytes, content_type: str, base_url: str) -> ParsedFeed:
    """Return the feed in ``body``, as RSS, RDF, Atom or JSON Feed, whatever it is served as.

    ``base_url`` is the address that answered. Raise ``NotAFeed`` for an empty body, an HTML
    page, or anything else without a feed's root; a feed without entries is a quiet feed.
    """
    text = decode_text(body[:MAX_FEED_BYTES], content_type)
    if looks_like_json(text):
        raw = read_json_feed(text)
        return _feed(raw, base_url, truncated=False, capped=0)
    framed = frame_feed(text)
    raw, damaged = read_xml_feed(framed, base_url)
    is_whole = not framed.truncated and not damaged
    return _feed(raw, base_url, truncated=not is_whole, capped=framed.capped)


def _feed(raw: RawFeed, base_url: str, *, truncated: bool, capped: int) -> ParsedFeed:
    half = MAX_ENTRIES // 2
    surplus = max(len(raw.entries) - MAX_ENTRIES, 0)
    kept = raw.entries[:half] + raw.entries[-half:] if surplus else raw.entries
    return ParsedFeed(
        title=text_of_markup(raw.title[:_LONGEST_LINE]),
        ttl_minutes=_ttl(raw.ttl),
        self_url=resolve_link(raw.self_url, base_url),
        entries=_entries(kept, raw.language, base_url),
        format=raw.format,
        truncated=truncated,
        capped=capped + surplus,
        update_seconds=_update_seconds(raw.update_period, raw.update_frequency),
    )


def _entries(
    raw_entries: tuple[RawEntry, ...], language: str, base_url: str
) -> tuple[FeedEntry, ...]:
    urls = [resolve_link(raw.link or raw.guid, base_url) for raw in raw_entries]
    titles = [text_of_markup(raw.title[:_LONGEST_LINE]) for raw in raw_entries]
    keys = entry_keys(
        [
            EntryMarks(clean_line(raw.guid[:_LONGEST_LINE]), url, title, raw.published)
            for raw, url, title in zip(raw_entries, urls, titles, strict=True)
        ]
    )
    entries: dict[str, FeedEntry] = {}
    for key, url, title, raw in zip(keys, urls, titles, raw_entries, strict=True):
        if key not in entries:  # the first of two is the newer in nearly every feed
            entries[key] = _entry(key, url, title, raw, language)
    return tuple(entries.values())


def _entry(key: str, url: str, title: str, raw: RawEntry, language: str) -> FeedEntry:
    published = parse_date(raw.published)
    return FeedEntry(
        entry_key=key,
        url=url,
        title=title,
        summary=text_of_markup(raw.summary[:_LONGEST_MARKUP]),
        content_html=raw.content_html[:_LONGEST_MARKUP],
        author=clean_line(raw.author[:_LONGEST_LINE]),
        published_raw=published.raw,
        published_at=published.at,
        published_precision=published.precision,
        published_flag=published.flag,
        category=tuple(text_of_markup(term[:_LONGEST_LINE]) for term in raw.categories),
        language=raw.language or language,
    )


def _ttl(raw: str) -> int | None:
    """Return the minutes that a channel asks to be left alone, held to a week."""
    digits = raw.strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        return None
    return min(int(digits), LONGEST_TTL_MINUTES)


def _update_seconds(period: str, frequency: str) -> int | None:
    """Return the seconds between updates, so many a period; None where it is not readable.

    The module's default is daily, but only a feed that names a period asks for anything.
    """
    hours = _PERIODS.get(period.strip().lower())
    times = frequency.strip() or "1"
    if hours is None or not times.isascii() or not times.isdigit() or len(times) > 9:
        return None
    return hours * 3_600 // max(int(times), 1) or None
