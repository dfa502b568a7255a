"""RSS 0.9x-2.0, RSS 1.0 and Atom, read by feedparser.

Its sanitiser and its resolver of embedded links are off: both take minutes on hostile
markup, and nothing here shows markup. Run it in a worker process all the same.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import feedparser

from transforms.feeds.framing import FramedFeed, split_entries
from transforms.feeds.raw import RawEntry, RawFeed

_GUID = re.compile(r"<guid\b[^<>]{0,200}>", re.IGNORECASE)
"""Every guid is given isPermaLink="false": as a permanent link, which it is by default,
feedparser resolves it against the feed's address, and a UUID comes out as a web address."""

_FAULTS = (AttributeError, LookupError, TypeError, ValueError, AssertionError)
"""What feedparser raises over markup that it did not expect."""

_DATES = ("published", "updated", "created", "date")


def read_xml_feed(framed: FramedFeed, base_url: str) -> tuple[RawFeed, int]:
    """Return the feed within a framed document, and how many of its entries were unreadable.

    Links come resolved against ``base_url``. feedparser fails as a whole over a stray end
    tag or the like; then each entry is read by itself, and only the damaged ones are lost.
    Its exception is raised where none can be read.
    """
    try:
        return _read(framed.text, framed, base_url), 0
    except _FAULTS:
        head, entries = split_entries(framed.text)
        read: list[RawEntry] = []
        feed: RawFeed | None = None
        for entry in entries:
            try:
                feed = _read(head + entry, framed, base_url)
            except _FAULTS:
                continue
            read += feed.entries
        if feed is None:
            raise
        return replace(feed, entries=tuple(read)), len(entries) - len(read)


def _read(text: str, framed: FramedFeed, base_url: str) -> RawFeed:
    parsed = feedparser.parse(
        _GUID.sub('<guid isPermaLink="false">', text).encode("utf-8", "replace"),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": base_url,
        },
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    feed: Mapping[str, Any] = parsed.feed
    return RawFeed(
        title=_string(feed, "title"),
        self_url=_self_link(feed),
        ttl=_string(feed, "ttl"),
        language=_string(feed, "language"),
        format=framed.format,
        entries=tuple(_entry(entry) for entry in parsed.entries),
        update_period=_string(feed, "sy_updateperiod"),
        update_frequency=_string(feed, "sy_updatefrequency"),
    )


def _entry(entry: Mapping[str, Any]) -> RawEntry:
    content = [part for part in entry.get("content", ()) if _string(part, "value")]
    published = next((_string(entry, name) for name in _DATES if _string(entry, name)), "")
    return RawEntry(
        guid=_string(entry, "id"),
        link=_string(entry, "link"),
        title=_string(entry, "title"),
        summary=_string(entry, "summary"),
        content_html=_string(content[0], "value") if content else "",
        author=_string(entry, "author"),
        published=published,
        categories=tuple(
            term for tag in entry.get("tags", ()) if (term := _string(tag, "term").strip())
        ),
        language=_string(content[0], "language") if content else "",
    )


def _self_link(feed: Mapping[str, Any]) -> str:
    for link in feed.get("links", ()):
        if _string(link, "rel") == "self":
            return _string(link, "href")
    return ""


def _string(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""
