"""What happened to statements, and whom it alerts: pure decisions that return outbox events.

The words are Alertmanager's: a route has matchers and receivers.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from seeds.story import Route, Story
from transforms.alerting.labels import Labels, fits, statement_labels
from transforms.messages.bodies import AFTERWARDS, make_event
from transforms.statement_records import Event, News


def decide_alerts(
    story: Story,
    news: Iterable[News],
    receivers: Iterable[str],
    now: datetime,
    told: Collection[tuple[str, str]] = (),
) -> list[Event]:
    """Return one event for what happened to a statement and each set-up receiver of a route.

    Where several routes name one receiver, the first that matches speaks. That a statement was
    corrected or withdrawn goes only to receivers that were alerted of it: ``told`` holds pairs
    of statement and receiver.
    """
    set_up = set(receivers)
    events: dict[str, Event] = {}
    for item in news:
        labels = statement_labels(story, item)
        is_told_to_all = item.event_type not in AFTERWARDS
        for route in matching_routes(story.routes, item.event_type, labels):
            for receiver in route.receivers:
                is_wanted = is_told_to_all or (item.statement_id, receiver) in told
                if receiver in set_up and is_wanted:
                    event = make_event(story, item, route, receiver, now, labels)
                    events.setdefault(event.event_id, event)
    return list(events.values())


def matching_routes(routes: Iterable[Route], event_type: str, labels: Labels) -> Iterator[Route]:
    """Yield the routes that take an event, in their order, until one does not continue."""
    for route in routes:
        if event_type in route.events and fits(route.matchers, labels):
            yield route
            if not route.continues:
                return
