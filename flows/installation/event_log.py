"""The log of events: JSON Lines on standard output, or nothing where a person reads instead.

A line is one event: ``time`` (UTC), ``level``, ``event``, ``run_id`` from the run's first step
on, and what the event is about. docs/operations.md lists the events.
"""

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol, TextIO

from flows.clock import Clock, system_clock
from flows.delivery.sending import without_secrets
from flows.display.formats import json_safe, plain
from transforms.address_secrets import without_address_secrets
from transforms.notification_records import Message, Notification


class LogForm(StrEnum):
    """What ``run`` and ``serve`` print."""

    TEXT = "text"
    JSON = "json"


class Log(Protocol):
    """Told of each event."""

    run_id: str
    """Of the run under way; empty before it has one."""

    def write(self, event: str, level: str = "info", **facts: object) -> None:
        """Tell one event; facts that are None or empty are left out."""
        ...


class NoLog:
    """Tells nothing: the events are shown in words."""

    run_id = ""

    def write(self, event: str, level: str = "info", **facts: object) -> None:
        """Tell nothing."""


class EventLog:
    """Writes one line of JSON for each event."""

    def __init__(
        self,
        out: TextIO | None = None,
        clock: Clock = system_clock,
        secrets: Iterable[str] = (),
        run_id: str = "",
    ) -> None:
        """Write to ``out``, else to standard output; ``secrets`` stand in no line."""
        self.run_id = run_id
        self._out = out or sys.stdout
        self._clock = clock
        self._secrets = tuple(secrets)

    def write(self, event: str, level: str = "info", **facts: object) -> None:
        """Write one line at once; a log that cannot be written costs no run."""
        told = {name: value for name, value in facts.items() if value is not None and value != ""}
        run = {"run_id": self.run_id} if self.run_id else {}
        head = {"time": self._clock(), "level": level, "event": event}
        line = json.dumps(
            plain(self._without_secrets(head | run | told)), ensure_ascii=False, allow_nan=False
        )
        try:
            self._out.write("".join(map(json_safe, line)) + "\n")
            self._out.flush()
        except OSError:
            return

    def show(self, notification: Notification, message: Message) -> None:
        """Tell a notification to the console, a line for each of its events."""
        del message
        left_out = notification.left_out or None
        for event in notification.events:
            self.write("alert.shown", alert=json.loads(event.body)["data"], left_out=left_out)

    def _without_secrets(self, value: object) -> object:
        match value:
            case str():
                return without_address_secrets(without_secrets(value, self._secrets))
            case dict():
                return {name: self._without_secrets(inner) for name, inner in value.items()}
            case list() | tuple():
                return [self._without_secrets(inner) for inner in value]
        return value
