"""Which events that wait go out now, and which of them together."""

from collections.abc import Iterable
from datetime import datetime

from transforms.notification_records import Notification, WaitingEvent


def plan_notifications(waiting: Iterable[WaitingEvent], now: datetime) -> list[Notification]:
    """Return one notification, with the event's own id, for each event that is due."""
    return [
        Notification(event.event_id, event.receiver, event.route, (event,))
        for event in waiting
        if event.due_at <= now
    ]
