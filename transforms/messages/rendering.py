"""How a notification reads, for people."""

import html
import json
from typing import Any

from transforms.notification_records import Message, Notification


def render(notification: Notification) -> Message:
    """Return who said what, and where it stood first, for each event of a notification."""
    told = [_told(json.loads(event.body).get("data", {})) for event in notification.events]
    lines = [line for part in told for line in part]
    if notification.left_out:
        lines.append(f"and {notification.left_out} more")
    mark = "TEST: " if notification.is_test else ""
    subject = mark + " ".join((told[0][0] if told[0] else "onrecord").split())[:200]
    text = "\n".join(lines)
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return Message(subject, mark + text, mark + text, f"<html><body>{paragraphs}</body></html>")


def _told(data: dict[str, Any]) -> list[str]:
    speakers = ", ".join(
        ", ".join(filter(None, (speaker.get("name", ""), speaker.get("office", ""))))
        for speaker in data.get("speakers", [])
    )
    report = data.get("first_report", {})
    said = f"{speakers or 'Somebody'}: {data.get('text', '')}"
    where = " ".join(filter(None, (report.get("outlet", ""), report.get("url", ""))))
    return [line for line in (said, where) if line]
