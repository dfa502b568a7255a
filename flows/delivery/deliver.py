"""Deliver: send what is due, at least once, each with its constant id."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from flows.clock import Clock
from flows.delivery.sending import Sender, Sent
from flows.display.progress import Progress
from seeds.story import Story
from transforms.alerting.planning import (
    INHIBITS_FOR,
    REMEMBERS_FOR,
    plan_notifications,
    policies_of,
)
from transforms.back_off import Verdict, judge_attempt
from transforms.messages.rendering import render
from transforms.notification_records import Notification
from warehouse.database import open_private
from warehouse.deliveries import (
    Delivery,
    DueNotification,
    ReceiverRest,
    due_notifications,
    keep_plan,
    past_notifications,
    record_delivery,
    record_rest,
    resting_receivers,
)
from warehouse.lake_address import Lake
from warehouse.outbox import told_events, waiting_events
from warehouse.silences import silences_since

ROUND_SECONDS = 30.0
"""After this no attempt begins: the round is made under the warehouse's lock."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a round of deliveries did."""

    delivered: tuple[Notification, ...]
    failed: tuple[tuple[Notification, str], ...]
    """What was due and not sent, with the reason and what happens next."""
    muted: int = 0
    """Events that a silence, an inhibit rule or a rate limit keeps back for good."""


def deliver(
    database: Path | Lake,
    senders: Mapping[str, Sender],
    clock: Clock,
    progress: Progress,
    story: Story | None = None,
) -> DeliveryReport:
    """Send what is due once; record each attempt as soon as it ended.

    Of the events that wait, those of ``story`` are planned by its routes; those of another story
    go on waiting for its own run.
    """
    with open_private(database) as connection:
        now = clock()
        muted = _plan(connection, story, now) if story else 0
        due = due_notifications(connection, now)
        progress.begin("deliver", len(due))
        round_ = _Round(connection, senders, clock, progress, resting_receivers(connection))
        if due:
            asyncio.run(round_.send_all(due))
    return DeliveryReport(tuple(round_.delivered), tuple(round_.failed), muted)


def _plan(connection: DuckDBPyConnection, story: Story, now: datetime) -> int:
    """Keep what is to go out by now and what is muted; return how many are muted."""
    waiting = waiting_events(connection, story.story_id)
    if not waiting:
        return 0
    silences = silences_since(connection, waiting[0].created_at)
    told = told_events(connection, now - INHIBITS_FOR) if story.inhibit_rules else ()
    past = past_notifications(connection, now - REMEMBERS_FOR)
    plan = plan_notifications(waiting, policies_of(story, silences), now, past, told)
    if plan.notifications or plan.muted:
        keep_plan(connection, plan.notifications, plan.muted, now)
    return len(plan.muted)


@dataclass(slots=True)
class _Round:
    connection: DuckDBPyConnection
    senders: Mapping[str, Sender]
    clock: Clock
    progress: Progress
    resting: dict[str, ReceiverRest]
    delivered: list[Notification] = field(default_factory=list)
    failed: list[tuple[Notification, str]] = field(default_factory=list)

    async def send_all(self, due: Sequence[DueNotification]) -> None:
        """Send receiver by receiver at the same time, each in the order of the outbox."""
        ends_at = asyncio.get_running_loop().time() + ROUND_SECONDS
        queues: dict[str, list[DueNotification]] = {}
        for item in due:
            queues.setdefault(item.notification.receiver, []).append(item)
        await asyncio.gather(*(self._send_queue(queue, ends_at) for queue in queues.values()))

    async def _send_queue(self, queue: Sequence[DueNotification], ends_at: float) -> None:
        loop = asyncio.get_running_loop()
        silence = ""
        for item in queue:
            refusal = self._rest(item.notification.receiver)
            if not refusal and silence:
                # Each would cost a whole time-out, under the warehouse's lock.
                refusal = f"not tried after {silence}; the next run sends it"
            elif not refusal and loop.time() > ends_at:
                refusal = f"the round took {ROUND_SECONDS:g} s; the next run sends it"
            if refusal:
                self.failed.append((item.notification, refusal))
            else:
                sent = await self._send(item)
                silence = sent.error if sent.is_silence else ""
            self.progress.advance()

    def _rest(self, receiver: str) -> str:
        """Return why nothing is sent to a receiver now, or ""."""
        rest = self.resting.get(receiver)
        sender = self.senders.get(receiver)
        if rest is None or sender is None or rest.settings_digest != sender.settings_digest:
            return ""
        if rest.rests_until is None:
            return f"{rest.reason}: it is sent when the receiver's settings have changed"
        if rest.rests_until > self.clock():
            return f"{rest.reason}: it asked for rest until {_shown(rest.rests_until)}"
        return ""

    async def _send(self, item: DueNotification) -> Sent:
        notification, at = item.notification, self.clock()
        sender = self.senders.get(notification.receiver)
        if sender is None:
            sent = Sent(f"receiver {notification.receiver!r} is no longer set up")
        else:
            sent = await sender.send(notification, render(notification), at)
        verdict = judge_attempt(
            notification.notification_id, item.tries + 1, self.clock(),
            sent.error, sent.status, sent.retry_after,
        )  # fmt: skip
        self._record(item, sent, verdict, at)
        if sender is not None and (verdict.receiver_is_gone or verdict.receiver_rests_until):
            rest = ReceiverRest(
                notification.receiver, sender.settings_digest, self.clock(),
                verdict.receiver_rests_until, sent.error,
            )  # fmt: skip
            self.resting[rest.receiver] = rest
            record_rest(self.connection, rest)
        return sent

    def _record(self, item: DueNotification, sent: Sent, verdict: Verdict, at: datetime) -> None:
        notification = item.notification
        record_delivery(
            self.connection,
            Delivery(
                notification_id=notification.notification_id,
                receiver=notification.receiver,
                attempt=item.attempts + 1,
                attempted_at=at,
                outcome=verdict.outcome,
                status=sent.status,
                error=sent.error,
                next_attempt_at=verdict.next_attempt_at,
            ),
        )
        if verdict.outcome == "delivered":
            self.delivered.append(notification)
        else:
            reason = f"{sent.error}; {_what_next(notification, verdict)}"
            self.failed.append((notification, reason))


def _what_next(notification: Notification, verdict: Verdict) -> str:
    if verdict.receiver_is_gone:
        return "the receiver is off, and it is sent, when its settings have changed"
    if verdict.next_attempt_at is None:
        return (
            "that was the last attempt; `onrecord alerts retry "
            f"{notification.notification_id}` sends it again"
        )
    return f"it is sent again after {_shown(verdict.next_attempt_at)}"


def _shown(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
