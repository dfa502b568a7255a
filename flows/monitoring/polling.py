"""Poll: ask the feeds whose turn it is, and parse those that changed."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
from transforms.polling.moves import Followed
from transforms.polling.results import (
    Failure,
    GoodAnswer,
    after_failure,
    after_reading,
    after_unchanged,
    merged,
)
from transforms.polling.turns import (
    decide_turn,
    is_on_this_machine,
    state_before,
    wants_whole,
)


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What came of one feed's turn."""

    feed: Feed
    state: FeedState
    """To be landed: what the next run needs to know."""
    fetch: Fetch
    """Its ``outcome`` is read, unchanged or failed; resting or waiting where nothing was sent."""
    parsed: ParsedFeed | None
    """None when the feed failed, has not changed or was not asked."""
    is_first_sight: bool

    @property
    def was_asked(self) -> bool:
        """False for a feed that rests or is not due; its row of ``fetches`` does not land."""
        return self.fetch.outcome in ("read", "unchanged", "failed")


@dataclass(frozen=True, slots=True)
class FeedPoll:
    """The poll of one feed within one run."""

    story_id: str
    run_id: str
    feed: Feed
    before: FeedState
    clock: Clock
    due_only: bool = False

    async def ask(self, fetcher: DocumentSource, workers: WorkerPool) -> FeedOutcome:
        """Fetch and parse the feed; every failure becomes an outcome with its reason."""
        now = self.clock()
        turn = decide_turn(self.before, now, due_only=self.due_only)
        if turn.kind != "ask":
            fetch = replace(self._fetch(None, turn.kind, ""), next_step=turn.reason)
            return FeedOutcome(self.feed, self.before, fetch, None, is_first_sight=False)
        whole = wants_whole(self.before, now)
        exchange = None
        try:
            fetched = await fetcher.fetch(
                self.before.url,
                etag=None if whole else self.before.etag,
                last_modified=None if whole else self.before.last_modified,
            )
            exchange = fetched.exchange
            body_hash = hashlib.sha256(fetched.body).hexdigest()
            if fetched.not_modified or self.before.body_hash == body_hash:
                return self._unchanged(fetched)
            parsed = await parse_feed_safely(
                workers, fetched.body, fetched.content_type, fetched.final_url
            )
        except InputError as error:
            return self._failed(error, exchange or error.exchange)
        return self._read(fetched, parsed, body_hash)

    def _unchanged(self, fetched: Fetched) -> FeedOutcome:
        state = after_unchanged(self.before, _good_answer(fetched, self.before.body_hash))
        fetch = self._fetch(fetched.exchange, "unchanged", self.before.body_hash)
        return FeedOutcome(self.feed, state, fetch, None, is_first_sight=False)

    def _read(self, fetched: Fetched, parsed: ParsedFeed, body_hash: str) -> FeedOutcome:
        state = after_reading(self.before, _good_answer(fetched, body_hash), parsed)
        state = replace(state, title=self.feed.title or parsed.title)
        fetch = self._fetch(fetched.exchange, "read", body_hash)
        first = self.before.first_success_at is None
        return FeedOutcome(self.feed, state, fetch, parsed, is_first_sight=first)

    def _failed(self, error: InputError, exchange: Exchange | None) -> FeedOutcome:
        asked_at = exchange.requested_at if exchange else self.clock()
        failure = Failure(asked_at, error.kind, error.cause, error.retry_after)
        state = after_failure(self.before, failure)
        fetch = with_failure(self._fetch(exchange, "failed", ""), error)
        fetch = replace(fetch, next_step=state.next_poll_reason)
        return FeedOutcome(self.feed, state, fetch, None, is_first_sight=False)

    def _fetch(self, exchange: Exchange | None, outcome: str, body_hash: str) -> Fetch:
        asked_at = exchange.requested_at if exchange else self.clock()
        return fetch_record(
            self.story_id, self.run_id, self.feed.feed_id, "", self.before.url,
            exchange, outcome, body_hash, asked_at,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Round:
    """The polling of one run."""

    story_id: str
    run_id: str
    feeds: Sequence[Feed]
    """Those that the run is about."""
    followed: Sequence[Feed]
    """Those of the story: a feed can become one with any of them."""
    states: Mapping[str, FeedState]
    clock: Clock
    due_only: bool = False
    pace_loopback: bool = False
    """Whether feeds on this machine keep a pace, too: it is nobody else's to spare."""

    def polls(self) -> list[FeedPoll]:
        """Return the polls, in the feeds' order."""
        standing = Followed(self._standing().values())
        now = self.clock()
        return [
            FeedPoll(
                self.story_id, self.run_id, feed,
                state_before(feed, self.states.get(feed.feed_id), standing, self.story_id, now),
                self.clock, self._keeps_pace(feed),
            )
            for feed in self.feeds
        ]  # fmt: skip

    def _keeps_pace(self, feed: Feed) -> bool:
        return self.due_only and (self.pace_loopback or not is_on_this_machine(feed.url))

    def with_merges(self, outcomes: Sequence[FeedOutcome]) -> list[FeedOutcome]:
        """Return the outcomes, those feeds that became one with another marked so."""
        asked = {outcome.feed.feed_id: outcome.state for outcome in outcomes}
        found = merged(asked.values(), (self._standing() | asked).values())
        return [
            replace(outcome, state=found.get(outcome.feed.feed_id, outcome.state))
            for outcome in outcomes
        ]

    def _standing(self) -> dict[str, FeedState]:
        listed = {feed.feed_id: feed.url for feed in (*self.followed, *self.feeds)}
        return {
            feed_id: state
            for feed_id, state in self.states.items()
            if listed.get(feed_id) == state.listed_url
        }


async def poll_feeds(
    asking: Round, fetcher: DocumentSource, workers: WorkerPool, progress: Progress
) -> list[FeedOutcome]:
    """Ask all feeds at once, within the fetcher's limits; outcomes in the feeds' order."""
    progress.begin("poll", len(asking.feeds))

    async def ask(poll: FeedPoll) -> FeedOutcome:
        outcome = await poll.ask(fetcher, workers)
        progress.advance()
        return outcome

    outcomes = await asyncio.gather(*(ask(poll) for poll in asking.polls()))
    return asking.with_merges(outcomes)


def _good_answer(fetched: Fetched, body_hash: str) -> GoodAnswer:
    return GoodAnswer(
        asked_at=fetched.exchange.requested_at,
        is_whole=not fetched.not_modified,
        headers=fetched.headers,
        redirects=fetched.redirects,
        body_hash=body_hash,
    )
