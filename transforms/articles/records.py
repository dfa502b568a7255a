"""A page as an article, and what its feed said of it beforehand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Extraction = Literal["trafilatura", "resiliparse", "feed", "text"]

ARTICLE_TEXT = "text/vnd.onrecord.article; charset=utf-8"
"""The content type of a body that is an article's text already, without any markup.

Its own, since servers also send pages as text/plain.
"""


@dataclass(frozen=True, slots=True)
class FeedHints:
    """What the feed's entry says: used where the page says nothing, or can't be had."""

    title: str
    summary: str
    published_raw: str
    author: str
    language: str = ""
    content_html: str = ""


@dataclass(frozen=True, slots=True)
class NormalisedArticle:
    """One article as text and facts. Strings are empty where nothing is known."""

    canonical_url: str
    """The address that the page gives itself, where it may be trusted; else its own."""
    title: str
    byline: str
    agency: str
    """The news agency that the text is credited to."""
    section: str
    language: str
    """ISO 639-1 code."""
    text: str
    """The title, then the paragraphs, parted by blank lines; NFC, no control characters.

    It may be empty. All offsets into articles are code points into this text.
    """
    published_at: datetime | None
    """Aware, UTC."""
    published_precision: str
    """second, minute, hour, day, month or year; empty without ``published_at``."""
    published_raw: str
    """The date as it stood where it was read."""
    modified_at: datetime | None
    modified_precision: str
    modified_raw: str
    extraction: Extraction
    """Which way the text was had; ``feed``: the page gave none, the feed's words stand in;
    ``text``: it came as text."""
    flags: tuple[str, ...]
    """What a reader should know: see ``transforms.articles.normalise``."""
