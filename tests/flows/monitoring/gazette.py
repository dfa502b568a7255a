"""A small outlet on loopback whose feed and pages a test changes, and runs over it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import duckdb
from hostile_server import HostileServer, Request, answer
from making import strait_talks

from flows.delivery.sending import Sent
from flows.installation.home import Home
from flows.installation.settings import load_settings
from flows.monitoring.monitor import RunReport, RunRequest, Tools, monitor
from seeds.story import Feed, Route, Story
from transforms.notification_records import Message, Notification

START = datetime(2025, 11, 24, 8, 0, tzinfo=UTC)


@dataclass
class Page:
    """What one address answers; ``looks`` counts how often it was asked."""

    paragraphs: list[str]
    title: str = "Tolls on the strait"
    status: str = "200 OK"
    moving: bool = False
    head: str = ""
    has_validators: bool = True
    looks: int = 0


@dataclass
class Gazette:
    """The outlet. ``items`` is the feed, in its own XML; ``pages`` are by path."""

    server: HostileServer
    home: Path
    now: datetime = START
    items: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def publish(self, path: str, page: Page, summary: str = "", link: str = "") -> Page:
        """Put an article on a page and into the feed."""
        self.pages[path] = page
        self.server.script(path, self._page)
        self.items[path] = (
            f"<item><guid>{path}</guid><title>{page.title}</title>"
            f"<link>{link or self.server.url(path)}</link>"
            f"<pubDate>{self.now:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
            f"<description>{escape(summary)}</description></item>"
        )
        return page

    def run(self, **passed: float) -> RunReport:
        """Make one run when so much time has passed."""
        self.now += timedelta(**passed)
        self.server.script("/rss", self._feed)
        feed = Feed("gazette", "gazette", self.server.url("/rss"), "en")
        home = Home(self.home)
        settings = load_settings(home, allow_private=True)
        request = RunRequest(self._story(feed), (feed,), home, settings)
        return monitor(request, Tools(senders={"desk": _Taking()}, clock=lambda: self.now))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(Home(self.home).published), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def _story(self, feed: Feed) -> Story:
        return replace(strait_talks(Route("all", ("desk",), ())), feeds=(feed,))

    def _feed(self, _: Request) -> Iterator[bytes]:
        items = "".join(self.items.values())
        yield answer(
            f'<rss version="2.0"><channel><title>G</title>{items}</channel></rss>'.encode()
        )

    def _page(self, request: Request) -> Iterator[bytes]:
        page = self.pages[request.path]
        page.looks += 1
        body = self._markup(page).encode()
        tag = f'"{hash(body)}"'
        if not page.status.startswith("200"):
            yield answer(b"no", status=page.status, content_type="text/html")
        elif page.has_validators and request.headers.get("if-none-match") == tag:
            yield answer(b"", f"ETag: {tag}", status="304 Not Modified")
        else:
            tags = (f"ETag: {tag}",) if page.has_validators else ()
            yield answer(body, *tags, content_type="text/html; charset=utf-8")

    def _markup(self, page: Page) -> str:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in page.paragraphs)
        clock = counter = ""
        if page.moving:
            n = page.looks
            clock = f"<p>Updated {n} minutes ago</p><p>14:{n:02d} EET</p>"
            counter = (
                f"<p>{1000 + 7 * n} views</p><p>Session: a{n}9f{n}c7e{n}</p>"
                f"<p>Strait crossings today {300 + n}</p>"
                f"<ul><li><a href='/x{n}'>A recommended story number {n}</a></li>"
                f"<li><a href='/y{n}'>Another one about subject {n}</a></li></ul>"
                f"<!-- served in {n} ms --><script>var s='{n}';</script>"
            )
        return (
            f"<html lang='en'><head><title>{page.title}</title>{page.head}</head><body><article>"
            f"<h1>{page.title}</h1>{clock}{text}{counter}</article></body></html>"
        )


class _Taking:
    """A receiver that takes everything."""

    settings_digest = ""

    async def send(self, notification: Notification, message: Message, at: datetime) -> Sent:
        del notification, message, at
        return Sent()
