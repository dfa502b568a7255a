"""Notifications: what is sent, what came of each attempt, and which receivers rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from transforms.notification_records import Muted, Notification, PastNotification
from warehouse.answers import Answer
from warehouse.outbox import events_by_id, mute


@dataclass(frozen=True, slots=True)
class DueNotification:
    """A notification whose time has come."""

    notification: Notification
    attempts: int
    """Rows of its attempts."""
    tries: int
    """Attempts since it was made, or since a person last asked for it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to send a notification."""

    notification_id: str
    receiver: str
    attempt: int
    attempted_at: datetime
    outcome: str
    """delivered, failed, dead, or asked (a person wants it sent again)."""
    status: int | None
    error: str
    next_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReceiverRest:
    """A receiver to which nothing is sent for a while, or while it is set up as it is."""

    receiver: str
    settings_digest: str
    since: datetime
    rests_until: datetime | None
    reason: str


def keep_plan(
    connection: duckdb.DuckDBPyConnection,
    planned: Sequence[Notification],
    muted: Sequence[Muted],
    now: datetime,
) -> None:
    """Write down what is to be sent, each id once, and what is not, before anything is sent."""
    connection.begin()
    mute(connection, muted, now)
    for notification in planned:
        connection.execute(
            """
            INSERT INTO notifications
            SELECT $id, $receiver, $route, $events, $left_out, $now, $group_key
            WHERE NOT EXISTS (FROM notifications WHERE notification_id = $id)
            """,
            {
                "id": notification.notification_id,
                "receiver": notification.receiver,
                "route": notification.route,
                "events": [event.event_id for event in notification.events],
                "left_out": notification.left_out,
                "group_key": notification.group_key,
                "now": now.replace(tzinfo=None),
            },
        )
    connection.commit()


def due_notifications(
    connection: duckdb.DuckDBPyConnection, now: datetime
) -> list[DueNotification]:
    """Return what is to be sent by now, the oldest first."""
    rows = connection.execute(
        """
        SELECT n.notification_id, n.receiver, n.route, n.event_ids, n.left_out,
               n.group_key,
               coalesce(max(d.attempt), 0) AS attempts,
               coalesce(max(d.attempt) FILTER (WHERE d.outcome = 'asked'), 0) AS asked
        FROM notifications n LEFT JOIN deliveries d USING (notification_id)
        GROUP BY ALL
        HAVING coalesce(arg_max(d.outcome, d.attempt), 'failed') NOT IN ('delivered', 'dead')
           AND coalesce(arg_max(d.next_attempt_at, d.attempt) <= ?, true)
        ORDER BY min(n.created_at), n.notification_id
        """,
        [now.replace(tzinfo=None)],
    ).fetchall()
    events = events_by_id(connection, [event_id for row in rows for event_id in row[3]])
    return [
        DueNotification(
            Notification(
                notification_id, receiver, route,
                tuple(events[event_id] for event_id in event_ids), left_out,
                group_key=group_key,
            ),
            attempts,
            attempts - asked,
        )
        for (
            notification_id, receiver, route, event_ids, left_out, group_key, attempts, asked
        ) in rows
    ]  # fmt: skip


def past_notifications(
    connection: duckdb.DuckDBPyConnection, since: datetime
) -> list[PastNotification]:
    """Return which notifications were made since then."""
    rows = connection.execute(
        """
        SELECT o.story_id, n.route, n.receiver, n.group_key, n.created_at, len(n.event_ids)
        FROM notifications n JOIN outbox o ON o.event_id = n.event_ids[1]
        WHERE n.created_at >= $since
        ORDER BY n.created_at, n.notification_id
        """,
        {"since": since.replace(tzinfo=None)},
    ).fetchall()
    return [
        PastNotification(story_id, route, receiver, key, at.replace(tzinfo=UTC), events)
        for story_id, route, receiver, key, at, events in rows
    ]


def record_delivery(connection: duckdb.DuckDBPyConnection, delivery: Delivery) -> None:
    """Record one attempt, at once, so that a crash repeats as little as possible."""
    following = delivery.next_attempt_at
    connection.execute(
        "INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            delivery.notification_id,
            delivery.receiver,
            delivery.attempt,
            delivery.attempted_at.replace(tzinfo=None),
            delivery.outcome,
            delivery.status,
            delivery.error,
            following.replace(tzinfo=None) if following else None,
        ],
    )


def ask_again(
    connection: duckdb.DuckDBPyConnection,
    now: datetime,
    notification_id: str = "",
    receiver: str = "",
) -> int:
    """Make undelivered notifications due with all their attempts anew; return how many.

    Those of one id (its own, or one of its events'), of one receiver, or with neither all that
    are dead. A receiver that is asked for by name no longer rests. An event that is muted or
    still waits is sent alone when its id is asked for.
    """
    if notification_id:
        connection.execute(
            """
            INSERT INTO notifications
            SELECT event_id, receiver, route, [event_id], 0, $now, event_id FROM outbox
            WHERE event_id = $id
              AND event_id NOT IN (SELECT unnest(event_ids) FROM notifications)
            """,
            {"id": notification_id, "now": now.replace(tzinfo=None)},
        )
    chosen = connection.execute(
        """
        INSERT INTO deliveries
        SELECT n.notification_id, n.receiver, coalesce(max(d.attempt), 0) + 1, $now, 'asked',
               NULL, '', $now
        FROM notifications n LEFT JOIN deliveries d USING (notification_id)
        WHERE ($id = '' OR n.notification_id = $id OR list_contains(n.event_ids, $id))
          AND ($receiver = '' OR n.receiver = $receiver)
        GROUP BY n.notification_id, n.receiver
        HAVING CASE WHEN $id = '' AND $receiver = ''
                    THEN arg_max(d.outcome, d.attempt) = 'dead'
                    ELSE coalesce(arg_max(d.outcome, d.attempt), '') <> 'delivered' END
        """,
        {"id": notification_id, "receiver": receiver, "now": now.replace(tzinfo=None)},
    ).fetchone()
    if receiver:
        connection.execute("DELETE FROM receiver_rests WHERE receiver = ?", [receiver])
    return int(chosen[0]) if chosen else 0


def resting_receivers(connection: duckdb.DuckDBPyConnection) -> dict[str, ReceiverRest]:
    """Return the receivers that asked for rest or are gone, by name; some rests may be over."""
    rows = connection.execute(
        """
        SELECT receiver, settings_digest, since, rests_until, reason FROM receiver_rests
        """
    ).fetchall()
    return {
        receiver: ReceiverRest(
            receiver, digest, since.replace(tzinfo=UTC),
            until.replace(tzinfo=UTC) if until else None, reason,
        )
        for receiver, digest, since, until, reason in rows
    }  # fmt: skip


def record_rest(connection: duckdb.DuckDBPyConnection, rest: ReceiverRest) -> None:
    """Remember a receiver's rest in place of its earlier one."""
    connection.begin()
    connection.execute("DELETE FROM receiver_rests WHERE receiver = ?", [rest.receiver])
    connection.execute(
        "INSERT INTO receiver_rests VALUES (?, ?, ?, ?, ?)",
        [
            rest.receiver,
            rest.settings_digest,
            rest.since.replace(tzinfo=None),
            rest.rests_until.replace(tzinfo=None) if rest.rests_until else None,
            rest.reason,
        ],
    )
    connection.commit()


def listed_alerts(
    connection: duckdb.DuckDBPyConnection, state: str = "", receiver: str = ""
) -> Answer:
    """Return the alerts of a state and a receiver, or of all, the latest first."""
    found = connection.execute(
        """
        SELECT event_id AS alert, receiver, state, event_type, route, attempts, created_at,
               next_attempt_at,
               CASE WHEN state = 'muted' THEN muted_reason ELSE last_error END AS reason
        FROM alerts
        WHERE ($state = '' OR state = $state) AND ($receiver = '' OR receiver = $receiver)
        ORDER BY created_at DESC, event_id
        """,
        {"state": state, "receiver": receiver},
    )
    columns = tuple(column[0] for column in found.description or ())
    return Answer(columns, tuple(found.fetchall()))
