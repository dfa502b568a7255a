"""What earlier runs left for the next one: feeds, entries, analysed revisions."""

from collections.abc import Collection
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from transforms.feed_records import FeedState, KnownEntry, RobotsCopy


def free_run_id(connection: duckdb.DuckDBPyConnection, wanted: str) -> str:
    """Return the wanted id, with a number behind it when a landed run has it.

    Ids are made of the start time, and a clock that was set back gives a time twice: a run of
    that name would be taken for one that has landed.
    """
    rows = connection.execute(
        "SELECT run_id FROM runs WHERE starts_with(run_id, ?)", [wanted]
    ).fetchall()
    taken = {run_id for (run_id,) in rows}
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (wanted, *numbered) if name not in taken)


def feed_states(connection: duckdb.DuckDBPyConnection, story_id: str) -> dict[str, FeedState]:
    """Return the remembered state of each feed of a story, by feed_id."""
    names = [field.name for field in fields(FeedState)]
    rows = connection.execute(
        f"SELECT {', '.join(names)} FROM feeds WHERE story_id = ?",  # noqa: S608 - our own names
        [story_id],
    ).fetchall()
    return {row[1]: FeedState(*(_aware(value) for value in row)) for row in rows}


def known_entries(
    connection: duckdb.DuckDBPyConnection, story_id: str, feed_ids: Collection[str]
) -> dict[str, KnownEntry]:
    """Return, by entry_id, the entries of these feeds and every entry still pending."""
    rows = connection.execute(
        """
        SELECT entry_id, feed_id, entry_key, url, title, summary, author, published_raw,
               published_at, published_precision, entry_hash, page_state, page_attempts,
               page_error, is_first_sight, changed_on, changes_on_day
        FROM entries
        WHERE story_id = ? AND (list_contains(?, feed_id) OR page_state = 'pending')
        """,
        [story_id, list(feed_ids)],
    ).fetchall()
    return {row[0]: KnownEntry(*(_aware(value) for value in row)) for row in rows}


def robots_copies(connection: duckdb.DuckDBPyConnection) -> dict[str, RobotsCopy]:
    """Return what is remembered of each site's robots.txt, by origin."""
    rows = connection.execute(
        """
        SELECT origin, outcome, status, text, error, checked_at, known_at, unreachable_since
        FROM robots
        """
    ).fetchall()
    return {row[0]: RobotsCopy(*(_aware(value) for value in row)) for row in rows}


def analysed_revisions(
    connection: duckdb.DuckDBPyConnection, story_id: str, article_ids: Collection[str]
) -> frozenset[str]:
    """Return the ids of the revisions of these articles that were analysed for a story."""
    rows = connection.execute(
        """
        SELECT revision_id FROM analyses
        SEMI JOIN (
            SELECT revision_id FROM article_revisions
            SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS article_id) USING (article_id)
        ) USING (revision_id)
        WHERE story_id = ?
        """,
        [sorted(article_ids), story_id],
    ).fetchall()
    return frozenset(row[0] for row in rows)


def analysed_again(
    connection: duckdb.DuckDBPyConnection, story_id: str, staged_revisions: Collection[Path]
) -> frozenset[str]:
    """Return the ids of a run's staged revisions that were analysed for the story before."""
    rows = connection.execute(
        """
        SELECT DISTINCT revision_id FROM read_parquet(?)
        SEMI JOIN (FROM analyses WHERE story_id = ?) USING (revision_id)
        """,
        [[str(path) for path in staged_revisions], story_id],
    ).fetchall()
    return frozenset(row[0] for row in rows)


def _aware(value: Any) -> Any:  # noqa: ANN401
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
