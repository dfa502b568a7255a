"""The outbox: alerts that wait, and what came of each attempt to send them."""

from dataclasses import dataclass
from datetime import datetime

import duckdb


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """An alert that has not been delivered."""

    event_id: str
    receiver: str
    body: str
    attempts: int


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
