"""Alerts on the terminal or in the service's log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flows.delivery.sending import Sent
from transforms.notification_records import Message, Notification

Print = Callable[[Notification, Message], None]
"""Shows a notification to a person."""


@dataclass(frozen=True, slots=True)
class ConsoleSender:
    """Shows alerts to the person at the terminal."""

    show: Print
    settings_digest: str = ""

    async def send(self, notification: Notification, message: Message, at: datetime) -> Sent:
        """Show what there is to tell."""
        del at
        try:
            self.show(notification, message)
        except OSError as error:
            return Sent(f"the terminal is gone ({error})", is_silence=True)
        return Sent()
