"""Pages: fetch the article behind each entry that is new, changed or still owed."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.clock import Clock
from flows.display.progress import Progress
from flows.fetching.errors import InputError, LedToFrontPage, Postponed, Retry
from flows.fetching.exchange import DocumentSource, Exchange, Fetched, Gate
from flows.monitoring.fetch_rows import fetch_record, with_failure
from flows.monitoring.polling import FeedOutcome
from seeds.story import Feed
from transforms.articles.addresses import leads_to_front_page
from transforms.articles.identity import article_id_of
from transforms.entry_decisions import decide_entries, decide_retries, page_failed, wants_stand_in
from transforms.feed_records import Entry, Fetch, KnownEntry, PageVisit
from transforms.identifiers import digest_id
from transforms.records import Document, Quarantined
from transforms.revisits import after_failure, first_visit


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What came of one entry's page."""

    entry: Entry
    fetch: Fetch | None
    document: Document | None
    """The page; the feed's own words where it could not be had; None where neither is new."""
    quarantined: Quarantined | None
    visit: PageVisit | None = None
    """What is remembered of the page after it was looked at again; None at first sight."""
    lands_entry: bool = True
    """Whether the entry is as this run leaves it; a mere look changes nothing of it."""

    @property
    def is_fetched(self) -> bool:
        """Say whether the page came, and is not what was known of it."""
        return self.document is not None and not self.document.stand_in_for


def entries_to_fetch(
    story_id: str,
    outcomes: Sequence[FeedOutcome],
    known: dict[str, KnownEntry],
    now: datetime,
) -> list[Entry]:
    """Return the entries to land: those that are pending are to be fetched."""
    decided: list[Entry] = []
    for outcome in outcomes:
        if outcome.parsed is not None:
            decided += decide_entries(
                story_id,
                outcome.feed,
                outcome.parsed.entries,
                known,
                is_first_sight=outcome.is_first_sight,
                now=outcome.fetch.requested_at,
            )
    watched = {outcome.feed.feed_id for outcome in outcomes}
    owed = [entry for entry in known.values() if entry.feed_id in watched]
    return decided + decide_retries(owed, decided, story_id, now)


@dataclass(frozen=True, slots=True)
class PageFetch:
    """The fetching of pages within one run."""

    run_id: str
    feeds: dict[str, Feed]
    fetcher: DocumentSource
    clock: Clock
    gate: Gate | None = None
    """robots.txt, or None where it is not asked."""

    async def page(self, entry: Entry) -> PageOutcome:
        """Fetch one entry's page; every failure becomes an outcome with its reason."""
        if entry.page_state != "pending":
            return PageOutcome(entry, None, None, None)
        if not entry.url:
            reason = "the entry has no usable link; it is set aside with its reason"
            return self._given_up(entry, None, "no-link", reason, may_retry=False)
        try:
            fetched = await self.answer(entry.url)
        except InputError as error:
            fetch = with_failure(self.fetch_of(entry, error.exchange, "failed", ""), error)
            return self._given_up(
                entry,
                fetch,
                error.kind,
                str(error),
                may_retry=isinstance(error, Retry),
                was_asked=error.was_asked,
            )
        document = self.document_of(entry, fetched)
        fetch = self.fetch_of(entry, fetched.exchange, "read", document.document_id)
        done = replace(entry, page_state="fetched", page_error="", page_attempts=0)
        return PageOutcome(done, fetch, document, None)

    async def answer(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        """Return what an article's address answers.

        Raises:
            InputError: as the source does, and where the answer is the site's front page.
        """
        fetched = await self.fetcher.fetch(
            url, etag=etag, last_modified=last_modified, gate=self.gate
        )
        if leads_to_front_page(url, fetched.final_url):
            cause = f"leads to the front page {fetched.final_url}, as if the article were removed"
            error = LedToFrontPage(url, cause, status=404)
            error.exchange = fetched.exchange
            raise error
        return fetched

    def document_of(self, entry: Entry, fetched: Fetched) -> Document:
        """Return the page with what the feed said of it."""
        return replace(
            self._announced(entry),
            document_id=fetched.exchange.document_id,
            final_url=fetched.final_url,
            content_type=fetched.content_type,
            body=fetched.body,
            fetched_at=fetched.exchange.requested_at,
        )

    def _stand_in(self, entry: Entry, kind: str) -> Document:
        """Return the feed's own words in the place of the page."""
        words = (entry.content_html or entry.summary).encode("utf-8", "replace")
        document_id = hashlib.sha256(words).hexdigest()
        announced = self._announced(entry)
        return replace(announced, document_id=document_id, body=words, stand_in_for=kind)

    def _announced(self, entry: Entry) -> Document:
        feed = self.feeds[entry.feed_id]
        return Document(
            document_id="",
            story_id=entry.story_id,
            feed_id=entry.feed_id,
            entry_id=entry.entry_id,
            outlet=feed.outlet,
            article_key=feed.article_key,
            url=entry.url,
            final_url=entry.url,
            content_type="text/html; charset=utf-8",
            body=b"",
            fetched_at=self.clock(),
            feed_title=entry.title,
            feed_summary=entry.summary,
            feed_content_html=entry.content_html,
            feed_author=entry.author,
            feed_published_raw=entry.published_raw,
            feed_language=feed.language,
            is_first_sight=entry.is_first_sight,
        )

    def fetch_of(
        self,
        entry: Entry,
        exchange: Exchange | None,
        outcome: str,
        body_hash: str,
    ) -> Fetch:
        """Return the row of one request."""
        asked_at = exchange.requested_at if exchange else self.clock()
        return fetch_record(
            entry.story_id, self.run_id, entry.feed_id, entry.entry_id, entry.url,
            exchange, outcome, body_hash, asked_at,
        )  # fmt: skip

    def _given_up(
        self,
        entry: Entry,
        fetch: Fetch | None,
        kind: str,
        reason: str,
        *,
        may_retry: bool,
        was_asked: bool = True,
    ) -> PageOutcome:
        after = page_failed(entry, reason, may_retry=may_retry, was_asked=was_asked)
        quarantined = None
        if after.page_state == "failed":
            quarantined = Quarantined(
                quarantine_id=digest_id("pages", entry.entry_id, entry.entry_hash, kind),
                stage="pages",
                input=entry.url or entry.entry_key,
                error_kind=kind,
                reason=reason,
                traceback="",
            )
        # A page that only waits for its turn needs nothing in its place.
        stands_in = kind != Postponed.kind and wants_stand_in(entry, was_asked=was_asked)
        document = self._stand_in(entry, kind) if stands_in else None
        visit = None
        if after.page_state == "failed" and may_retry and fetch is not None:
            # An outage of hours is no reason to do without the page for good.
            feed = self.feeds[entry.feed_id]
            page_id = article_id_of(feed.outlet, entry.url, "", feed.article_key)
            first = first_visit(after, page_id, fetch.requested_at)
            visit = after_failure(first, fetch.requested_at, reason, fetch.status)
        return PageOutcome(after, fetch, document, quarantined, visit)


async def fetch_pages(
    fetching: PageFetch, entries: Sequence[Entry], progress: Progress
) -> list[PageOutcome]:
    """Fetch the pages of all pending entries; outcomes in the entries' order."""
    progress.begin("pages", sum(entry.page_state == "pending" for entry in entries))

    async def one(entry: Entry) -> PageOutcome:
        outcome = await fetching.page(entry)
        if entry.page_state == "pending":
            progress.advance()
        return outcome

    return list(await asyncio.gather(*(one(entry) for entry in entries)))
