"""Alerts on the terminal or in the service's log."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.delivery.sending import Sent
from transforms.notification_records import Message, Notification

Print = Callable[[dict[str, Any]], None]
"""Shows one event's data to a person."""


@dataclass(frozen=True, slots=True)
class ConsoleSender:
    """Shows alerts to the person at the terminal."""

    show: Print
    settings_digest: str = ""

    async def send(self, notification: Notification, message: Message, at: datetime) -> Sent:
        """Show every event."""
        del message, at
        try:
            for event in notification.events:
                self.show(json.loads(event.body)["data"])
        except OSError as error:
            return Sent(f"the terminal is gone ({error})", is_silence=True)
        return Sent()
