"""The records of alerts on their way: events that wait, what is sent together, how it reads.

An event tells one thing of one statement or feed to one receiver. A notification is one
sending: one event, or several that a route groups. Its id is constant over all attempts, so
that a receiver can drop a repeat; that of a single event is the event's own.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """An event in the outbox that has not been sent."""

    event_id: str
    event_type: str
    story_id: str
    statement_id: str
    """Empty for events about feeds."""
    route: str
    receiver: str
    body: str
    """CloudEvents 1.0 JSON."""
    created_at: datetime
    group_key: str
    """Events of one receiver with the same key may go out together; the event's id: alone."""
    due_at: datetime
    """Not to be sent before: group_wait, quiet hours and digests move it."""


@dataclass(frozen=True, slots=True)
class Notification:
    """One sending to one receiver."""

    notification_id: str
    receiver: str
    route: str
    events: tuple[WaitingEvent, ...]
    """At least one, the oldest first."""
    left_out: int = 0
    """How many more there were than the route's rate limit lets through ("12 more")."""
    is_test: bool = False
    """True for a sample that ``onrecord alerts test`` sends; it is marked as one."""


@dataclass(frozen=True, slots=True)
class Message:
    """A notification as people read it; everything from articles is escaped for its channel."""

    subject: str
    """One line, no line breaks, for an email's subject or a chat's title."""
    short: str
    """Plain text for chat and console, a few lines."""
    text: str
    """Plain text for email."""
    html: str
    """HTML for email."""
