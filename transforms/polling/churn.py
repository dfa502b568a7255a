"""Entries that change at every poll: after a few changes in a day their pages are left alone.

A clock or an advertisement in a title or summary would fetch and analyse the page each time.
"""

from dataclasses import replace
from datetime import datetime

from transforms.feed_records import Entry, KnownEntry

MOST_CHANGES_A_DAY = 8
"""A live page whose summary is written anew every hour of a working day is news still."""


def counted_change(entry: Entry, before: KnownEntry, now: datetime) -> Entry:
    """Return a changed entry with how often it has changed today (UTC), held back if too often.

    One that is held back keeps the page's state and the digest of what was last acted on:
    tomorrow its words still differ from that, so the last change of a day is not lost.
    """
    today = now.date()
    changes = before.changes_on_day + 1 if before.changed_on == today else 1
    entry = replace(entry, changed_on=today, changes_on_day=changes)
    if changes <= MOST_CHANGES_A_DAY:
        return entry
    return replace(
        entry,
        is_held_back=True,
        entry_hash=before.entry_hash,
        page_state=before.page_state,
        page_attempts=before.page_attempts,
        page_error=before.page_error,
    )
