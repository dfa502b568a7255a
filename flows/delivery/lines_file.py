"""A JSON Lines file of events: one line each, on the disk before it counts as delivered."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.delivery.sending import Sent
from flows.installation.receiver_settings import JsonLinesReceiver, settings_digest
from transforms.notification_records import Message, Notification

_LOOKED_AT = 4_000_000
"""Bytes at the end of the file in which an event that a crash left unrecorded is looked for."""


@dataclass(frozen=True, slots=True)
class JsonLinesSender:
    """Appends each event's CloudEvents JSON to a file."""

    receiver: JsonLinesReceiver
    path: Path

    @property
    def settings_digest(self) -> str:
        """Where the receiver is set up to be."""
        return settings_digest(self.receiver)

    async def send(self, notification: Notification, message: Message, at: datetime) -> Sent:
        """Append the events that the end of the file does not hold yet."""
        del message, at
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            append_lines(self.path, [event.body for event in notification.events])
        except OSError as error:
            return Sent(f"{self.path} cannot be written ({error.strerror})")
        return Sent()


def append_lines(path: Path, bodies: list[str]) -> None:
    """Append JSON objects, each id once; a line that a crash cut off is removed first.

    Raises:
        OSError: the file cannot be written.
    """
    with path.open("a+b") as file:
        size = file.seek(0, os.SEEK_END)
        begun = file.seek(max(0, size - _LOOKED_AT))
        end = file.read()
        whole = end.rfind(b"\n") + 1
        if whole < len(end) and (whole or not begun):
            file.truncate(begun + whole)
        known = {_event_id(line) for line in end[:whole].splitlines()}
        for body in bodies:
            event = json.loads(body)
            if event["id"] not in known:
                file.write(json.dumps(event, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _event_id(line: bytes) -> str:
    try:
        return str(json.loads(line)["id"])
    except (ValueError, KeyError, TypeError):
        return ""  # the first line that is looked at may be a part of one
