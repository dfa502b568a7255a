"""The simulated world as a source of documents: the seat of the network, without one."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from simulated_world import SimulatedFeed, World

from flows.fetching.errors import ConnectionFailed, Gone, NotFound, ServerFailed
from flows.fetching.exchange import Exchange, Fetched, Gate


class SimulatedSource:
    """Answers as the world stands at the moment that ``true_time`` tells."""

    def __init__(
        self, world: World, clock: Callable[[], datetime], true_time: Callable[[], datetime]
    ) -> None:
        self._world = world
        self._clock = clock
        self._true_time = true_time

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        gate: Gate | None = None,
        cut_at: int | None = None,
    ) -> Fetched:
        at = self._true_time()
        feed = self._world.by_url.get(url)
        if feed is not None:
            return self._feed(feed, url, etag, at)
        article = self._world.pages.get(url)
        if article is None or (article.gone_at and at >= article.gone_at):
            raise NotFound(url, "HTTP 404", status=404)
        outage = article.feed.outage_at(at)
        if outage:
            raise ServerFailed(url, "the server failed (HTTP 503)", status=503)
        return self._answer(url, url, (), self._world.page(article, at), etag, "text/html")

    def _feed(self, feed: SimulatedFeed, url: str, etag: str | None, at: datetime) -> Fetched:
        if feed.gone_at and at >= feed.gone_at:
            raise Gone(url, "HTTP 410, the publisher has removed it", status=410)
        match feed.outage_at(at):
            case "503":
                raise ServerFailed(url, "HTTP 503", retry_after=1_800.0, status=503)
            case "connection":
                raise ConnectionFailed(url, "the connection broke")
            case "html":
                return self._answer(url, url, (), b"<html><p>Back soon</p>", None, "text/html")
        redirects: tuple[tuple[int, str], ...] = ()
        if feed.moves_at and at >= feed.moves_at and url == feed.url:
            redirects = ((301 if feed.is_move_lasting else 302, feed.new_url),)
            feed = feed.same_as or feed
        body = self._world.listing(feed, at)
        final = redirects[-1][1] if redirects else url
        return self._answer(url, final, redirects, body, etag, "application/rss+xml")

    def _answer(
        self,
        url: str,
        final_url: str,
        redirects: tuple[tuple[int, str], ...],
        body: bytes,
        etag: str | None,
        content_type: str,
    ) -> Fetched:
        digest = hashlib.sha256(body).hexdigest()
        tag = f'"{digest[:16]}"'
        same = etag == tag
        headers = (("content-type", content_type), ("etag", tag))
        exchange = Exchange(
            url=url,
            final_url=final_url,
            redirects=redirects,
            status=304 if same else 200,
            request_headers=(),
            response_headers=headers,
            requested_at=self._clock(),
            duration_seconds=0.01,
            body_length=0 if same else len(body),
            document_id="" if same else digest,
        )
        return Fetched(exchange, dict(headers), b"" if same else body)
