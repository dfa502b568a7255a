"""The records of polling: requests, feeds and entries.

One dataclass is one row of a staged Parquet file. Times are aware and UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Header:
    """One header of an HTTP message."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """One hop of a fetch."""

    status: int
    url: str
    """The address that it led to."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request, whatever came of it."""

    fetch_id: str
    story_id: str
    feed_id: str
    entry_id: str
    """Empty for the request of the feed itself."""
    url: str
    final_url: str
    status: int | None
    outcome: str
    """read, unchanged or failed."""
    error_kind: str
    error: str
    next_step: str
    """What happens next, in words, when it failed."""
    etag: str
    last_modified: str
    bytes: int
    body_hash: str
    duration_seconds: float
    requested_at: datetime
    retry_after_seconds: float | None
    """What a failed server asked us to wait, already clamped; None when it named nothing."""
    redirects: tuple[Redirect, ...]
    request_headers: tuple[Header, ...]
    response_headers: tuple[Header, ...]
    document_id: str
    """SHA-256 of the body that came and is kept; empty when none came."""


@dataclass(frozen=True, slots=True)
class RobotsCopy:
    """What is remembered of a site's robots.txt between runs."""

    origin: str
    """Scheme, host and port, as in https://www.example.org."""
    outcome: str
    """read, unavailable (nothing is disallowed) or unreachable (asked again soon)."""
    status: int | None
    text: str
    """What it said when it was last read, or empty."""
    error: str
    checked_at: datetime
    known_at: datetime | None
    """When it was last read or known to be absent; None if never."""
    unreachable_since: datetime | None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between runs."""

    story_id: str
    feed_id: str
    outlet: str
    title: str
    url: str
    language: str
    etag: str
    last_modified: str
    body_hash: str
    first_success_at: datetime | None
    last_success_at: datetime | None
    last_attempt_at: datetime
    consecutive_failures: int
    last_error: str
    listed_url: str
    """The address in the story's table; ``url`` is the one that is asked."""
    poll_count: int
    next_poll_at: datetime | None
    """When it is due; None for a feed that is not asked any more."""
    next_poll_reason: str
    rest_until: datetime | None
    """Until when its server wants to be left alone."""
    last_whole_at: datetime | None
    """When a whole answer last came, so not a 304."""
    last_error_kind: str
    gone_at: datetime | None
    """When its server answered 410."""
    merged_into: str
    """feed_id of the feed that it has become one with, or empty."""
    moved_to: str
    """Where it redirects for good, not adopted yet, or empty."""
    moved_since: datetime | None
    moved_sightings: int
    asks_seconds: int | None
    """What the feed itself asks for between requests (ttl, sy:updatePeriod)."""
    usual_gap_seconds: float | None
    """Median between its latest entries."""
    longest_gap_seconds: float | None
    newest_entry_at: datetime | None
    stale_after: datetime | None
    """From when its silence is odd, against its own habit."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, in the state that this run leaves it."""

    entry_id: str
    story_id: str
    feed_id: str
    entry_key: str
    url: str
    title: str
    summary: str
    content_html: str
    """The feed's full content; staged for a page that can't be had, never stored."""
    author: str
    published_raw: str
    published_at: datetime | None
    published_precision: str
    entry_hash: str
    page_state: str
    """pending (asked again), fetched, failed (given up) or skipped (old on first sight)."""
    page_attempts: int
    page_error: str
    is_first_sight: bool
    seen_at: datetime
    changed_on: date | None = None
    """The day (UTC) of its last change; None before the first."""
    changes_on_day: int = 0
    is_held_back: bool = False
    """True when it changed so often that day that its page is left alone until the next."""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What an earlier run left of an entry."""

    entry_id: str
    feed_id: str
    entry_key: str
    url: str
    title: str
    summary: str
    author: str
    published_raw: str
    published_at: datetime | None
    published_precision: str
    entry_hash: str
    page_state: str
    page_attempts: int
    page_error: str
    is_first_sight: bool
    changed_on: date | None = None
    changes_on_day: int = 0


@dataclass(frozen=True, slots=True)
class ChangingLine:
    """A line of a page that changed in its figures alone."""

    shape: str
    """The line with every figure as 0."""
    looks: int
    """At how many looks in a row."""


@dataclass(frozen=True, slots=True)
class PageVisit:
    """What is remembered of an article's page between runs, in the state a run leaves it."""

    story_id: str
    page_id: str
    """The article_id that the feed's address alone would give."""
    article_id: str
    entry_id: str
    feed_id: str
    url: str
    first_seen_at: datetime
    changed_at: datetime
    visited_at: datetime
    next_visit_at: datetime | None
    """None when it is no longer looked at."""
    visits: int
    edits: int
    etag: str
    last_modified: str
    document_id: str
    gone_since: datetime | None
    last_error: str
    changing: tuple[ChangingLine, ...]


@dataclass(frozen=True, slots=True)
class HeldArticle:
    """The latest revision of an article that is stored, for comparison with a new text."""

    article_id: str
    revision_id: str
    extraction: str
    title: str
    text: str
