"""Who wrote it: the byline and the agency."""

from collections.abc import Sequence

from transforms.articles.addresses import registrable_site
from transforms.articles.agencies import agency_of_dateline, credited_agencies, known_agency
from transforms.articles.bylines import without_by, written_byline
from transforms.articles.page import Page
from transforms.plain_text import clean_line

_LONGEST_BYLINE = 200
AUTHOR_META = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
"""The meta elements that name authors, most trusted first; an address there is nobody's name."""
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
        stated = tuple(page.meta.get(name, "") for name in AUTHOR_META)
        for found in (names, *((author,) for author in stated), page.bylines):
            byline = _joined(found)
            if byline:
                return byline
    for paragraph in paragraphs[:3]:
        written = written_byline(paragraph)
        if written:
            return written
    return _joined((feed_author,))


def agency_of(page: Page | None, url: str, byline: str, paragraphs: Sequence[str]) -> str:
    """Return the agencies that the text is credited to, joined by ", "; or "".

    The byline counts most, then a dateline such as "BERLIN (dpa) -", then a closing
    "With reporting by ...". An unknown organisation as author is an agency unless it is the
    outlet itself, by whatever name.
    """
    named = [known_agency(name) for name in byline.split(",")]
    if page is not None:
        house = _house_names(page, url)
        named += [
            known_agency(name) or name
            for name in page.structured.organisations
            if known_agency(name) or not _is_house(name, house)
        ]
    if not any(named):
        named = [agency_of_dateline(paragraph) for paragraph in paragraphs[:2]]
    if not any(named):
        named = [name for paragraph in paragraphs[-4:] for name in credited_agencies(paragraph)]
    return ", ".join(dict.fromkeys(name for name in named if name))


def _house_names(page: Page, url: str) -> list[str]:
    """Return the ways in which an outlet names itself, in letters alone.

    Initials count: RadioFreeEurope/RadioLiberty signs as RFE/RL and lives at rferl.org.
    """
    names = [page.structured.publisher, page.site_name]
    initials = ["".join(letter for letter in name if letter.isupper()) for name in names]
    site = registrable_site(page.canonical or url).partition(".")[0]
    return [house for name in (*names, *initials, site) if len(house := _letters(name)) > 1]


def _is_house(name: str, house_names: Sequence[str]) -> bool:
    words = {word.strip(",.").lower() for word in name.split()}
    letters = _letters(name)
    return not letters or bool(words & _DESKS) or any(house in letters for house in house_names)


def _letters(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def _joined(names: Sequence[str]) -> str:
    clean = (without_by(clean_line(name)) for name in names)
    kept = [name for name in clean if name and not name.lower().startswith(("http:", "https:"))]
    return ", ".join(dict.fromkeys(kept))[:_LONGEST_BYLINE]
