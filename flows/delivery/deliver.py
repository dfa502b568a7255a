"""Deliver: send what waits in the outbox, at least once, each with its constant id."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from flows.clock import Clock
from flows.delivery.receivers import Sender, Sent
from flows.display.progress import Progress
from warehouse.database import open_private
from warehouse.outbox import Delivery, PendingEvent, pending_events, record_delivery


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a round of deliveries did."""

    delivered: tuple[PendingEvent, ...]
    failed: tuple[tuple[PendingEvent, str], ...]
    """Alerts that stay in the outbox, with the reason; the next run sends them again."""


def deliver(
    database: Path, senders: Mapping[str, Sender], clock: Clock, progress: Progress
) -> DeliveryReport:
    """Send every waiting alert once; record each attempt as soon as it ended."""
    with open_private(database) as connection:
        waiting = pending_events(connection)
        progress.begin("deliver", len(waiting))
        round_ = _Round(connection, senders, clock, progress)
        asyncio.run(round_.send_all(waiting))
    return DeliveryReport(tuple(round_.delivered), tuple(round_.failed))


@dataclass(slots=True)
class _Round:
    connection: DuckDBPyConnection
    senders: Mapping[str, Sender]
    clock: Clock
    progress: Progress
    delivered: list[PendingEvent] = field(default_factory=list)
    failed: list[tuple[PendingEvent, str]] = field(default_factory=list)

    async def send_all(self, waiting: Sequence[PendingEvent]) -> None:
        """Send receiver by receiver at the same time, each in the order of the outbox."""
        queues: dict[str, list[PendingEvent]] = {}
        for event in waiting:
            queues.setdefault(event.receiver, []).append(event)
        await asyncio.gather(*(self._send_queue(queue) for queue in queues.values()))

    async def _send_queue(self, queue: Sequence[PendingEvent]) -> None:
        silence = ""
        for event in queue:
            if silence:
                # Each would cost a whole time-out, under the warehouse's lock.
                self.failed.append((event, f"not tried after {silence}"))
            else:
                sent = await self._send(event)
                silence = sent.error if sent.status is None else ""
            self.progress.advance()

    async def _send(self, event: PendingEvent) -> Sent:
        at = self.clock()
        sender = self.senders.get(event.receiver)
        if sender is None:
            sent = Sent(f"receiver {event.receiver!r} is no longer set up")
        else:
            sent = await sender.send(event.event_id, event.body, at)
        self._record(event, sent, at)
        return sent

    def _record(self, event: PendingEvent, sent: Sent, at: datetime) -> None:
        record_delivery(
            self.connection,
            Delivery(
                event_id=event.event_id,
                receiver=event.receiver,
                attempt=event.attempts + 1,
                attempted_at=at,
                outcome="failed" if sent.error else "delivered",
                status=sent.status,
                error=sent.error,
            ),
        )
        if sent.error:
            self.failed.append((event, sent.error))
        else:
            self.delivered.append(event)
