"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), which feedparser lacks."""

import json
from typing import Any

from transforms.feeds.raw import RawEntry, RawFeed
from transforms.feeds.records import NotAFeed

_VERSION = "https://jsonfeed.org/version/"


def looks_like_json(text: str) -> bool:
    """Say whether the text is a JSON object, whatever its content type says."""
    return text.lstrip()[:1] == "{"


def read_json_feed(text: str) -> RawFeed:
    """Return the feed in ``text``. Raise ``NotAFeed`` where it is no JSON Feed."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"it begins like JSON but is not ({error})") from error
    if not isinstance(document, dict) or not _string(document, "version").startswith(_VERSION):
        raise NotAFeed("JSON, but not a JSON Feed: it has no jsonfeed.org version")
    items = document.get("items")
    if not isinstance(items, list):
        raise NotAFeed("a JSON Feed without a list of items")
    return RawFeed(
        title=_string(document, "title"),
        self_url=_string(document, "feed_url"),
        ttl="",
        language=_string(document, "language"),
        format="json",
        entries=tuple(_entry(item) for item in items if isinstance(item, dict)),
    )


def _entry(item: dict[str, Any]) -> RawEntry:
    tags = item.get("tags")
    return RawEntry(
        guid=_string(item, "id"),
        link=_string(item, "url") or _string(item, "external_url"),
        title=_string(item, "title"),
        summary=_string(item, "summary") or _string(item, "content_text"),
        content_html=_string(item, "content_html"),
        author=_author(item),
        published=_string(item, "date_published") or _string(item, "date_modified"),
        categories=tuple(tag for tag in tags if isinstance(tag, str))
        if isinstance(tags, list)
        else (),
        language=_string(item, "language"),
    )


def _author(item: dict[str, Any]) -> str:
    authors = item.get("authors")
    found = authors if isinstance(authors, list) else [item.get("author")]
    names = [_string(author, "name") for author in found if isinstance(author, dict)]
    return ", ".join(name for name in names if name)


def _string(record: dict[str, Any], key: str) -> str:
    """Return a string or a number (ids are often numbers) as text, else ""."""
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return value if isinstance(value, str) else str(value)
