"""What routes make of stored statements: asked, not sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.errors import ConfigurationError
from flows.installation.home import Home
from seeds.story import Story
from transforms.alerting.deciding import decide_alerts
from transforms.alerting.explaining import Explained, explain_routes
from transforms.alerting.labels import Labels, statement_labels
from transforms.alerting.planning import policies_of
from transforms.alerting.simulating import Simulated, simulate
from transforms.messages.rendering import render
from transforms.notification_records import WaitingEvent
from warehouse.answers import Answer
from warehouse.outbox import AlertState, alerts_of_statement, as_waiting
from warehouse.silences import silences_since
from warehouse.snapshot import open_published
from warehouse.statement_state import stored_news


@dataclass(frozen=True, slots=True)
class Explanation:
    """What becomes of one statement."""

    labels: Labels
    routes: Sequence[Explained]
    alerts: Sequence[AlertState]


def explain_statement(home: Home, story: Story, statement_id: str) -> Explanation:
    """Return what each route of the story makes of a stored statement, and what was sent of it.

    Raises:
        ConfigurationError: the story has no such statement.
    """
    with open_published(home.published) as connection:
        found = stored_news(connection, story.story_id, statement_id=statement_id)
        alerts = alerts_of_statement(connection, statement_id)
    if not found:
        raise ConfigurationError(
            f"story {story.story_id} has no statement {statement_id}: `onrecord statements` and "
            "`onrecord search` show their ids."
        )
    labels = statement_labels(story, found[0])
    routes = explain_routes(story.routes, found[0].event_type, labels)
    return Explanation(labels, routes, alerts)


def explanation_answer(explanation: Explanation) -> Answer:
    """Return a row for each route, with what was sent by it."""
    rows = []
    for explained in explanation.routes:
        sent = [
            ": ".join(filter(None, (alert.receiver, alert.state, alert.reason)))
            if alert.route == explained.route
            else f"{alert.receiver}: by route {alert.route}"
            for alert in explanation.alerts
            if alert.route == explained.route
            or (explained.takes and alert.receiver in explained.receivers)
        ]
        takes = "yes" if explained.takes else "no"
        rows.append((explained.route, takes, explained.reason, "; ".join(sent)))
    return Answer(("route", "takes", "why", "alerts"), tuple(rows))


def simulate_routes(home: Home, story: Story, since: datetime, until: datetime) -> Answer:
    """Return what the story's routes would have sent since then, a row for each sending."""
    receivers = {name for route in story.routes for name in route.receivers}
    with open_published(home.published) as connection:
        news = stored_news(connection, story.story_id, since=since)
        silences = silences_since(connection, since)
    events = [
        as_waiting(event)
        for item in news
        for event in decide_alerts(story, [item], receivers, item.first_seen_at)
    ]
    done, waiting = simulate(events, policies_of(story, silences), until)
    return simulation_answer(events, done, waiting)


def simulation_answer(
    events: Sequence[WaitingEvent], done: Sequence[Simulated], waiting: Sequence[WaitingEvent]
) -> Answer:
    """Return a row for each sending, each muted event and each that waits."""
    by_id = {event.event_id: event for event in events}
    rows: list[tuple[object, ...]] = []
    for one in done:
        if one.notification:
            sent = one.notification
            message = render(sent)
            more = f" ({sent.left_out} more)" if sent.left_out else ""
            rows.append((
                one.at, "sent", sent.route, sent.receiver, len(sent.events), message.subject + more
            ))  # fmt: skip
        elif one.muted:
            event = by_id[one.muted.event_id]
            rows.append((one.at, "muted", event.route, event.receiver, 1, one.muted.reason))
    rows += [
        (event.created_at, "waits", event.route, event.receiver, 1, event.event_id)
        for event in waiting
    ]
    return Answer(("time", "what", "route", "receiver", "events", "about"), tuple(rows))
