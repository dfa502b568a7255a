"""Text extraction as the pipeline takes it: in worker processes that can be killed."""

import asyncio
import weakref
from collections.abc import Sequence

from flows.fetching.errors import InputError
from flows.workers.articles import extract_article_safely, feed_article_safely
from flows.workers.pool import WorkerPool
from transforms.articles.records import FeedHints, NormalisedArticle
from transforms.records import Document


class SafeNormaliser:
    """Extracts the articles of documents; what fails comes back as its exception.

    Pickles as nothing: the workers start where it arrives, when first needed.
    """

    def __init__(self) -> None:
        self._runner: asyncio.Runner | None = None
        self._pool: WorkerPool | None = None

    def __reduce__(self) -> tuple[type["SafeNormaliser"], tuple[()]]:
        return SafeNormaliser, ()

    def __call__(self, documents: Sequence[Document]) -> list[NormalisedArticle | Exception]:
        """Return, in order, each document's article, or why it has none."""
        if self._runner is None:
            self._runner = asyncio.Runner()
            # Nobody tells it when the run is over; the loop alone can be closed at any moment.
            weakref.finalize(self, _close, self._runner.get_loop())
            self._pool = WorkerPool()
        return self._runner.run(self._all(documents))

    async def _all(self, documents: Sequence[Document]) -> list[NormalisedArticle | Exception]:
        if self._pool is None:
            raise RuntimeError("the workers were not started")
        return await _articles_of(self._pool, documents)


def _close(loop: asyncio.AbstractEventLoop) -> None:
    """Close it; one that a worker is ended in the middle of ends with its process."""
    if not loop.is_running():
        loop.close()


def normalise_once(documents: Sequence[Document]) -> list[NormalisedArticle | Exception]:
    """Return the same, with workers that end with the call."""

    async def extract() -> list[NormalisedArticle | Exception]:
        async with WorkerPool() as pool:
            return await _articles_of(pool, documents)

    return asyncio.run(extract())


async def _articles_of(
    pool: WorkerPool, documents: Sequence[Document]
) -> list[NormalisedArticle | Exception]:
    return list(await asyncio.gather(*(_article_of(pool, document) for document in documents)))


async def _article_of(pool: WorkerPool, document: Document) -> NormalisedArticle | Exception:
    hints = FeedHints(
        title=document.feed_title,
        summary=document.feed_summary,
        published_raw=document.feed_published_raw,
        author=document.feed_author,
        language=document.feed_language,
        content_html=document.feed_content_html,
    )
    try:
        if document.stand_in_for:
            flags = ("from-feed", f"page-{document.stand_in_for}")
            return await feed_article_safely(pool, document.final_url, hints, flags)
        return await extract_article_safely(
            pool, document.body, document.content_type, document.final_url, hints
        )
    except InputError as error:
        return error
