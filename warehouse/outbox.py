"""The outbox: events that wait to be sent."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from transforms.notification_records import WaitingEvent
from transforms.statement_records import Event
from warehouse.staging import arrow_schema, as_row


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


def waiting_events(connection: duckdb.DuckDBPyConnection) -> list[WaitingEvent]:
    """Return the events that no notification carries yet, the oldest first."""
    rows = connection.execute(
        """
        SELECT event_id, event_type, story_id, statement_id, route, receiver, body, created_at
        FROM outbox
        WHERE event_id NOT IN (SELECT unnest(event_ids) FROM notifications)
        ORDER BY created_at, event_id
        """
    ).fetchall()
    return [read_event(row) for row in rows]


def read_event(row: Sequence[Any]) -> WaitingEvent:
    """Return one row of the outbox, in the order of the table's columns, as a record."""
    event_id, event_type, story_id, statement_id, route, receiver, body, created_at = row
    at: datetime = created_at.replace(tzinfo=UTC)
    return WaitingEvent(
        event_id, event_type, story_id, statement_id, route, receiver, body, at,
        group_key=event_id, due_at=at,
    )  # fmt: skip
