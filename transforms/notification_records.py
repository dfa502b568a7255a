"""The records of alerts on their way: events that wait, what is sent together, how it reads.

An event tells one thing of one statement or feed to one receiver. A notification is one
sending: one event, or several that a route groups. Its id is constant over all attempts, so
that a receiver can drop a repeat; that of a single event is the event's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What matchers compare and groups are made by; see ``transforms/alerting/labels.py``."""


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
    group_key: str = ""
    """What its events share, by the route's ``group_by``."""


@dataclass(frozen=True, slots=True)
class PastNotification:
    """That a notification was made, for group intervals and rate limits."""

    story_id: str
    route: str
    receiver: str
    group_key: str
    created_at: datetime
    events: int
    """How many events it tells, without those that it only counts."""


@dataclass(frozen=True, slots=True)
class Muted:
    """An event that does not go out, and why."""

    event_id: str
    reason: str


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


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing that fits its matchers goes out while it lasts."""

    silence_id: str
    matchers: tuple[str, ...]
    author: str
    comment: str
    starts_at: datetime
    ends_at: datetime
