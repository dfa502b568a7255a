"""Alerts by SMTP (RFC 5321), as text with an HTML alternative."""

import smtplib
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime

from flows.delivery.guarded import checked_addresses, is_loopback
from flows.delivery.sending import Sent, in_thread, without_secrets
from flows.fetching.guard import HostRefusedError, verified_tls
from flows.installation.receiver_settings import EmailReceiver, settings_digest
from transforms.notification_records import Message, Notification


@dataclass(frozen=True, slots=True)
class EmailSender:
    """Hands an email to the receiver's mail server, in a thread."""

    receiver: EmailReceiver
    allow_private: bool

    @property
    def settings_digest(self) -> str:
        """Where the receiver is set up to be."""
        return settings_digest(self.receiver)

    async def send(self, notification: Notification, message: Message, at: datetime) -> Sent:
        """Send once; every attempt has the same Message-ID, so that a mailbox shows it once."""
        seconds = self.receiver.timeout_seconds
        email = make_email(self.receiver, notification, message, at)
        try:
            await in_thread(lambda: self._submit(email), seconds)
        except TimeoutError:
            return Sent(f"no answer within {seconds:g} s", is_silence=True)
        except HostRefusedError as error:
            return self._failed(f"the mail server's address is refused ({error})", is_silence=True)
        except smtplib.SMTPException as error:
            return self._failed(f"the mail server refused ({type(error).__name__}: {error})")
        except (OSError, UnicodeError) as error:
            return self._failed(f"no answer ({type(error).__name__}: {error})", is_silence=True)
        return Sent()

    def _submit(self, email: EmailMessage) -> None:
        receiver = self.receiver
        addresses = checked_addresses(
            receiver.host, receiver.port, allow_private=self.allow_private
        )
        if receiver.encryption == "none" and not all(map(is_loopback, addresses)):
            raise HostRefusedError("without encryption only this machine may be asked")
        tls = verified_tls()
        with _connect(receiver, addresses[0], tls) as server:
            if receiver.encryption == "starttls":
                server.starttls(context=tls)
            if receiver.user and receiver.password:
                server.login(receiver.user.get_secret_value(), receiver.password.get_secret_value())
            server.send_message(email)

    def _failed(self, error: str, *, is_silence: bool = False) -> Sent:
        return Sent(without_secrets(error, self.receiver.secret_values()), is_silence=is_silence)


def make_email(
    receiver: EmailReceiver, notification: Notification, message: Message, at: datetime
) -> EmailMessage:
    """Return the email; header values are encoded as RFC 2047 says, and hold no line break."""
    domain = receiver.sender.rpartition("@")[2]
    email = EmailMessage(policy=SMTP_POLICY)
    email["Message-ID"] = f"<{notification.notification_id}@{domain}>"
    email["Date"] = format_datetime(at)
    email["From"] = receiver.sender
    email["To"] = ", ".join(receiver.to)
    email["Subject"] = " ".join(message.subject.split())
    email["List-Id"] = f"onrecord alerts <onrecord.{domain}>"
    # RFC 3834: nobody's absence notice answers to it.
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(message.text)
    email.add_alternative(message.html, subtype="html")
    return email


def _connect(receiver: EmailReceiver, address: str, tls: ssl.SSLContext) -> smtplib.SMTP:
    seconds = receiver.timeout_seconds
    if receiver.encryption == "tls":
        return _CheckedTlsServer(receiver.host, receiver.port, address, seconds, tls)
    return _CheckedServer(receiver.host, receiver.port, address, seconds)


class _CheckedServer(smtplib.SMTP):
    """Connects to an address that was checked; names itself and TLS by the host."""

    def __init__(self, host: str, port: int, address: str, seconds: float) -> None:
        self.address = address
        super().__init__(host, port, timeout=seconds)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        del host
        return socket.create_connection((self.address, port), timeout)


class _CheckedTlsServer(smtplib.SMTP_SSL):
    """The same, with TLS from the first byte."""

    def __init__(
        self, host: str, port: int, address: str, seconds: float, tls: ssl.SSLContext
    ) -> None:
        self.address = address
        super().__init__(host, port, timeout=seconds, context=tls)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((self.address, port), timeout)
        return self.context.wrap_socket(plain, server_hostname=host)
