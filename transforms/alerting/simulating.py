"""What routes would send of events that are known: the planner under a made clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from transforms.alerting.planning import Policies, plan_notifications
from transforms.notification_records import (
    Muted,
    Notification,
    PastNotification,
    WaitingEvent,
)


@dataclass(frozen=True, slots=True)
class Simulated:
    """One sending, or what was muted, at a moment."""

    at: datetime
    notification: Notification | None
    muted: Muted | None = None


def simulate(
    events: Iterable[WaitingEvent], policies: Policies, until: datetime
) -> tuple[list[Simulated], list[WaitingEvent]]:
    """Return what would have gone out until then, and what would wait.

    The planner is asked whenever an event happens and whenever something is due: as often as a
    service with no pause between its runs.
    """
    coming = sorted(events, key=lambda event: (event.created_at, event.event_id))
    waiting: list[WaitingEvent] = []
    told: list[WaitingEvent] = []
    past: list[PastNotification] = []
    done: list[Simulated] = []
    due: datetime | None = None
    while coming or due:
        now = min(moment for moment in (coming[0].created_at if coming else None, due) if moment)
        if now > until:
            break
        while coming and coming[0].created_at <= now:
            waiting.append(coming.pop(0))
        plan = plan_notifications(waiting, policies, now, past, told)
        done += [Simulated(now, notification) for notification in plan.notifications]
        done += [Simulated(now, None, muted) for muted in plan.muted]
        past += [_as_past(notification, now) for notification in plan.notifications]
        told += [event for notification in plan.notifications for event in notification.events]
        waiting = _still_waiting(waiting, plan.notifications, plan.muted)
        due = plan.next_due
    return done, waiting + [event for event in coming if event.created_at <= until]


def _as_past(notification: Notification, now: datetime) -> PastNotification:
    first = notification.events[0]
    return PastNotification(
        first.story_id, first.route, first.receiver, notification.group_key, now,
        len(notification.events),
    )  # fmt: skip


def _still_waiting(
    waiting: Sequence[WaitingEvent], sent: Sequence[Notification], muted: Sequence[Muted]
) -> list[WaitingEvent]:
    gone = {event.event_id for notification in sent for event in notification.events}
    gone |= {one.event_id for one in muted}
    return [event for event in waiting if event.event_id not in gone]
