"""Receivers: a sender for each that an installation has set up."""

from pathlib import Path

from flows.delivery.apprise_url import AppriseSender
from flows.delivery.atom_file import AtomSender
from flows.delivery.console import ConsoleSender, Print
from flows.delivery.email_message import EmailSender
from flows.delivery.lines_file import JsonLinesSender
from flows.delivery.sending import Sender
from flows.delivery.webhook import WebhookSender
from flows.fetching.limits import FetchOptions
from flows.installation.receiver_settings import (
    AnyReceiver,
    AppriseReceiver,
    AtomReceiver,
    ConsoleReceiver,
    EmailReceiver,
    WebhookReceiver,
)
from flows.installation.settings import Settings


def make_senders(settings: Settings, home: Path, show: Print) -> dict[str, Sender]:
    """Return a sender for each receiver that is set up, by name; files are within ``home``."""
    options = FetchOptions(user_agent=settings.user_agent, allow_private=settings.allow_private)
    return {
        name: _sender(receiver, options, home, show)
        for name, receiver in settings.set_up_receivers().items()
    }


def _sender(receiver: AnyReceiver, options: FetchOptions, home: Path, show: Print) -> Sender:
    match receiver:
        case ConsoleReceiver():
            return ConsoleSender(show)
        case WebhookReceiver():
            return WebhookSender(receiver, options)
        case AppriseReceiver():
            return AppriseSender(receiver, options.allow_private)
        case EmailReceiver():
            return EmailSender(receiver, options.allow_private)
        case AtomReceiver():
            return AtomSender(receiver, home / Path(receiver.path).expanduser())
    return JsonLinesSender(receiver, home / Path(receiver.path).expanduser())
