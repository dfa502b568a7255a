"""Who wrote it: the byline and the agency."""

from collections.abc import Sequence

from transforms.articles.agencies import agency_of_dateline, credited_agencies, known_agency
from transforms.articles.bylines import without_by, written_byline
from transforms.articles.page import Page
from transforms.plain_text import clean_line

_LONGEST_BYLINE = 200
_DESKS = frozenset({"service", "newsroom", "desk", "staff", "editorial", "editors", "team"})


def byline_of(page: Page | None, feed_author: str, paragraphs: Sequence[str]) -> str:
    """Return the names as the page words them, joined by ", ", without "By"; or "".

    In this order: JSON-LD's authors, the meta element, the place in the page, a paragraph
    that is nothing but a byline, the feed.
    """
    if page is not None:
        structured = page.structured
        names = structured.people or tuple(
            name for name in structured.organisations if name != structured.publisher
        )
        for found in (names, (page.meta.get("author", ""),), page.bylines):
            byline = _joined(found)
            if byline:
                return byline
    for paragraph in paragraphs[:3]:
        written = written_byline(paragraph)
        if written:
            return written
    return _joined((feed_author,))


def agency_of(page: Page | None, byline: str, paragraphs: Sequence[str]) -> str:
    """Return the agencies that the text is credited to, joined by ", "; or "".

    The byline counts most, then a dateline such as "BERLIN (dpa) -", then a closing
    "With reporting by ...".
    """
    named = [known_agency(name) for name in byline.split(",")]
    if page is not None:
        structured = page.structured
        named += [
            known_agency(name) or name
            for name in structured.organisations
            if not _is_house(name, structured.publisher)
        ]
    if not any(named):
        named = [agency_of_dateline(paragraph) for paragraph in paragraphs[:2]]
    if not any(named):
        named = [name for paragraph in paragraphs[-4:] for name in credited_agencies(paragraph)]
    return ", ".join(dict.fromkeys(name for name in named if name))


def _is_house(name: str, publisher: str) -> bool:
    """Say whether an organisation is the outlet itself or one of its desks."""
    words = {word.strip(",.").lower() for word in name.split()}
    return bool(words & _DESKS) or bool(publisher and publisher.lower() in name.lower())


def _joined(names: Sequence[str]) -> str:
    clean = (without_by(clean_line(name)) for name in names)
    kept = [name for name in clean if name and not name.lower().startswith(("http:", "https:"))]
    return ", ".join(dict.fromkeys(kept))[:_LONGEST_BYLINE]
