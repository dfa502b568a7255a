"""Receivers: where alerts go. A sending either succeeds or says why it did not."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import httpcore
import httpx
from standardwebhooks.webhooks import Webhook

from flows.fetching.guard import HostRefusedError
from flows.fetching.limits import FetchOptions
from flows.fetching.transport import GuardedTransport
from flows.installation.settings import ConsoleReceiver, Settings, WebhookReceiver

Print = Callable[[dict[str, Any]], None]
"""Shows one event's data to a person."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one attempt; ``error`` is empty when it was delivered."""

    error: str = ""
    status: int | None = None


class Sender(Protocol):
    """Sends one alert."""

    async def send(self, event_id: str, body: str, at: datetime) -> Sent:
        """Send ``body`` (CloudEvents JSON); the same id on every attempt."""
        ...


@dataclass(frozen=True, slots=True)
class ConsoleSender:
    """Shows alerts to the person at the terminal, or in the service's log."""

    show: Print

    async def send(self, event_id: str, body: str, at: datetime) -> Sent:
        """Show the alert."""
        del event_id, at
        try:
            self.show(json.loads(body)["data"])
        except OSError as error:
            return Sent(f"the terminal is gone ({error})")
        return Sent()


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """Posts alerts, signed as Standard Webhooks 1.0 says, past the address guard."""

    receiver: WebhookReceiver
    options: FetchOptions

    async def send(self, event_id: str, body: str, at: datetime) -> Sent:
        """Post the alert once; any answer of 2xx is a delivery."""
        headers = {
            "content-type": "application/cloudevents+json; charset=utf-8",
            "user-agent": self.options.user_agent,
        } | signature_headers(self.receiver.secret.get_secret_value(), event_id, body, at)
        seconds = self.receiver.timeout_seconds
        client = httpx.AsyncClient(
            transport=GuardedTransport(self.options), timeout=seconds, trust_env=False
        )
        try:
            # httpx's own time-outs begin anew with each piece that comes.
            async with asyncio.timeout(seconds), client:
                status = await self._status(client, body, headers)
        except HostRefusedError as error:
            return Sent(f"the address is refused ({error})")
        except (TimeoutError, httpcore.TimeoutException):
            return Sent(f"no answer within {seconds:g} s")
        except Exception as error:  # noqa: BLE001 - httpx, httpcore, TLS: each has its own tree
            return Sent(f"no answer ({type(error).__name__}: {error})")
        if 200 <= status < 300:
            return Sent(status=status)
        return Sent(f"HTTP {status}", status)

    async def _status(self, client: httpx.AsyncClient, body: str, headers: dict[str, str]) -> int:
        """Return the status of the answer; its body is not read."""
        async with client.stream(
            "POST", self.receiver.url, content=body.encode(), headers=headers
        ) as answer:
            return answer.status_code


def signature_headers(secret: str, event_id: str, body: str, at: datetime) -> dict[str, str]:
    """Return the three headers of Standard Webhooks 1.0 for one attempt."""
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(event_id, at, body),
    }


def make_senders(settings: Settings, show: Print) -> dict[str, Sender]:
    """Return a sender for each receiver that is set up, by name."""
    options = FetchOptions(user_agent=settings.user_agent, allow_private=settings.allow_private)
    senders: dict[str, Sender] = {}
    for name, receiver in settings.set_up_receivers().items():
        if isinstance(receiver, ConsoleReceiver):
            senders[name] = ConsoleSender(show)
        else:
            senders[name] = WebhookSender(receiver, options)
    return senders
