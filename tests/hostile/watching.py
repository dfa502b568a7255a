"""Whole runs over hostile feeds and honest ones beside them: sockets, workers, a real file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
from making import AT, strait_talks

from flows.installation.home import Home
from flows.installation.settings import load_settings
from flows.monitoring.monitor import RunReport, RunRequest, Tools, monitor
from seeds.story import Feed

HONEST = ("honest-1", "honest-2", "honest-3")


@dataclass
class Watch:
    """A home that watches the feeds of a mapping from name to address."""

    folder: Path
    addresses: Mapping[str, str]
    article_key: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    reports: list[RunReport] = field(default_factory=list)

    def run(self, day: int = 0) -> RunReport:
        """Ask every feed, that many days after the first time."""
        now = AT + timedelta(days=day)
        feeds = tuple(
            Feed(name, name, url, "en", self.article_key) for name, url in self.addresses.items()
        )
        home = Home(self.folder)
        given = {"allow_private": True, "per_host_spacing_seconds": 0.0} | self.settings
        request = RunRequest(
            replace(strait_talks(), feeds=feeds), feeds, home, load_settings(home, **given)
        )
        self.reports.append(monitor(request, Tools(senders={}, clock=lambda: now)))
        return self.reports[-1]

    def rows(self, query: str, *given: object) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "published.duckdb"), read_only=True) as connection:
            return connection.execute(query, list(given)).fetchall()

    def failure(self, feed: str) -> tuple[str, ...]:
        """The kind of failure of each request of a feed, in the order of runs; "" where none."""
        found = self.rows(
            "SELECT error_kind FROM fetches WHERE feed_id = ? AND entry_id = '' ORDER BY run_seq",
            feed,
        )
        return tuple(kind for (kind,) in found)

    def titles(self, feed: str) -> list[str]:
        """The titles of a feed's entries."""
        found = self.rows("SELECT title FROM entries WHERE feed_id = ? ORDER BY title", feed)
        return [title for (title,) in found]

    def text(self, path: str) -> str:
        """The text of the article whose address ends so."""
        [(text,)] = self.rows("SELECT text FROM article_revisions WHERE url LIKE '%' || ?", path)
        return str(text)

    def shows(self, feed: str, kind: str) -> None:
        """A feed failed once, typed and visible: in its request, and in what is told of it."""
        assert self.failure(feed)[0] == kind, feed
        [(error, next_step)] = self.rows(
            "SELECT error, next_step FROM fetches WHERE feed_id = ? ORDER BY run_seq LIMIT 1", feed
        )
        assert error, feed
        assert next_step, feed

    def honest_feeds_are_whole(self) -> None:
        """No other feed lost or doubled anything."""
        for name in HONEST:
            assert set(self.failure(name)) == {""}, name
            assert self.titles(name) == [f"{name} reports"]
        [(articles,)] = self.rows("SELECT count(*) FROM articles WHERE outlet LIKE 'honest-%'")
        assert articles == len(HONEST)


def item(title: str, link: str, more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    channel = f"<channel><title>Gazette</title>{''.join(items)}</channel>"
    return f'{head}<rss version="2.0">{channel}</rss>'.encode()


def page(title: str, *paragraphs: str, head: str = "") -> bytes:
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return (
        f"<html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


NEWS = (
    "The ferry to the northern island was late again on Monday, the harbour office said.",
    "Nobody was hurt, and the council will look at the timetable before the winter begins.",
)
