"""Poll: ask every feed once, and parse those that changed."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.clock import Clock
from flows.display.progress import Progress
from flows.fetching.errors import InputError
from flows.fetching.exchange import DocumentSource, Exchange, Fetched
from flows.monitoring.fetch_rows import fetch_record, with_failure
from flows.workers.feeds import parse_feed_safely
from flows.workers.pool import WorkerPool
from seeds.story import Feed
from transforms.feed_records import FeedState, Fetch
from transforms.feeds.records import ParsedFeed


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What came of asking one feed."""

    feed: Feed
    state: FeedState
    """To be landed: what the next run needs to know."""
    fetch: Fetch
    parsed: ParsedFeed | None
    """None when the feed failed or has not changed."""
    is_first_sight: bool


@dataclass(frozen=True, slots=True)
class FeedPoll:
    """The poll of one feed within one run."""

    story_id: str
    run_id: str
    feed: Feed
    before: FeedState | None
    clock: Clock

    async def ask(self, fetcher: DocumentSource, workers: WorkerPool) -> FeedOutcome:
        """Fetch and parse the feed; every failure becomes an outcome with its reason."""
        exchange = None
        try:
            fetched = await fetcher.fetch(
                self.feed.url,
                etag=self.before.etag if self.before else None,
                last_modified=self.before.last_modified if self.before else None,
            )
            exchange, asked_at = fetched.exchange, fetched.exchange.requested_at
            body_hash = hashlib.sha256(fetched.body).hexdigest()
            if fetched.not_modified or self._held_hash() == body_hash:
                return self._unchanged(fetched, asked_at)
            parsed = await parse_feed_safely(
                workers, fetched.body, fetched.content_type, fetched.final_url
            )
        except InputError as error:
            return self._failed(error, exchange or error.exchange)
        return self._read(fetched, parsed, body_hash, asked_at)

    def _held_hash(self) -> str:
        return self.before.body_hash if self.before else ""

    def _unchanged(self, fetched: Fetched, asked_at: datetime) -> FeedOutcome:
        state = replace(
            self._base_state(asked_at), last_success_at=asked_at, consecutive_failures=0
        )
        if not fetched.not_modified:
            state = replace(state, etag=fetched.etag, last_modified=fetched.last_modified)
        fetch = self._fetch(asked_at, fetched.exchange, "unchanged", self._held_hash())
        return FeedOutcome(self.feed, state, fetch, None, is_first_sight=False)

    def _read(
        self, fetched: Fetched, parsed: ParsedFeed, body_hash: str, asked_at: datetime
    ) -> FeedOutcome:
        base = self._base_state(asked_at)
        # A feed that was cut off is asked for again unconditionally: its end is missing.
        keep = not parsed.truncated
        state = replace(
            base,
            title=self.feed.title or parsed.title,
            etag=fetched.etag if keep else "",
            last_modified=fetched.last_modified if keep else "",
            body_hash=body_hash if keep else "",
            first_success_at=base.first_success_at or asked_at,
            last_success_at=asked_at,
            consecutive_failures=0,
            last_error="",
        )
        fetch = self._fetch(asked_at, fetched.exchange, "read", body_hash)
        return FeedOutcome(
            self.feed, state, fetch, parsed, is_first_sight=base.first_success_at is None
        )

    def _failed(self, error: InputError, exchange: Exchange | None) -> FeedOutcome:
        asked_at = exchange.requested_at if exchange else self.clock()
        base = self._base_state(asked_at)
        state = replace(
            base, consecutive_failures=base.consecutive_failures + 1, last_error=str(error)
        )
        fetch = with_failure(self._fetch(asked_at, exchange, "failed", ""), error)
        return FeedOutcome(self.feed, state, fetch, None, is_first_sight=False)

    def _base_state(self, asked_at: datetime) -> FeedState:
        if self.before is not None:
            return replace(
                self.before, url=self.feed.url, outlet=self.feed.outlet, last_attempt_at=asked_at
            )
        return FeedState(
            story_id=self.story_id,
            feed_id=self.feed.feed_id,
            outlet=self.feed.outlet,
            title=self.feed.title,
            url=self.feed.url,
            language=self.feed.language,
            etag="",
            last_modified="",
            body_hash="",
            first_success_at=None,
            last_success_at=None,
            last_attempt_at=asked_at,
            consecutive_failures=0,
            last_error="",
        )

    def _fetch(
        self, asked_at: datetime, exchange: Exchange | None, outcome: str, body_hash: str
    ) -> Fetch:
        return fetch_record(
            self.story_id, self.run_id, self.feed.feed_id, "", self.feed.url,
            exchange, outcome, body_hash, asked_at,
        )  # fmt: skip


async def poll_feeds(
    story_id: str,
    run_id: str,
    feeds: Sequence[Feed],
    states: Mapping[str, FeedState],
    fetcher: DocumentSource,
    workers: WorkerPool,
    clock: Clock,
    progress: Progress,
) -> list[FeedOutcome]:
    """Ask all feeds at once, within the fetcher's limits; outcomes in the feeds' order."""
    progress.begin("poll", len(feeds))

    async def ask(feed: Feed) -> FeedOutcome:
        poll = FeedPoll(story_id, run_id, feed, _state_for(feed, states), clock)
        outcome = await poll.ask(fetcher, workers)
        progress.advance()
        return outcome

    return list(await asyncio.gather(*(ask(feed) for feed in feeds)))


def _state_for(feed: Feed, states: Mapping[str, FeedState]) -> FeedState | None:
    state = states.get(feed.feed_id)
    if state is not None and state.url != feed.url:
        # The analyst moved the feed: validators of another address mean nothing here.
        return replace(state, etag="", last_modified="", body_hash="")
    return state
