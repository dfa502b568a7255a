"""Text extraction as the pipeline takes it: in worker processes that can be killed."""

import asyncio
from collections.abc import Sequence

from flows.fetching.errors import InputError
from flows.workers.articles import extract_article_safely
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
            self._pool = WorkerPool()
        return self._runner.run(self._all(documents))

    async def _all(self, documents: Sequence[Document]) -> list[NormalisedArticle | Exception]:
        return list(await asyncio.gather(*(self._one(document) for document in documents)))

    async def _one(self, document: Document) -> NormalisedArticle | Exception:
        if self._pool is None:
            raise RuntimeError("the workers were not started")
        hints = FeedHints(
            title=document.feed_title,
            summary=document.feed_summary,
            published_raw=document.feed_published_raw,
            author=document.feed_author,
            language=document.feed_language,
        )
        try:
            return await extract_article_safely(
                self._pool, document.body, document.content_type, document.final_url, hints
            )
        except InputError as error:
            return error
