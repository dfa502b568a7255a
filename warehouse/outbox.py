"""The outbox: events that wait to be sent."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from transforms.notification_records import Muted, WaitingEvent
from transforms.statement_records import Event
from warehouse.staging import arrow_schema, as_row


@dataclass(frozen=True, slots=True)
class AlertState:
    """How far one alert has come."""

    route: str
    receiver: str
    state: str
    """delivered, pending, dead or muted."""
    reason: str
    """Why it is muted, or its last attempt failed; or empty."""


def put_into_outbox(
    connection: duckdb.DuckDBPyConnection, events: Sequence[Event], run_seq: int
) -> None:
    """Keep alerts to be sent, each id once; call inside the landing transaction."""
    if not events:
        return
    table = pa.Table.from_pylist([as_row(event) for event in events], schema=arrow_schema(Event))
    connection.register("decided_events", table)
    connection.execute(
        """
        INSERT INTO outbox BY NAME
        SELECT *, ? AS run_seq FROM decided_events
        WHERE event_id NOT IN (SELECT event_id FROM outbox)
        """,
        [run_seq],
    )
    connection.unregister("decided_events")


def waiting_events(connection: duckdb.DuckDBPyConnection, story_id: str) -> list[WaitingEvent]:
    """Return a story's events that no notification carries and nothing mutes, the oldest first."""
    return _events(
        connection,
        """
        WHERE story_id = $story_id
          AND event_id NOT IN (SELECT unnest(event_ids) FROM notifications)
          AND event_id NOT IN (SELECT event_id FROM muted_events)
        """,
        {"story_id": story_id},
    )


def told_events(connection: duckdb.DuckDBPyConnection, since: datetime) -> list[WaitingEvent]:
    """Return the events decided since then that a notification carries, the oldest first."""
    return _events(
        connection,
        "WHERE created_at >= $since AND event_id IN (SELECT unnest(event_ids) FROM notifications)",
        {"since": since.replace(tzinfo=None)},
    )


def events_by_id(
    connection: duckdb.DuckDBPyConnection, event_ids: Sequence[str]
) -> dict[str, WaitingEvent]:
    """Return the events of some ids."""
    found = _events(
        connection, "WHERE list_contains($event_ids, event_id)", {"event_ids": list(event_ids)}
    )
    return {event.event_id: event for event in found}


def receivers_told(
    connection: duckdb.DuckDBPyConnection, statement_ids: Collection[str]
) -> frozenset[tuple[str, str]]:
    """Return the pairs of statement and receiver that an alert of its publication names."""
    if not statement_ids:
        return frozenset()
    rows = connection.execute(
        """
        SELECT DISTINCT statement_id, receiver FROM outbox
        WHERE event_type = 'statement.published' AND list_contains($ids, statement_id)
          AND event_id NOT IN (SELECT event_id FROM muted_events)
        """,
        {"ids": sorted(statement_ids)},
    ).fetchall()
    return frozenset(rows)


def feed_events_told(
    connection: duckdb.DuckDBPyConnection, story_id: str
) -> dict[tuple[str, str], str]:
    """Return the last event type about each feed (by its id) that each receiver has."""
    rows = connection.execute(
        """
        SELECT labels->'feed'->>0 AS feed_id, receiver, arg_max(event_type, created_at)
        FROM outbox
        WHERE event_type IN ('feed.stale', 'feed.recovered') AND story_id = $story_id
        GROUP BY ALL
        """,
        {"story_id": story_id},
    ).fetchall()
    return {(feed_id, receiver): event_type for feed_id, receiver, event_type in rows}


def alerts_of_statement(
    connection: duckdb.DuckDBPyConnection, statement_id: str
) -> list[AlertState]:
    """Return how far the alerts of a statement's publication have come."""
    rows = connection.execute(
        """
        SELECT route, receiver, state,
               CASE WHEN state = 'muted' THEN muted_reason ELSE last_error END
        FROM alerts
        WHERE statement_id = $statement_id AND event_type = 'statement.published'
        ORDER BY created_at, receiver
        """,
        {"statement_id": statement_id},
    ).fetchall()
    return [AlertState(*row) for row in rows]


def as_waiting(event: Event) -> WaitingEvent:
    """Return a decided event as it will be read back."""
    return _event((
        event.event_id, event.event_type, event.story_id, event.statement_id, event.route,
        event.receiver, event.body, event.created_at, event.labels,
    ))  # fmt: skip


def mute(connection: duckdb.DuckDBPyConnection, muted: Sequence[Muted], now: datetime) -> None:
    """Keep why events do not go out, each once."""
    for one in muted:
        connection.execute(
            """
            INSERT INTO muted_events SELECT $id, $reason, $now
            WHERE NOT EXISTS (FROM muted_events WHERE event_id = $id)
            """,
            {"id": one.event_id, "reason": one.reason, "now": now.replace(tzinfo=None)},
        )


def _events(
    connection: duckdb.DuckDBPyConnection, condition: str, parameters: object = None
) -> list[WaitingEvent]:
    rows = connection.execute(
        f"""
        SELECT event_id, event_type, story_id, statement_id, route, receiver, body, created_at,
               labels
        FROM outbox {condition}
        ORDER BY created_at, event_id
        """,  # noqa: S608 - our own conditions
        parameters,
    ).fetchall()
    return [_event(row) for row in rows]


def _event(row: Sequence[Any]) -> WaitingEvent:
    *texts, created_at, labels = row
    values = {label: frozenset(values) for label, values in json.loads(labels).items()}
    event_id, event_type, story_id, statement_id, route, receiver, body = texts
    return WaitingEvent(
        event_id, event_type, story_id, statement_id, route, receiver, body,
        created_at.replace(tzinfo=UTC), values,
    )  # fmt: skip
