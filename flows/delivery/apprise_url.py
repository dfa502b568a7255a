"""Alerts to the services that Apprise knows (https://appriseit.com)."""

import logging
from dataclasses import dataclass
from datetime import datetime

from flows.delivery.guarded import checked_addresses
from flows.delivery.sending import Sent, in_thread, without_secrets
from flows.fetching.guard import HostRefusedError
from flows.installation.receiver_settings import AppriseReceiver, settings_digest
from transforms.notification_records import Message, Notification


class _NotSentError(Exception):
    """Apprise did not deliver; ``str`` is the cause."""


@dataclass(frozen=True, slots=True)
class AppriseSender:
    """Hands a message to Apprise in a thread; Apprise escapes text for its channel."""

    receiver: AppriseReceiver
    allow_private: bool

    @property
    def settings_digest(self) -> str:
        """Where the receiver is set up to be."""
        return settings_digest(self.receiver)

    async def send(self, notification: Notification, message: Message, at: datetime) -> Sent:
        """Send the short form once."""
        del notification, at
        seconds = self.receiver.timeout_seconds
        try:
            await in_thread(lambda: self._notify(message), seconds)
        except TimeoutError:
            return Sent(f"no answer within {seconds:g} s", is_silence=True)
        except (HostRefusedError, OSError) as error:
            return self._failed(f"the address is refused ({error})", is_silence=True)
        except _NotSentError as error:
            return self._failed(str(error))
        except Exception as error:  # noqa: BLE001 - some 130 services' code, each its own
            return self._failed(f"Apprise failed ({type(error).__name__}: {error})")
        return Sent()

    def _notify(self, message: Message) -> None:
        import apprise

        # Its log names hosts and paths, which are secrets with many services.
        logging.getLogger("apprise").disabled = True
        seconds = self.receiver.timeout_seconds
        # With allow_redirects a service could lead past the guard, to any address.
        asset = apprise.AppriseAsset(http_redirects=False, app_id="onrecord")
        service = apprise.Apprise.instantiate(self.receiver.url.get_secret_value(), asset=asset)
        if not isinstance(service, apprise.NotifyBase):
            raise _NotSentError("Apprise cannot read the receiver's url")
        service.socket_connect_timeout = service.socket_read_timeout = seconds
        host = getattr(service, "host", None)
        if host:
            port = getattr(service, "port", None) or 443
            checked_addresses(host, port, allow_private=self.allow_private)
        if not service.notify(
            body=message.short, title=message.subject, body_format=apprise.NotifyFormat.TEXT
        ):
            raise _NotSentError("the service did not take it; Apprise gives no reason")

    def _failed(self, error: str, *, is_silence: bool = False) -> Sent:
        return Sent(without_secrets(error, self.receiver.secret_values()), is_silence=is_silence)
