"""What a feed says, before any of its pages is fetched."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FeedFormat = Literal["rss", "rdf", "atom", "json"]


class NotAFeed(Exception):
    """The bytes hold no feed: empty, an HTML page, or neither XML nor JSON Feed.

    Terminal for these bytes. ``str`` says what they look like instead.
    """


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry as the feed words it. Strings are empty where the feed says nothing."""

    entry_key: str
    """What the entry is known by from poll to poll, unique within the feed."""
    url: str
    """Absolute http(s) address of the article; empty where there is none to be trusted."""
    title: str
    """One line of plain text."""
    summary: str
    """One line of plain text."""
    content_html: str
    """Full content where the feed carries it: markup, not sanitised, never to be shown."""
    author: str
    published_raw: str
    published_at: datetime | None
    """Aware, UTC; None where the raw date gives no certain instant."""
    published_precision: str
    """As in ``transforms.feeds.dates``; empty without ``published_at``."""
    published_flag: str
    """Why the date is doubted: future, ancient, zone-unknown, unreadable; else empty."""
    category: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed and its entries in the feed's own order."""

    title: str
    ttl_minutes: int | None
    self_url: str
    entries: tuple[FeedEntry, ...]
    format: FeedFormat
    truncated: bool = False
    """The document ended early, or some of its entries were damaged: the others are here,
    its validators are not to be kept, so that the next poll asks for it unconditionally."""
    capped: int = 0
    """How many entries from the middle of an over-long feed were left out."""
    update_seconds: int | None = None
    """What sy:updatePeriod and sy:updateFrequency ask for between requests (RSS 1.0 module
    Syndication)."""
