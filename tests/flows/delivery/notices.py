"""Notifications as the tests of senders and of deliveries want them."""

import json
from datetime import datetime, timedelta

from making import AT

from transforms.notification_records import Notification, WaitingEvent

WORDS = "“Naïve” <b>words</b> 🚢 & more"


def an_event(name: str = "e1", **values: str | datetime) -> WaitingEvent:
    """An event that tells of a statement by an invented person."""
    data = {
        "text": WORDS,
        "speech_type": "direct",
        "act": "state",
        "terms": [],
        "why": {"route": "all", "matchers": []},
        "speakers": [{"name": "Ana Brod", "office": "Minister of Tolls"}],
        "first_report": {"outlet": "gazette", "url": "https://gazette.example/1?a=b&c=d"},
    }
    settings: dict[str, str | datetime] = {
        "event_id": name,
        "event_type": "statement.published",
        "story_id": "strait-talks",
        "statement_id": f"statement of {name}",
        "route": "all",
        "receiver": "desk",
        "body": json.dumps({"id": name, "data": data}, ensure_ascii=False),
        "created_at": AT,
    }
    return WaitingEvent(**(settings | values))  # type: ignore[arg-type]


def a_notice(*events: WaitingEvent, name: str = "", left_out: int = 0) -> Notification:
    """One notification with these events."""
    told = events or (an_event(),)
    return Notification(name or told[0].event_id, "desk", "all", told, left_out)


def later(**passed: float) -> datetime:
    """A time after ``AT``."""
    return AT + timedelta(**passed)
