"""Alerts shown to the person at the terminal."""

from transforms.notification_records import Message, Notification


def show_alert(notification: Notification, message: Message) -> None:
    """Print a notification on standard output."""
    import json

    from rich.text import Text

    from flows.display.alert_lines import alert_lines
    from flows.display.console import make_console

    console = make_console()
    if len(notification.events) > 1 or notification.left_out or notification.is_test:
        console.print(Text(message.subject, style="bold yellow"))
    for event in notification.events:
        console.print(alert_lines(json.loads(event.body)["data"]))
    if notification.left_out:
        console.print(
            Text(
                f"{notification.left_out} more: onrecord alerts list --state muted "
                f"--receiver {notification.receiver}\n",
                style="bold yellow",
            )
        )
