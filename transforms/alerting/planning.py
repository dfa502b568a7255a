"""Which events that wait go out now, which of them together, and which are muted.

Nothing of this is remembered but what was sent and muted: each look works it out anew from the
events, the routes as they are now, and the clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from seeds.story import InhibitRule, Route, Story
from transforms.alerting.hours import next_digest, out_of_quiet, quiet_until
from transforms.alerting.muting import inhibited, silenced
from transforms.identifiers import digest_id
from transforms.notification_records import (
    Muted,
    Notification,
    PastNotification,
    Silence,
    WaitingEvent,
)

REMEMBERS_FOR = timedelta(days=31)
"""Past notifications that group intervals and rate limits look at; their longest is as long."""
INHIBITS_FOR = timedelta(days=3)
"""As long a statement's reports may differ in their days."""


@dataclass(frozen=True, slots=True)
class Policies:
    """What decides about sending; an event of an unknown route goes out alone and at once."""

    routes: Mapping[tuple[str, str], Route] = field(default_factory=dict)
    """By story and name."""
    inhibit_rules: Mapping[str, tuple[InhibitRule, ...]] = field(default_factory=dict)
    """By story."""
    silences: tuple[Silence, ...] = ()

    def route(self, event: WaitingEvent) -> Route:
        """Return the route by which an event goes."""
        known = self.routes.get((event.story_id, event.route))
        return known or Route(event.route, (event.receiver,), ())


def policies_of(story: Story, silences: Iterable[Silence] = ()) -> Policies:
    """Return what a story's routes and the silences decide."""
    return Policies(
        {(story.story_id, route.name): route for route in story.routes},
        {story.story_id: story.inhibit_rules},
        tuple(silences),
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with the events that wait."""

    notifications: tuple[Notification, ...]
    muted: tuple[Muted, ...]
    next_due: datetime | None
    """When the next of those that go on waiting is due."""


@dataclass(slots=True)
class _Group:
    key: str
    events: list[WaitingEvent]
    due: datetime


def plan_notifications(
    waiting: Sequence[WaitingEvent],
    policies: Policies,
    now: datetime,
    past: Sequence[PastNotification] = (),
    told: Sequence[WaitingEvent] = (),
) -> Plan:
    """Return what goes out now.

    Args:
        waiting: events that are neither sent nor muted.
        policies: routes, inhibit rules and silences as they are now.
        now: aware, UTC.
        past: notifications since ``REMEMBERS_FOR``, for group intervals and rate limits.
        told: events since ``INHIBITS_FOR`` that went out, which may inhibit one that waits.
    """
    ordered = sorted(waiting, key=lambda event: (event.created_at, event.event_id))
    muted = _mute(ordered, policies, now, told)
    silent = {one.event_id for one in muted}
    queues: dict[tuple[str, str, str], list[WaitingEvent]] = {}
    for event in ordered:
        if event.event_id not in silent:
            queues.setdefault((event.story_id, event.route, event.receiver), []).append(event)
    notifications: list[Notification] = []
    following: list[datetime] = []
    for (story_id, name, receiver), events in queues.items():
        route = policies.route(events[0])
        of_route = [
            one
            for one in past
            if (one.story_id, one.route, one.receiver) == (story_id, name, receiver)
        ]
        groups = _grouped(route, events, of_route)
        is_quiet = quiet_until(route, now)
        due = [] if is_quiet else [group for group in groups if group.due <= now]
        later = [max(group.due, is_quiet or group.due) for group in groups if group not in due]
        sent, left_out, opens = _within_rate(route, due, of_route, now)
        notifications += sent
        muted += left_out
        following += [moment for moment in (*later, opens) if moment]
    return Plan(tuple(notifications), tuple(muted), min(following, default=None))


def _mute(
    ordered: Sequence[WaitingEvent],
    policies: Policies,
    now: datetime,
    told: Sequence[WaitingEvent],
) -> list[Muted]:
    muted = []
    audible = {event.event_id: event for event in (*told, *ordered)}
    for event in ordered:
        if reason := silenced(event, policies.silences, now):
            muted.append(Muted(event.event_id, reason))
            del audible[event.event_id]
    for event in ordered:
        rules = policies.inhibit_rules.get(event.story_id, ())
        if event.event_id in audible and (reason := inhibited(event, rules, audible.values())):
            muted.append(Muted(event.event_id, reason))
            del audible[event.event_id]
    return muted


def _grouped(
    route: Route, events: Sequence[WaitingEvent], past: Sequence[PastNotification]
) -> list[_Group]:
    """Return the groups of one route and receiver, the first that is due first."""
    by_key: dict[str, list[WaitingEvent]] = {}
    for event in events:
        by_key.setdefault(_key(route, event), []).append(event)
    groups = [
        _Group(key, members, _due(route, key, members, past)) for key, members in by_key.items()
    ]
    return sorted(groups, key=lambda group: (group.due, group.events[0].event_id))


def _key(route: Route, event: WaitingEvent) -> str:
    """Return what an event shares with those that go out with it."""
    if route.group_by is not None:
        return "; ".join(
            f"{label}={','.join(sorted(event.labels.get(label, ())))}" for label in route.group_by
        )
    if route.digest:
        return ""
    if woken := quiet_until(route, event.created_at):
        return f"quiet until {woken:%Y-%m-%dT%H:%M:%SZ}"
    return event.event_id


def _due(
    route: Route, key: str, events: Sequence[WaitingEvent], past: Sequence[PastNotification]
) -> datetime:
    first = events[0].created_at
    if route.digest:
        return out_of_quiet(route, next_digest(route, first))
    due = first + route.group_wait
    sent = [one.created_at for one in past if one.group_key == key]
    if sent:
        due = max(due, max(sent) + route.group_interval)
    return out_of_quiet(route, due)


def _within_rate(
    route: Route, due: Sequence[_Group], past: Sequence[PastNotification], now: datetime
) -> tuple[list[Notification], list[Muted], datetime | None]:
    """Return what the rate lets through, what its last notification only counts, when more may.

    Where nothing may go out, all wait; none is muted before a notification can tell of it.
    """
    limit = route.rate_limit
    if not due or limit is None:
        return [_notification(group, group.events) for group in due], [], None
    recent = sorted(
        (one for one in past if now - limit.per < one.created_at <= now),
        key=lambda one: one.created_at,
    )
    room = limit.events - sum(one.events for one in recent)
    if room <= 0:
        return [], [], recent[0].created_at + limit.per
    sent: list[Notification] = []
    left_out: list[WaitingEvent] = []
    for group in due:
        let_through, rest = group.events[:room], group.events[room:]
        left_out += rest
        room -= len(let_through)
        if let_through:
            sent.append(_notification(group, let_through))
    if left_out:
        sent[-1] = replace(sent[-1], left_out=len(left_out))
    reason = f"rate limit {limit.written} of route {route.name}: counted in alert "
    muted = [Muted(event.event_id, reason + sent[-1].notification_id) for event in left_out]
    return sent, muted, None


def _notification(group: _Group, events: Sequence[WaitingEvent]) -> Notification:
    first = events[0]
    ids = [event.event_id for event in events]
    return Notification(
        notification_id=ids[0] if len(ids) == 1 else digest_id("notification", *ids),
        receiver=first.receiver,
        route=first.route,
        events=tuple(events),
        group_key=group.key,
    )
