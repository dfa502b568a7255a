"""What is stored of analysed articles, for tagging it anew."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from transforms.records import Revision

MentionKey = tuple[str, str, int, int]
"""kind, target_id, start, end: what makes a mention another one."""


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """A revision with the mentions that an earlier vocabulary found in it."""

    revision: Revision
    mentions: frozenset[MentionKey]


def outdated_count(connection: duckdb.DuckDBPyConnection, story_id: str, story_version: str) -> int:
    """Return how many revisions were analysed with another version of the story."""
    row = connection.execute(
        "SELECT count(*) FROM analyses WHERE story_id = ? AND story_version <> ?",
        [story_id, story_version],
    ).fetchone()
    return int(row[0]) if row else 0


def outdated_revisions(
    connection: duckdb.DuckDBPyConnection, story_id: str, story_version: str, batch: int = 500
) -> Iterator[list[StoredRevision]]:
    """Yield, in batches ordered by id, the revisions analysed with another version."""
    last = ""
    while True:
        cursor = connection.execute(
            """
            SELECT r.revision_id, r.article_id, a.story_id, r.feed_id, r.entry_id, r.outlet, r.url,
                   articles.canonical_url, r.title, r.byline, r.agency, r.section, r.language,
                   r.text, r.word_count, r.published_at, r.published_precision, r.published_raw,
                   r.modified_at, r.modified_precision, r.modified_raw, r.fetched_at,
                   r.content_hash, r.document_id, r.extraction, r.flags
            FROM analyses a
            JOIN article_revisions r USING (revision_id)
            JOIN articles USING (article_id)
            WHERE a.story_id = ? AND a.story_version <> ? AND r.revision_id > ?
            ORDER BY r.revision_id
            LIMIT ?
            """,
            [story_id, story_version, last, batch],
        )
        columns = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
        if not rows:
            return
        mentions = _mentions(connection, story_id, [row[0] for row in rows])
        yield [
            StoredRevision(_revision(columns, row), frozenset(mentions.get(row[0], ())))
            for row in rows
        ]
        last = rows[-1][0]


def _revision(columns: Sequence[str], row: Sequence[object]) -> Revision:
    values: dict[str, Any] = {
        name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for name, value in zip(columns, row, strict=True)
    }
    values["flags"] = tuple(values["flags"])
    # What is stored is known: it lands as on first sight, so that nothing of it alerts.
    return Revision(**values, is_first_sight=True)


def _mentions(
    connection: duckdb.DuckDBPyConnection, story_id: str, revision_ids: Collection[str]
) -> dict[str, list[MentionKey]]:
    rows = connection.execute(
        """
        SELECT revision_id, kind, target_id, "start", "end" FROM mentions
        WHERE story_id = ? AND list_contains(?, revision_id)
        """,
        [story_id, list(revision_ids)],
    ).fetchall()
    found: dict[str, list[MentionKey]] = {}
    for revision_id, *key in rows:
        kind, target_id, start, end = key
        found.setdefault(revision_id, []).append((kind, target_id, start, end))
    return found
