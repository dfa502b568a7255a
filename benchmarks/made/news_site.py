"""A made news site as a source of documents: one feed, and at each edition so many new pages."""

import hashlib
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime
from types import TracebackType
from typing import Self

from benchmarks.made.wire_stories import Writer
from flows.fetching.errors import NotFound
from flows.fetching.exchange import Exchange, Fetched, Gate

ADDRESS = "https://gazette.example"
FEED = f"{ADDRESS}/rss.xml"


class NewsSite:
    """The seat of the network. What it says is ours: invented people speak about real terms."""

    def __init__(self, speakers: Sequence[str], terms: Sequence[str], now: datetime) -> None:
        self.now = now
        self._speakers, self._terms = speakers, terms
        self._chance = random.Random(1)
        self._writer = Writer(1)
        self._bodies: dict[str, bytes] = {}

    def publish(self, count: int, later: timedelta = timedelta(hours=1)) -> None:
        """Let time pass, and put a new edition of so many articles in the place of the last."""
        self.now += later
        items = "".join(self._article() for _ in range(count))
        feed = f'<rss version="2.0"><channel><title>Gazette</title>{items}</channel></rss>'
        self._bodies[FEED] = feed.encode()

    def clock(self) -> datetime:
        """Return the time of the site, which is ours too."""
        return self.now

    def _article(self) -> str:
        url = f"{ADDRESS}/news/{len(self._bodies)}.html"
        event = self._writer.event()
        title, told = self._writer.title(event), self._writer.paragraphs(event, 6)
        for place in (1, 3, 5):
            told[place:place] = [self._statement()]
        written = "".join(f"<p>{paragraph}</p>" for paragraph in told)
        self._bodies[url] = (
            f"<html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
            f"<time datetime='{self.now.isoformat()}'></time>{written}</article></body></html>"
        ).encode()
        when = format_datetime(self.now)
        return f"<item><title>{title}</title><link>{url}</link><pubDate>{when}</pubDate></item>"

    def _statement(self) -> str:
        speaker, term = self._chance.choice(self._speakers), self._chance.choice(self._terms)
        words = self._writer.quotation().strip('".')
        if self._chance.random() < 0.5:
            return f'"{words}," said {speaker}, who was asked about {term}.'
        return f"{speaker} said that {term} would wait, and that {words[0].lower()}{words[1:]}."

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
        """Answer with the whole document, at once, whatever is known of it."""
        del etag, last_modified, gate, cut_at
        body = self._bodies.get(url)
        if body is None:
            raise NotFound(url, "HTTP 404", status=404)
        kind = "application/rss+xml" if url == FEED else "text/html"
        headers = (("content-type", f"{kind}; charset=utf-8"),)
        exchange = Exchange(
            url=url, final_url=url, redirects=(), status=200, request_headers=(),
            response_headers=headers, requested_at=self.now, duration_seconds=0.01,
            body_length=len(body), document_id=hashlib.sha256(body).hexdigest(),
        )  # fmt: skip
        return Fetched(exchange, dict(headers), body)
