"""What a sender is, and what comes of one attempt."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from urllib.parse import quote, unquote

from transforms.notification_records import Message, Notification

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one attempt; ``error`` is empty when it was delivered."""

    error: str = ""
    status: int | None = None
    retry_after: timedelta | None = None
    is_silence: bool = False
    """The receiver said nothing at all: others for it would wait as long."""


class Sender(Protocol):
    """Sends notifications to one receiver."""

    @property
    def settings_digest(self) -> str:
        """Where the receiver is set up to be; see ``receiver_settings.settings_digest``."""
        ...

    async def send(self, notification: Notification, message: Message, at: datetime) -> Sent:
        """Send once; the same id on every attempt. What goes wrong is told, not raised."""
        ...


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """Return an error's text with every secret, however it is quoted, taken out."""
    forms = {
        form
        for secret in secrets
        for form in (secret, quote(secret, safe=""), quote(secret), unquote(secret))
    }
    for form in sorted(filter(None, forms), key=len, reverse=True):
        text = text.replace(form, "***")
    return text


async def in_thread(function: Callable[[], T], seconds: float) -> T:
    """Call a function that blocks, and wait for it so long; then it is left to itself.

    Its thread is a daemon, unlike those of asyncio's own pool, so that a receiver that hangs
    keeps neither the round nor the process.

    Raises:
        TimeoutError: it has not ended.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if outcome.done():
            return
        if error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(result)  # type: ignore[arg-type]

    def call() -> None:
        result, raised = None, None
        try:
            result = function()
        except Exception as error:  # noqa: BLE001 - handed to who waits
            raised = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, raised)

    threading.Thread(target=call, daemon=True, name="sending").start()
    async with asyncio.timeout(seconds):
        return await outcome
