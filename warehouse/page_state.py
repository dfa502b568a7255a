"""What earlier runs left of articles and their pages: latest texts, other addresses, visits."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import duckdb

from transforms.feed_records import ChangingLine, Entry, HeldArticle, PageVisit


def held_articles(
    connection: duckdb.DuckDBPyConnection, article_ids: Collection[str]
) -> dict[str, HeldArticle]:
    """Return the latest revision of each article that one of these ids leads to, by that id."""
    if not article_ids:
        return {}
    rows = connection.execute(
        """
        WITH wanted AS (
            SELECT unnest(?::VARCHAR[]) AS wanted_id
        ), led AS (
            SELECT wanted_id, coalesce(a.article_id, wanted_id) AS article_id
            FROM wanted LEFT JOIN article_aliases a ON a.alias_id = wanted_id
        )
        SELECT wanted_id, r.article_id, r.revision_id, r.extraction, r.title, r.text
        FROM led JOIN article_revisions r USING (article_id)
        QUALIFY row_number() OVER (PARTITION BY wanted_id ORDER BY r.version DESC) = 1
        """,
        [sorted(article_ids)],
    ).fetchall()
    return {row[0]: HeldArticle(*row[1:]) for row in rows}


def page_aliases(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the articles whose page gives another address than they are named by.

    Feeds whose links are redirected have an alias for each article; those are not here, since
    ``held_articles`` finds them by the link.
    """
    rows = connection.execute(
        "SELECT alias_id, article_id FROM article_aliases WHERE kind = 'page'"
    ).fetchall()
    return dict(rows)


def page_visits(
    connection: duckdb.DuckDBPyConnection, story_id: str, page_ids: Collection[str]
) -> dict[str, PageVisit]:
    """Return what is remembered of these pages, by page_id."""
    rows = connection.execute(
        f"SELECT {_VISIT} FROM page_visits WHERE story_id = ? AND list_contains(?, page_id)",  # noqa: S608
        [story_id, sorted(page_ids)],
    ).fetchall()
    return {visit.page_id: visit for visit in map(_visit, rows)}


def due_visits(
    connection: duckdb.DuckDBPyConnection,
    story_id: str,
    feed_ids: Collection[str],
    now: datetime,
    most: int,
) -> list[PageVisit]:
    """Return the pages of these feeds that are due, the longest due first."""
    rows = connection.execute(
        f"""
        SELECT {_VISIT} FROM page_visits
        WHERE story_id = ? AND next_visit_at <= ? AND list_contains(?, feed_id)
        ORDER BY next_visit_at, url LIMIT ?
        """,  # noqa: S608
        [story_id, now.replace(tzinfo=None), sorted(feed_ids), most],
    ).fetchall()
    return [_visit(row) for row in rows]


def stored_entries(
    connection: duckdb.DuckDBPyConnection, story_id: str, entry_ids: Collection[str], now: datetime
) -> dict[str, Entry]:
    """Return these entries as they stand, by entry_id, for asking for their page again.

    What their page says that is new is news, also where the feed was read for the first time.
    """
    rows = connection.execute(
        """
        SELECT entry_id, story_id, feed_id, entry_key, url, title, summary, '', author,
               published_raw, published_at, published_precision, entry_hash, page_state,
               page_attempts, page_error, false, changed_on, changes_on_day, is_held_back
        FROM entries WHERE story_id = ? AND list_contains(?, entry_id)
        """,
        [story_id, sorted(entry_ids)],
    ).fetchall()
    entries = (
        Entry(*(_aware(value) for value in (*row[:_LATER], now, *row[_LATER:]))) for row in rows
    )
    return {entry.entry_id: entry for entry in entries}


_LATER = 17
"""Where ``seen_at`` stands among the fields of an entry."""

_VISIT = """
    story_id, page_id, article_id, entry_id, feed_id, url, first_seen_at, changed_at, visited_at,
    next_visit_at, visits, edits, etag, last_modified, document_id, gone_since, last_error, changing
"""


def _visit(row: tuple[Any, ...]) -> PageVisit:
    lines = tuple(ChangingLine(line["shape"], line["looks"]) for line in row[-1])
    return PageVisit(*(_aware(value) for value in (*row[:-1], lines)))


def _aware(value: Any) -> Any:  # noqa: ANN401
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
