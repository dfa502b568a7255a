"""Takedown of an article: out of the warehouse, its documents, and every copy in the home."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flows.clock import Clock
from flows.installation.home import Home
from flows.monitoring.documents import document_path, read_document
from seeds.story import Story
from transforms.forgotten import address_ids
from transforms.statement_records import RunFacts
from warehouse.compaction import compact
from warehouse.database import open_private
from warehouse.forget import Holding, forget_article, holding
from warehouse.lock import writer_lock
from warehouse.snapshot import publish


@dataclass(frozen=True, slots=True)
class Takedown:
    """What a takedown removed."""

    held: Holding
    documents: int
    feed_bodies: int


def forget(home: Home, story: Story | None, article_id: str, clock: Clock) -> Takedown:
    """Take an article out of a home for good, and publish.

    After the rows, raw documents go: the pages, and each feed's content that names the article.
    The files of the warehouse are written anew, since DuckDB leaves the bytes of deleted rows
    where they were, and the copy from before an upgrade is removed. ``story`` tells the rules by
    which its outlet's addresses are read; without it addresses are taken as they are.

    Raises:
        WarehouseLocked: a run is under way.
    """
    private, published = home.own_files("onrecord forget")
    with writer_lock(home.lock):
        now = clock()
        with open_private(private) as connection:
            held = holding(connection, article_id)
            facts = RunFacts(
                run_id=f"forget-{article_id}-{now:%Y%m%dT%H%M%S.%fZ}",
                story_id=held.story_id,
                story_version=held.story_version,
                started_at=now,
                landed_at=now,
                feeds_read=0,
                feeds_unchanged=0,
                feeds_failed=0,
                pages_fetched=0,
            )
            forget_article(connection, held, _addresses(held, story), facts, now)
        compact(private)
        publish(private, published)
        for kept in home.folder.glob(f"{private.stem}.before-*"):
            kept.unlink()
        bodies = _naming(home.documents, held)
        documents = _removed(home.documents, held.documents)
        return Takedown(held, documents, _removed(home.documents, bodies))


def _addresses(held: Holding, story: Story | None) -> frozenset[str]:
    feeds = {feed.feed_id: feed for feed in story.feeds} if story else {}
    found = address_ids(None, [held.url])
    for _, feed_id, url in held.entry_urls:
        found |= address_ids(feeds.get(feed_id), [url])
    return found


def _naming(folder: Path, held: Holding) -> list[str]:
    """Return the kept feed contents that have one of the article's addresses in them."""
    addresses = {held.url, *(url for _, _, url in held.entry_urls)} - {""}
    spellings = {
        spelling.encode()
        for address in addresses
        for spelling in (address, html.escape(address), address.replace("/", "\\/"))
    }
    found = []
    for body in held.feed_bodies:
        if document_path(folder, body).exists():
            content = read_document(folder, body)
            if any(spelling in content for spelling in spellings):
                found.append(body)
    return found


def _removed(folder: Path, documents: Iterable[str]) -> int:
    removed = 0
    for document in documents:
        path = document_path(folder, document)
        removed += path.exists()
        path.unlink(missing_ok=True)
    return removed
