"""Articles extracted where a hostile page can be stopped, with a faster way to fall back on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flows.workers.feeds import raise_unreadable
from flows.workers.pool import WorkerPool, WorkFailed
from transforms.articles.records import FeedHints, NormalisedArticle

if TYPE_CHECKING:
    from transforms.articles.body import Extractor

PAGE_DEADLINE_SECONDS = 10.0
FALLBACK_DEADLINE_SECONDS = 5.0
FEED_WORDS_DEADLINE_SECONDS = 5.0


def prepare() -> None:
    """Load what extraction needs, before the clock of the first page runs."""
    import trafilatura  # noqa: F401

    import transforms.articles.normalise  # noqa: F401


def normalise(
    body: bytes, content_type: str, url: str, hints: FeedHints, extractor: Extractor
) -> NormalisedArticle:
    """Normalise in this process: the worker's own entry, so that only it imports lxml."""
    from transforms.articles.normalise import normalise_page

    return normalise_page(body, content_type, url, hints, extractor)


def from_feed(url: str, hints: FeedHints, flags: tuple[str, ...]) -> NormalisedArticle:
    """Make the article of the feed's own words; see ``normalise``."""
    from transforms.articles.normalise import article_from_feed

    return article_from_feed(url, hints, flags)


async def extract_article_safely(
    pool: WorkerPool,
    body: bytes,
    content_type: str,
    url: str,
    hints: FeedHints,
    *,
    deadline: float = PAGE_DEADLINE_SECONDS,
    fallback_deadline: float = FALLBACK_DEADLINE_SECONDS,
) -> NormalisedArticle:
    """Return the article on a page; a page that stops every extractor costs its body alone.

    trafilatura within ``deadline`` seconds, else resiliparse, else the feed's own words.
    The flag ``extractor-deadline`` (-memory, -crash, -raised) says that a way was given up.
    Raise ``Unreadable`` where not even these can be read.
    """
    attempts: tuple[tuple[Extractor, float], ...] = (
        ("trafilatura", deadline),
        ("resiliparse", fallback_deadline),
    )
    flags: list[str] = []
    for extractor, seconds in attempts:
        try:
            article = await pool.run(
                normalise, body, content_type, url, hints, extractor, deadline=seconds
            )
        except WorkFailed as failure:
            flags.append(f"extractor-{failure.kind}")
        else:
            return replace(article, flags=(*article.flags, *flags)) if flags else article
    return await feed_article_safely(pool, url, hints, (*flags, "no-body"))


async def feed_article_safely(
    pool: WorkerPool, url: str, hints: FeedHints, flags: tuple[str, ...]
) -> NormalisedArticle:
    """Return the article of the feed's own words. Raise ``Unreadable`` where there is none."""
    try:
        return await pool.run(from_feed, url, hints, flags, deadline=FEED_WORDS_DEADLINE_SECONDS)
    except WorkFailed as failure:
        raise_unreadable(url, failure)
