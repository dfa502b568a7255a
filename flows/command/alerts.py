"""Commands about stored alerts: list, retry; what asks about routes is in alert_questions."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.options import HomeOption
from flows.display.formats import Format

if TYPE_CHECKING:
    from flows.delivery.deliver import DeliveryReport
    from flows.installation.home import Home
    from flows.installation.settings import Settings

ReceiverOption = Annotated[
    str | None, typer.Option("--receiver", help="Only alerts to this receiver.")
]


class State(StrEnum):
    """How far an alert has come."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"
    MUTED = "muted"


def list_alerts(
    home: HomeOption = None,
    state: Annotated[State | None, typer.Option("--state", help="Only alerts so far.")] = None,
    receiver: ReceiverOption = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = (
        Format.TABLE
    ),
) -> None:
    """List alerts, the latest first: where to, how often tried, why not delivered, when again.

    A dead alert failed at its tenth attempt, about three days after the first.

    Examples:
    - `onrecord alerts list --state dead`
    - `onrecord alerts list --receiver desk --format json`
    """
    from flows.display.answers import print_answer
    from flows.installation.finding import find_home
    from warehouse.deliveries import listed_alerts
    from warehouse.snapshot import open_published

    with open_published(find_home(home).published) as connection:
        answer = listed_alerts(connection, state or "", receiver or "")
    print_answer(answer, form)


def retry(
    alert: Annotated[
        str | None, typer.Argument(help="Id of an alert or a notification.", metavar="ID")
    ] = None,
    home: HomeOption = None,
    receiver: ReceiverOption = None,
    all_dead: Annotated[bool, typer.Option("--all-dead", help="All that are dead.")] = False,
) -> None:
    """Send alerts again that were not delivered, under the same ids, and with all attempts anew.

    A receiver that is named is asked even if it said that it is gone. Exit code 1 when one of
    them failed again; the next run goes on with it.

    Examples:
    - `onrecord alerts retry 5f0c12ab34de56f78a90`
    - `onrecord alerts retry --receiver desk`
    - `onrecord alerts retry --all-dead`
    """
    from flows.errors import ConfigurationError
    from flows.installation.finding import find_home
    from flows.installation.settings import load_settings

    if sum((alert is not None, receiver is not None, all_dead)) != 1:
        raise ConfigurationError(
            "say which alerts to send again: an ID, --receiver NAME, or --all-dead; "
            "nothing was written."
        )
    found = find_home(home)
    settings = load_settings(found)
    if receiver is not None and receiver not in settings.set_up_receivers():
        known = ", ".join(sorted(settings.set_up_receivers()))
        raise ConfigurationError(
            f"no receiver {receiver!r} is set up (known: {known}); nothing was written."
        )
    asked, report = _send_again(found, settings, alert or "", receiver or "")
    typer.echo(f"asked for {asked}; sent {len(report.delivered)}, with what else was due")
    for notification, reason in report.failed:
        typer.echo(f"alert {notification.notification_id} to {notification.receiver}: {reason}")
    if report.failed:
        raise typer.Exit(1)


def _send_again(
    home: "Home", settings: "Settings", alert: str, receiver: str
) -> tuple[int, "DeliveryReport"]:
    from flows.clock import system_clock
    from flows.delivery.deliver import deliver
    from flows.delivery.receivers import make_senders
    from flows.delivery.terminal import show_alert
    from flows.display.progress import Quiet
    from flows.errors import ConfigurationError
    from flows.installation.writing import writing
    from warehouse.database import open_private
    from warehouse.deliveries import ask_again

    senders = make_senders(settings, home.folder, show_alert)
    with writing(home):
        with open_private(home.private) as connection:
            asked = ask_again(connection, system_clock(), alert, receiver)
        if alert and not asked:
            raise ConfigurationError(
                f"there is no alert {alert} that was not delivered: `onrecord alerts list` shows "
                "them; nothing was sent."
            )
        report = deliver(home.private, senders, system_clock, Quiet())
    return asked, report
