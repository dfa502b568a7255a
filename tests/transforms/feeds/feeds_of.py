"""Feeds made of items, for the tests."""

import itertools

from transforms.feeds.parsing import parse_feed
from transforms.feeds.records import ParsedFeed

ADDRESS = "https://www.meridia.example/api/news.xml"


def parse(document: str | bytes, content_type: str = "application/rss+xml") -> ParsedFeed:
    """Return the feed of a document that ``ADDRESS`` answers with."""
    body = document.encode() if isinstance(document, str) else document
    return parse_feed(body, content_type, ADDRESS)


def rss(*items: str, head: str = "<title>Radio Meridian</title>", encoding: str = "utf-8") -> str:
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        f'<rss version="2.0"><channel>{head}{body}</channel></rss>'
    )


def item(number: int, **changed: str) -> str:
    """Return an item's elements as RFE/RL's platform writes them; None leaves one out."""
    address = f"https://www.meridia.example/a/slug/{number}.html"
    elements = {
        "title": f"Title {number}",
        "description": f"Words {number}",
        "link": address,
        "guid": address,
        "pubDate": "Mon, 24 Nov 2025 10:00:00 +0200",
        **changed,
    }
    return "".join(f"<{name}>{text}</{name}>" for name, text in elements.items() if text)


def items(count: int) -> list[str]:
    return [item(number) for number in itertools.islice(itertools.count(1), count)]
