"""Silences: what nobody wants to be alerted of for a while."""

from datetime import UTC, datetime

import duckdb

from transforms.notification_records import Silence
from warehouse.answers import Answer


def silences_since(connection: duckdb.DuckDBPyConnection, since: datetime) -> list[Silence]:
    """Return the silences that had not ended then, the oldest first."""
    rows = connection.execute(
        """
        SELECT silence_id, matchers, author, "comment", starts_at, ends_at FROM silences
        WHERE ends_at > $since ORDER BY starts_at, silence_id
        """,
        {"since": since.replace(tzinfo=None)},
    ).fetchall()
    return [
        Silence(
            silence_id, tuple(matchers), author, comment,
            starts.replace(tzinfo=UTC), ends.replace(tzinfo=UTC),
        )
        for silence_id, matchers, author, comment, starts, ends in rows
    ]  # fmt: skip


def keep_silence(connection: duckdb.DuckDBPyConnection, silence: Silence, now: datetime) -> None:
    """Keep a silence, each id once."""
    connection.execute(
        """
        INSERT INTO silences SELECT $id, $matchers, $author, $comment, $starts, $ends, $now
        WHERE NOT EXISTS (FROM silences WHERE silence_id = $id)
        """,
        {
            "id": silence.silence_id,
            "matchers": list(silence.matchers),
            "author": silence.author,
            "comment": silence.comment,
            "starts": silence.starts_at.replace(tzinfo=None),
            "ends": silence.ends_at.replace(tzinfo=None),
            "now": now.replace(tzinfo=None),
        },
    )


def end_silence(connection: duckdb.DuckDBPyConnection, silence_id: str, now: datetime) -> bool:
    """Let a silence end now; tell whether there was one that lasted."""
    ended = connection.execute(
        "UPDATE silences SET ends_at = $now WHERE silence_id = $id AND ends_at > $now",
        {"id": silence_id, "now": now.replace(tzinfo=None)},
    ).fetchone()
    return bool(ended and ended[0])


def listed_silences(connection: duckdb.DuckDBPyConnection, now: datetime) -> Answer:
    """Return all silences with their state at a moment, those that last first."""
    found = connection.execute(
        """
        SELECT silence_id AS silence,
               CASE WHEN ends_at <= $now THEN 'ended'
                    WHEN starts_at > $now THEN 'to come' ELSE 'active' END AS state,
               array_to_string(matchers, ', ') AS matchers, author, "comment", starts_at, ends_at,
               (SELECT count(*) FROM muted_events m
                WHERE starts_with(m.reason, 'silence ' || silence_id)) AS muted
        FROM silences
        ORDER BY ends_at <= $now, starts_at DESC, silence_id
        """,
        {"now": now.replace(tzinfo=None)},
    )
    return Answer(tuple(column[0] for column in found.description or ()), tuple(found.fetchall()))
