"""What a feed's text is, before a parser sees it: its root, its beginning and its end."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from transforms.decoding import speakable
from transforms.feeds.records import NotAFeed

XmlFormat = Literal["rss", "rdf", "atom"]

MAX_ENTRIES = 1_000
"""Of a longer feed the first and last half of this many are read: new entries stand at
one end, whichever way the feed is sorted, and a parser's time stays bounded."""

_ROOT = re.compile(
    r"<(?P<prefix>[A-Za-z][\w.-]{0,30}:)?(?P<name>rss|rdf|feed|channel)(?=[\s>/])", re.IGNORECASE
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?(?:\]\s*>|\Z)|>)", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"<\?xml\s[^>]*\?>")
_ENTRY_END = re.compile(r"</(?:[\w.-]{1,30}:)?(?:item|entry)\s*>", re.IGNORECASE)
_ENTRY_START = re.compile(r"<(?:[\w.-]{1,30}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_FORMATS: dict[str, XmlFormat] = {"feed": "atom", "rdf": "rdf"}


@dataclass(frozen=True, slots=True)
class FramedFeed:
    """The part of a document that is a feed, cut to whole entries."""

    text: str
    format: XmlFormat
    truncated: bool
    capped: int


def frame_feed(text: str) -> FramedFeed:
    """Return the feed within ``text``. Raise ``NotAFeed`` where there is none.

    Whatever stands before the root is dropped, with it the XML declaration (the text is
    decoded already) and any document type: entities are never declared, so never expanded.
    """
    text = speakable(text)
    root = _ROOT.search(text)
    if root is None:
        raise NotAFeed(f"no feed in it: {_what_instead(text)}")
    if _PAGE.search(text, 0, root.start()):
        raise NotAFeed("an HTML page instead of a feed")
    name = root["name"].lower()
    body = _DECLARATION.sub("", _DOCTYPE.sub("", text[root.start() :]))
    truncated = not re.search(rf"</{re.escape(root['prefix'] or '')}{name}\s*>", body, re.I)
    if truncated:
        body = _whole_entries(body)
    body, capped = _cap_entries(body)
    return FramedFeed(body, _FORMATS.get(name, "rss"), truncated, capped)


def _what_instead(text: str) -> str:
    text = text.strip()
    if not text:
        return "the body is empty"
    if _PAGE.search(text):
        return "it is an HTML page"
    if len(text) < 200:
        return f"only {len(text)} characters: {text[:80]!r}"
    return f"it begins with {text[:80]!r}"


def split_entries(text: str) -> tuple[str, list[str]]:
    """Return what stands before the first entry, and each entry up to its own end tag."""
    starts = [match.start() for match in _ENTRY_START.finditer(text)]
    if not starts:
        return text, []
    pieces = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    return text[: starts[0]], [piece[: _end_of_entry(piece)] for piece in pieces]


def _end_of_entry(piece: str) -> int:
    end = _ENTRY_END.search(piece)
    return end.end() if end else len(piece)


def _whole_entries(body: str) -> str:
    """Cut a document that ended early behind its last whole entry."""
    ends = [match.end() for match in _ENTRY_END.finditer(body)]
    if ends:
        return body[: ends[-1]]
    first = _ENTRY_START.search(body)
    return body[: first.start()] if first else body


def _cap_entries(body: str) -> tuple[str, int]:
    """Cut the middle out of an over-long feed; return how many entries went with it."""
    ends = [match.end() for match in _ENTRY_END.finditer(body)]
    surplus = len(ends) - MAX_ENTRIES
    if surplus <= 0:
        return body, 0
    half = MAX_ENTRIES // 2
    return body[: ends[half - 1]] + body[ends[half - 1 + surplus] :], surplus
