"""Revisit: look at the pages of recent articles again, and remember each look."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import duckdb

from flows.fetching.errors import InputError
from flows.monitoring.fetch_rows import with_failure
from flows.monitoring.pages import PageFetch, PageOutcome
from transforms.feed_records import Entry, PageVisit
from transforms.revisions import link_id_of
from transforms.revisits import (
    MOST_IN_A_RUN,
    after_failure,
    after_unchanged,
    choose_visits,
    first_visit,
    with_answer,
)
from warehouse.page_state import due_visits, page_visits, stored_entries

_READ_FROM_QUEUE = 10 * MOST_IN_A_RUN
"""Enough to find other hosts' pages behind one host's backlog."""


def pages_due(
    connection: duckdb.DuckDBPyConnection,
    story_id: str,
    feed_ids: Sequence[str],
    entries: Sequence[Entry],
    now: datetime,
) -> list[tuple[PageVisit, Entry]]:
    """Return the pages to look at again in this run, each with its entry as it stands."""
    due = due_visits(connection, story_id, feed_ids, now, _READ_FROM_QUEUE)
    chosen = choose_visits(due, [entry.entry_id for entry in entries])
    stored = stored_entries(connection, story_id, [visit.entry_id for visit in chosen], now)
    return [(visit, stored[visit.entry_id]) for visit in chosen if visit.entry_id in stored]


async def look_again(
    fetching: PageFetch, pages: Sequence[tuple[PageVisit, Entry]]
) -> list[PageOutcome]:
    """Ask for each page, conditionally where its server gave validators."""
    return list(await asyncio.gather(*(_look(fetching, visit, entry) for visit, entry in pages)))


async def _look(fetching: PageFetch, visit: PageVisit, entry: Entry) -> PageOutcome:
    try:
        fetched = await fetching.answer(entry.url, visit.etag, visit.last_modified)
    except InputError as error:
        fetch = with_failure(fetching.fetch_of(entry, error.exchange, "failed", ""), error)
        after = after_failure(visit, fetch.requested_at, str(error), error.status or fetch.status)
        failed = replace(entry, page_error=str(error))
        return PageOutcome(failed, fetch, None, None, after, lands_entry=False)
    exchange = fetched.exchange
    after = after_unchanged(visit, exchange.requested_at)
    if fetched.not_modified:
        fetch = fetching.fetch_of(entry, exchange, "unchanged", visit.document_id)
        return PageOutcome(entry, fetch, None, None, after, lands_entry=False)
    document = fetching.document_of(entry, fetched)
    fetch = fetching.fetch_of(entry, exchange, "read", document.document_id)
    after = with_answer(after, fetch)
    if document.document_id == visit.document_id:
        unchanged = replace(fetch, outcome="unchanged")
        return PageOutcome(entry, unchanged, None, None, after, lands_entry=False)
    is_late = entry.page_state != "fetched"
    entry = replace(entry, page_state="fetched", page_error="", page_attempts=0)
    return PageOutcome(entry, fetch, document, None, after, lands_entry=is_late)


def visits_of(
    connection: duckdb.DuckDBPyConnection, story_id: str, pages: Sequence[PageOutcome]
) -> list[PageVisit]:
    """Return the memory of every page that this run asked for, or gave up."""
    visits = {page.visit.page_id: page.visit for page in pages if page.visit}
    fresh = {
        link_id_of(page.document): page
        for page in pages
        if page.visit is None and page.is_fetched and page.document
    }
    known = page_visits(connection, story_id, list(fresh))
    for page_id, page in fresh.items():
        assert page.fetch is not None
        before = known.get(page_id)
        now = page.fetch.requested_at
        visit = after_unchanged(before, now) if before else first_visit(page.entry, page_id, now)
        visits[page_id] = with_answer(visit, page.fetch)
    return list(visits.values())
