"""When an article's page is looked at again: minutes, hours, then days after it last changed.

Pure decisions on ``PageVisit``, the memory of one page: each returns the next state.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from transforms.articles.edits import changing_lines
from transforms.feed_records import Entry, Fetch, PageVisit
from transforms.records import Revision, Sighting

STEPS = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
    timedelta(days=3),
    timedelta(days=7),
)
"""How long after its first sight, or its latest edit, a page is looked at again."""

LONGEST_WATCH = timedelta(days=30)
"""After so long a page that still changes is a live ticker, and left alone."""

OLDEST_ON_FIRST_SIGHT = timedelta(days=3)
"""What was older when its feed was first read, or has no date, is not looked at again."""

SOONER = timedelta(hours=6)
"""After a look that failed, the next is not later than so."""

LONGEST_OUTAGE = timedelta(days=3)
"""A server that is down at the last look is asked again for so long."""

MOST_IN_A_RUN = 120
MOST_OF_A_HOST = 12
"""Caps of one run; what is over waits for the next, the longest due first."""


def next_visit(changed_at: datetime, first_seen_at: datetime, now: datetime) -> datetime | None:
    """Return when a page is due again, after ``now``; None when it is not any more.

    The steps count from the last change, so the pauses grow while nothing changes and are
    short again after an edit. A step that passed while nobody ran is not made up for.
    """
    if now - first_seen_at >= LONGEST_WATCH:
        return None
    return next((due for step in STEPS if (due := changed_at + step) > now), None)


def first_visit(entry: Entry, page_id: str, now: datetime) -> PageVisit:
    """Return the memory of a page that was asked for, for the first time that matters."""
    is_old = entry.is_first_sight and (
        entry.published_at is None or now - entry.published_at > OLDEST_ON_FIRST_SIGHT
    )
    return PageVisit(
        story_id=entry.story_id,
        page_id=page_id,
        article_id=page_id,
        entry_id=entry.entry_id,
        feed_id=entry.feed_id,
        url=entry.url,
        first_seen_at=now,
        changed_at=now,
        visited_at=now,
        next_visit_at=None if is_old else next_visit(now, now, now),
        visits=1,
        edits=0,
        etag="",
        last_modified="",
        document_id="",
        gone_since=None,
        last_error="",
        changing=(),
    )


def after_unchanged(visit: PageVisit, now: datetime) -> PageVisit:
    """Return the memory after 304, or after bytes or a text that nobody edited."""
    return replace(
        visit,
        visited_at=now,
        next_visit_at=next_visit(visit.changed_at, visit.first_seen_at, now),
        visits=visit.visits + 1,
        gone_since=None,
        last_error="",
    )


def with_answer(visit: PageVisit, fetch: Fetch) -> PageVisit:
    """Return the memory with the validators and the body's hash of the answer that came."""
    return replace(
        visit, etag=fetch.etag, last_modified=fetch.last_modified, document_id=fetch.body_hash
    )


def settled(
    visits: Iterable[PageVisit], sightings: Iterable[Sighting], revised: Iterable[Revision]
) -> list[PageVisit]:
    """Return the memories after the analysis: of which article they are, and what was an edit."""
    article_of = {sighting.entry_id: sighting.article_id for sighting in sightings}
    edited = {revision.entry_id for revision in revised}
    after = []
    for visit in visits:
        if visit.visits > 1 and visit.entry_id in edited:
            visit = after_edit(visit)
        after.append(replace(visit, article_id=article_of.get(visit.entry_id, visit.article_id)))
    return after


def after_edit(visit: PageVisit) -> PageVisit:
    """Return the memory of a page whose last look found a revision: the schedule starts over."""
    now = visit.visited_at
    due = next_visit(now, visit.first_seen_at, now)
    return replace(visit, changed_at=now, next_visit_at=due, edits=visit.edits + 1)


def after_failure(visit: PageVisit, now: datetime, reason: str, status: int | None) -> PageVisit:
    """Return the memory after a page could not be had.

    404 may be a mistake that is mended, so it is asked for further on the same schedule; 410
    is the publisher's last word.
    """
    is_gone = status in {404, 410}
    due = None if status == 410 else next_visit(visit.changed_at, visit.first_seen_at, now)
    if not is_gone and now - visit.changed_at < STEPS[-1] + LONGEST_OUTAGE:
        # The look that failed is made up for: after the last one no other would come.
        due = min(due or now + SOONER, now + SOONER)
    return replace(
        visit,
        visited_at=now,
        next_visit_at=due,
        visits=visit.visits + 1,
        gone_since=(visit.gone_since or now) if is_gone else visit.gone_since,
        last_error=reason,
    )


def learn(visit: PageVisit, before: str, after: str) -> PageVisit:
    """Return the memory with what changed in figures alone between the two texts."""
    return replace(visit, changing=changing_lines(before, after, visit.changing))


def _queue(visit: PageVisit) -> tuple[datetime, str]:
    return (visit.next_visit_at or visit.visited_at, visit.url)


def choose_visits(due: Iterable[PageVisit], busy: Iterable[str]) -> Sequence[PageVisit]:
    """Return what of the due pages is asked for in this run, the longest due first.

    ``busy`` are the entries whose page this run asks for anyway.
    """
    taken: list[PageVisit] = []
    at_host: Counter[str] = Counter()
    busy = set(busy)
    for visit in sorted(due, key=_queue):
        host = urlsplit(visit.url).hostname or ""
        if visit.entry_id in busy or at_host[host] >= MOST_OF_A_HOST:
            continue
        at_host[host] += 1
        taken.append(visit)
        if len(taken) == MOST_IN_A_RUN:
            break
    return taken
