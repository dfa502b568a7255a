"""The outbox: alerts that wait, and what came of each attempt to send them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from transforms.statement_records import Event
from warehouse.staging import arrow_schema, as_row


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """An alert that has not been delivered."""

    event_id: str
    receiver: str
    body: str
    attempts: int


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


def pending_events(connection: duckdb.DuckDBPyConnection) -> list[PendingEvent]:
    """Return the undelivered alerts, oldest first."""
    rows = connection.execute(
        """
        SELECT o.event_id, o.receiver, o.body, count(d.event_id) AS attempts
        FROM outbox o LEFT JOIN deliveries d USING (event_id)
        GROUP BY ALL
        HAVING NOT coalesce(bool_or(d.outcome = 'delivered'), false)
        ORDER BY min(o.created_at), o.event_id
        """
    ).fetchall()
    return [PendingEvent(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to send an alert."""

    event_id: str
    receiver: str
    attempt: int
    attempted_at: datetime
    outcome: str
    status: int | None
    error: str


def record_delivery(connection: duckdb.DuckDBPyConnection, delivery: Delivery) -> None:
    """Record one attempt, at once, so that a crash repeats as little as possible."""
    connection.execute(
        "INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            delivery.event_id,
            delivery.receiver,
            delivery.attempt,
            delivery.attempted_at.replace(tzinfo=None),
            delivery.outcome,
            delivery.status,
            delivery.error,
        ],
    )
