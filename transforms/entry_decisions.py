"""What to do with the entries of a feed: pure decisions that return rows to land.

An entry whose row says ``pending`` is an intent: its page is to be fetched now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from seeds.story import Feed
from transforms.feed_records import Entry, KnownEntry
from transforms.feeds.dates import not_in_future
from transforms.feeds.records import FeedEntry
from transforms.identifiers import digest_id
from transforms.polling.churn import counted_change

MOST_PAGE_ATTEMPTS = 5
MOST_ENTRIES_ON_FIRST_SIGHT = 100
_NO_WORDS = ("", "", "")


def decide_entries(
    story_id: str,
    feed: Feed,
    entries: Sequence[FeedEntry],
    known: Mapping[str, KnownEntry],
    *,
    is_first_sight: bool,
    now: datetime,
) -> list[Entry]:
    """Return the entries that are new or changed, in the order of the feed.

    An entry with another key but the same link as a known one that its feed no longer has
    is that one (some feeds make new keys at each poll), and so is one with another link, too,
    but the same title, summary and time: its page is not asked for again. On first sight all
    but the first entries are skipped: their news is old. An entry that changes all day long is
    held back.
    """
    present = {digest_id(story_id, feed.feed_id, parsed.entry_key) for parsed in entries}
    by_url = {
        entry.url: entry.entry_id
        for entry in known.values()
        if entry.feed_id == feed.feed_id and entry.url and entry.entry_id not in present
    }
    by_words = {
        _words(entry): entry.entry_id
        for entry in known.values()
        if entry.feed_id == feed.feed_id and entry.entry_id not in present
    }
    by_words.pop(_NO_WORDS, None)
    decided: dict[str, Entry] = {}
    for place, parsed in enumerate(entries):
        entry_id = digest_id(story_id, feed.feed_id, parsed.entry_key)
        if entry_id not in known:
            entry_id = by_url.get(parsed.url) or by_words.get(_words(parsed), entry_id)
        entry = _entry(entry_id, story_id, feed, parsed, is_first_sight, now)
        before = known.get(entry_id)
        if before is not None and (
            before.entry_hash == entry.entry_hash or _is_only_relinked(before, entry)
        ):
            continue
        if is_first_sight and place >= MOST_ENTRIES_ON_FIRST_SIGHT:
            entry = replace(entry, page_state="skipped")
        elif before is not None:
            entry = counted_change(entry, before, now)
        decided.setdefault(entry_id, entry)
    return list(decided.values())


def decide_retries(
    known: Iterable[KnownEntry], decided: Iterable[Entry], story_id: str, now: datetime
) -> list[Entry]:
    """Return the entries whose page an earlier run could not get and that are due again."""
    fresh = {entry.entry_id for entry in decided}
    return [
        Entry(
            entry_id=entry.entry_id,
            story_id=story_id,
            feed_id=entry.feed_id,
            entry_key=entry.entry_key,
            url=entry.url,
            title=entry.title,
            summary=entry.summary,
            content_html="",
            author=entry.author,
            published_raw=entry.published_raw,
            published_at=entry.published_at,
            published_precision=entry.published_precision,
            entry_hash=entry.entry_hash,
            page_state="pending",
            page_attempts=entry.page_attempts,
            page_error=entry.page_error,
            is_first_sight=entry.is_first_sight,
            seen_at=now,
            changed_on=entry.changed_on,
            changes_on_day=entry.changes_on_day,
        )
        for entry in known
        if entry.page_state == "pending" and entry.entry_id not in fresh
    ]


def page_failed(entry: Entry, reason: str, *, may_retry: bool, was_asked: bool = True) -> Entry:
    """Return the entry after its page could not be had: asked again, or given up.

    Where the page itself was not asked for (no turn, no robots.txt), no attempt is used up.
    """
    attempts = entry.page_attempts + was_asked
    again = may_retry and attempts < MOST_PAGE_ATTEMPTS
    return replace(
        entry,
        page_state="pending" if again else "failed",
        page_attempts=attempts,
        page_error=reason,
    )


def wants_stand_in(entry: Entry, *, was_asked: bool) -> bool:
    """Say whether the feed's own words are to stand in for a page that could not be had.

    ``entry`` is as it was before the failure. At the first failure, not after the last: news
    is not held up by a server that is down, and the page completes the article later. Where
    the feed gives a title alone there is nothing to read.
    """
    is_first = not entry.page_error or (was_asked and entry.page_attempts == 0)
    return is_first and bool(entry.summary.strip() or entry.content_html.strip())


def _entry(
    entry_id: str,
    story_id: str,
    feed: Feed,
    parsed: FeedEntry,
    is_first_sight: bool,
    now: datetime,
) -> Entry:
    return Entry(
        entry_id=entry_id,
        story_id=story_id,
        feed_id=feed.feed_id,
        entry_key=parsed.entry_key,
        url=parsed.url,
        title=parsed.title,
        summary=parsed.summary,
        content_html=parsed.content_html,
        author=parsed.author,
        published_raw=parsed.published_raw,
        published_at=not_in_future(parsed.published_at, now),
        published_precision=parsed.published_precision,
        entry_hash=digest_id(parsed.url, parsed.title, parsed.summary, parsed.published_raw),
        page_state="pending",
        page_attempts=0,
        page_error="",
        is_first_sight=is_first_sight,
        seen_at=now,
    )


def _words(entry: FeedEntry | KnownEntry | Entry) -> tuple[str, str, str]:
    """Return what a feed says of an entry beside key and link; blank where that is too little.

    A day's two market reports may have one title and summary, but not one time of day.
    """
    said = (entry.title, entry.summary, entry.published_raw)
    is_telling = entry.published_precision in ("second", "minute") and all(
        part.strip() for part in said
    )
    return said if is_telling else _NO_WORDS


def _is_only_relinked(before: KnownEntry, entry: Entry) -> bool:
    """Say whether key and link alone changed of an entry whose page is held."""
    return (
        before.page_state == "fetched"
        and before.entry_key != entry.entry_key
        and _words(before) == _words(entry) != _NO_WORDS
    )
