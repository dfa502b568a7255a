"""What a format's own reader finds, before it is checked and cleaned."""

from dataclasses import dataclass

from transforms.feeds.records import FeedFormat


@dataclass(frozen=True, slots=True)
class RawEntry:
    """Strings as they stood; the link is not resolved, markup is not removed."""

    guid: str
    link: str
    title: str
    summary: str
    content_html: str
    author: str
    published: str
    categories: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed as its format's reader leaves it."""

    title: str
    self_url: str
    ttl: str
    language: str
    format: FeedFormat
    entries: tuple[RawEntry, ...]
    update_period: str = ""
    update_frequency: str = ""
