"""The title of an article, as its reader sees it."""

import re

from transforms.articles.page import Page
from transforms.plain_text import text_of_markup

_SITE_NAME = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022-]\s+[^|\u2013\u2014]{2,40}$")
_LONGEST_TITLE = 500
TITLE_META = ("og:title", "parsely-title", "sailthru.title", "twitter:title")


def title_of(page: Page | None, feed_title: str) -> str:
    """Return the title as one line of plain text: JSON-LD, the only h1, meta, title, feed.

    JSON-LD's headline is often cut at 110 characters; a heading that goes on counts then.
    Markup that was escaped twice, so that readers would see its tags, goes out as well.
    """
    candidates = [feed_title] if page is None else [*_of_page(page), feed_title]
    for candidate in candidates:
        title = text_of_markup(candidate)
        if title:
            return title[:_LONGEST_TITLE].rstrip()
    return ""


def _of_page(page: Page) -> list[str]:
    headline = text_of_markup(page.structured.headline)
    beginning = headline.rstrip(". \u2026")
    if beginning:
        for heading in page.headings:
            if len(heading) > len(headline) and heading.startswith(beginning):
                return [heading]
    heading = page.headings[0] if len(page.headings) == 1 else ""
    return [
        headline,
        heading,
        *(page.meta.get(name, "") for name in TITLE_META),
        _SITE_NAME.sub("", page.title),
    ]
