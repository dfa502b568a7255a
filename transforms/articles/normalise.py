"""From the bytes of a page and its feed's hints to one normalised article.

Flags, each a thing that a reader should know:
``page-cut`` only the first 2 MB were read; ``not-markup`` the bytes are no page;
``no-body`` no text was found on the page; ``text-cut`` the text was over its cap;
``known-place`` the body stood where the outlet's platform always keeps it;
``canonical-elsewhere`` the page names an address on another site, which is not believed;
``date-ancient``, ``date-future``, ``date-zone-unknown``, ``date-unreadable`` no certain
instant, and why.
"""

from transforms.articles.body import MAX_TEXT_CHARACTERS, Extractor, body_of
from transforms.articles.boilerplate import without_boilerplate
from transforms.articles.credits import agency_of, byline_of
from transforms.articles.identity import trusted_canonical
from transforms.articles.language import declared_language, language_of
from transforms.articles.page import MAX_PAGE_BYTES, Page, parse_tree, read_page
from transforms.articles.records import ARTICLE_TEXT, Extraction, FeedHints, NormalisedArticle
from transforms.articles.times import modified_time, published_time
from transforms.articles.titles import title_of
from transforms.plain_text import (
    clean_line,
    cut_long_words,
    paragraphs_of_markup,
    paragraphs_of_text,
)


def normalise_page(
    body: bytes,
    content_type: str,
    url: str,
    hints: FeedHints,
    extractor: Extractor = "trafilatura",
) -> NormalisedArticle:
    """Return the article on a page; it never raises for what stands on the page.

    ``url`` is the address that answered. Pure, but trafilatura may take long over hostile
    pages: runs call it in a worker process, and there with ``resiliparse`` as the fallback.
    """
    if content_type == ARTICLE_TEXT:
        return article_from_text(body.decode("utf-8", "replace"), url, hints)
    flags = ["page-cut"] if len(body) > MAX_PAGE_BYTES else []
    tree = parse_tree(body, content_type)
    if tree is None:
        return article_from_feed(url, hints, (*flags, "not-markup"))
    page = read_page(tree, url)
    facts = _Facts(url, hints, page)
    for way in dict.fromkeys((extractor, "resiliparse")):
        found = body_of(tree, url, way)
        own = facts.own_paragraphs(found.paragraphs)
        if own:
            if found.is_known_place:
                flags.append("known-place")
            return facts.article(own, found.paragraphs, found.extractor, flags)
    summary = _feed_paragraphs(hints)
    return facts.article(summary, summary, "feed", [*flags, "no-body"])


def article_from_feed(url: str, hints: FeedHints, flags: tuple[str, ...]) -> NormalisedArticle:
    """Return what the feed alone says, as an article: for a page that can't be had."""
    summary = _feed_paragraphs(hints)
    return _Facts(url, hints, None).article(summary, summary, "feed", list(flags))


def article_from_text(text: str, url: str, hints: FeedHints) -> NormalisedArticle:
    """Return what came as text: every paragraph of it, also one that looks like a pointer.

    A text that begins with its title does not get it twice.
    """
    paragraphs = [*map(cut_long_words, paragraphs_of_text(text))]
    facts = _Facts(url, hints, None)
    flags = [] if paragraphs else ["no-body"]
    return facts.article(facts.without_title(paragraphs), paragraphs, "text", flags)


SECTION_META = ("article:section", "parsely-section", "section")


class _Facts:
    """What page and feed state about an article, whichever way its text is had."""

    def __init__(self, url: str, hints: FeedHints, page: Page | None) -> None:
        self._url = url
        self._hints = hints
        self._page = page
        self._title = title_of(page, hints.title)

    def own_paragraphs(self, paragraphs: list[str]) -> list[str]:
        """Return the paragraphs that are the article's, without title and byline."""
        return without_boilerplate(paragraphs, self._title, self._byline(paragraphs))

    def without_title(self, paragraphs: list[str]) -> list[str]:
        """Return the paragraphs after the title, which the article's text begins with anyway."""
        return paragraphs[1:] if paragraphs[:1] == [self._title] else paragraphs

    def article(
        self, own: list[str], all_paragraphs: list[str], extraction: Extraction, flags: list[str]
    ) -> NormalisedArticle:
        """Put the article together; credits are looked for in ``all_paragraphs``."""
        page = self._page
        byline = self._byline(all_paragraphs)
        published = published_time(page, self._hints.published_raw)
        if published.flag:
            flags.append(f"date-{published.flag}")
        modified = modified_time(page)
        canonical = page.canonical if page is not None else ""
        is_trusted = trusted_canonical(self._url, canonical)
        if canonical and not is_trusted:
            flags.append("canonical-elsewhere")
        text, was_cut = _joined([self._title, *own] if self._title else own)
        if was_cut:
            flags.append("text-cut")
        return NormalisedArticle(
            canonical_url=canonical if is_trusted else self._url,
            title=self._title,
            byline=byline,
            agency=agency_of(page, self._url, byline, all_paragraphs),
            section=_section(page),
            language=_language(page, self._hints, text),
            text=text,
            published_at=published.at,
            published_precision=published.precision,
            published_raw=published.raw,
            modified_at=modified.at,
            modified_precision=modified.precision,
            modified_raw=modified.raw,
            extraction=extraction,
            flags=tuple(flags),
        )

    def _byline(self, paragraphs: list[str]) -> str:
        return byline_of(self._page, self._hints.author, paragraphs)


def _feed_paragraphs(hints: FeedHints) -> list[str]:
    """Return the feed's full content, or else its summary."""
    content = [*map(cut_long_words, paragraphs_of_markup(hints.content_html))]
    summary = [cut_long_words(clean_line(hints.summary))] if hints.summary.strip() else []
    return content if sum(map(len, content)) > sum(map(len, summary)) else summary


def _joined(paragraphs: list[str]) -> tuple[str, bool]:
    """Return the text, and whether its end had to go."""
    text = "\n\n".join(paragraphs)
    if len(text) <= MAX_TEXT_CHARACTERS:
        return text, False
    return text[:MAX_TEXT_CHARACTERS].rsplit(maxsplit=1)[0], True


def _section(page: Page | None) -> str:
    if page is None:
        return ""
    stated = (page.structured.section, *(page.meta.get(name, "") for name in SECTION_META))
    return next(filter(None, map(clean_line, stated)), "")


def _language(page: Page | None, hints: FeedHints, text: str) -> str:
    stated = (page.language, page.structured.language) if page is not None else ()
    return language_of(text, declared_language(*stated, hints.language))
