"""Feeds parsed where a hostile one can be stopped."""

from __future__ import annotations

from typing import NoReturn

from flows.fetching.errors import Unreadable
from flows.workers.pool import WorkerPool, WorkFailed
from transforms.feeds.records import ParsedFeed

FEED_DEADLINE_SECONDS = 5.0


def prepare() -> None:
    """Load what parsing needs, before the clock of the first feed runs."""
    import transforms.feeds.parsing  # noqa: F401


def parse_feed(body: bytes, content_type: str, base_url: str) -> ParsedFeed:
    """Parse in this process: the worker's own entry, so that only it imports feedparser."""
    from transforms.feeds.parsing import parse_feed as parse

    return parse(body, content_type, base_url)


async def parse_feed_safely(
    pool: WorkerPool,
    body: bytes,
    content_type: str,
    base_url: str,
    *,
    deadline: float = FEED_DEADLINE_SECONDS,
) -> ParsedFeed:
    """Return the feed in ``body``, parsed in a worker.

    Raise ``Unreadable`` with kind not-a-feed, parse-deadline, parse-memory, parse-crash or
    parse-error; the pool is as good as new afterwards.
    """
    try:
        return await pool.run(parse_feed, body, content_type, base_url, deadline=deadline)
    except WorkFailed as failure:
        raise_unreadable(base_url, failure)


def raise_unreadable(address: str, failure: WorkFailed) -> NoReturn:
    """Raise the typed error for a call that failed in a worker."""
    if failure.error_type == "NotAFeed":
        raise Unreadable(address, str(failure), kind="not-a-feed") from failure
    if failure.kind == "raised":
        cause = f"the parser failed with {failure.error_type}: {failure}"
        raise Unreadable(address, cause, kind="parse-error") from failure
    raise Unreadable(
        address, f"the parser was stopped, {failure}", kind=f"parse-{failure.kind}"
    ) from failure
