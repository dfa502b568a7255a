"""Signed webhooks: Standard Webhooks 1.0 with a CloudEvents body."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpcore
import httpx
from standardwebhooks.webhooks import Webhook

from flows.delivery.sending import Sent, without_secrets
from flows.fetching.guard import HostRefusedError
from flows.fetching.limits import FetchOptions
from flows.fetching.refusals import retry_after_seconds
from flows.fetching.transport import GuardedTransport
from flows.installation.receiver_settings import WebhookReceiver, settings_digest
from transforms.notification_records import Message, Notification


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """Posts alerts, past the address guard; a redirect is an answer like any other."""

    receiver: WebhookReceiver
    options: FetchOptions

    @property
    def settings_digest(self) -> str:
        """Where the receiver is set up to be."""
        return settings_digest(self.receiver)

    async def send(self, notification: Notification, message: Message, at: datetime) -> Sent:
        """Post once; any answer of 2xx is a delivery."""
        del message
        kind, body = webhook_body(notification)
        headers = {
            "content-type": f"application/{kind}+json; charset=utf-8",
            "user-agent": self.options.user_agent,
        } | signature_headers(
            self.receiver.signing_secrets(), notification.notification_id, body, at
        )
        seconds = self.receiver.timeout_seconds
        client = httpx.AsyncClient(
            transport=GuardedTransport(self.options), timeout=seconds, trust_env=False
        )
        try:
            # httpx's own time-outs begin anew with each piece that comes.
            async with asyncio.timeout(seconds), client:
                status, rest = await self._answer(client, body, headers)
        except HostRefusedError as error:
            return self._silence(f"the address is refused ({error})")
        except (TimeoutError, httpcore.TimeoutException):
            return self._silence(f"no answer within {seconds:g} s")
        except Exception as error:  # noqa: BLE001 - httpx, httpcore, TLS: each has its own tree
            return self._silence(f"no answer ({type(error).__name__}: {error})")
        if 200 <= status < 300:
            return Sent(status=status)
        seconds_asked = retry_after_seconds(rest, at)
        wait = None if seconds_asked is None else timedelta(seconds=seconds_asked)
        return Sent(f"HTTP {status}", status, wait)

    async def _answer(
        self, client: httpx.AsyncClient, body: str, headers: dict[str, str]
    ) -> tuple[int, str]:
        """Return the answer's status and Retry-After; its body is not read."""
        async with client.stream(
            "POST", self.receiver.url.get_secret_value(), content=body.encode(), headers=headers
        ) as answer:
            return answer.status_code, answer.headers.get("retry-after", "")

    def _silence(self, error: str) -> Sent:
        return Sent(without_secrets(error, self.receiver.secret_values()), is_silence=True)


def webhook_body(notification: Notification) -> tuple[str, str]:
    """Return the kind (cloudevents, cloudevents-batch) and the JSON of a notification.

    Several events are CloudEvents' JSON batch. Where a rate limit left others out, each event
    says how many in the extension attribute ``leftout``.
    """
    bodies = [event.body for event in notification.events]
    if notification.left_out:
        bodies = [
            json.dumps(
                json.loads(body) | {"leftout": notification.left_out},
                ensure_ascii=False,
                sort_keys=True,
            )
            for body in bodies
        ]
    if len(bodies) == 1:
        return "cloudevents", bodies[0]
    return "cloudevents-batch", f"[{','.join(bodies)}]"


def signature_headers(
    secrets: tuple[str, ...], notification_id: str, body: str, at: datetime
) -> dict[str, str]:
    """Return the three headers of Standard Webhooks 1.0: a signature with each secret."""
    return {
        "webhook-id": notification_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(
            Webhook(secret).sign(notification_id, at, body) for secret in secrets
        ),
    }
