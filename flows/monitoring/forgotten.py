"""Keeping what was taken down away: its entries, its pages under whatever address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from flows.monitoring.documents import document_path
from flows.monitoring.pages import PageOutcome
from seeds.story import Feed
from transforms.feed_records import Entry
from transforms.forgotten import address_ids, emptied, without_forgotten
from warehouse.forget import forgotten_addresses


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The articles that were taken down, by the ids of their addresses."""

    ids: frozenset[str]
    feeds: Mapping[str, Feed]
    documents: Path

    def without(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the entries, those of forgotten articles emptied; their page is not asked for."""
        return without_forgotten(entries, self.feeds, self.ids)

    def dropped(self, outcomes: Sequence[PageOutcome]) -> list[PageOutcome]:
        """Return the outcomes; what another address led to is dropped, its raw document too."""
        return [self._dropped(outcome) for outcome in outcomes]

    def _dropped(self, outcome: PageOutcome) -> PageOutcome:
        document = outcome.document
        if not self.ids or document is None:
            return outcome
        feed = self.feeds.get(document.feed_id)
        if not address_ids(feed, (document.url, document.final_url)) & self.ids:
            return outcome
        document_path(self.documents, document.document_id).unlink(missing_ok=True)
        fetch = outcome.fetch and replace(outcome.fetch, document_id="", body_hash="")
        return PageOutcome(emptied(outcome.entry), fetch, None, None)


def read_forgotten(
    connection: duckdb.DuckDBPyConnection, feeds: Sequence[Feed], documents: Path
) -> Forgotten:
    """Return what was taken down in this home."""
    by_id = {feed.feed_id: feed for feed in feeds}
    return Forgotten(forgotten_addresses(connection), by_id, documents)
