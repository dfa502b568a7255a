"""A sample alert, to see whether a route's receivers take what is sent and how it reads."""

import asyncio
from datetime import datetime

from flows.clock import Clock, system_clock
from flows.delivery.receivers import make_senders
from flows.delivery.sending import Sender
from flows.delivery.terminal import show_alert
from flows.errors import ConfigurationError
from flows.installation.home import Home
from flows.installation.settings import Settings
from seeds.story import Route, Story
from transforms.alerting.labels import statement_labels
from transforms.messages.bodies import make_event
from transforms.messages.rendering import render
from transforms.messages.sample import sample_news
from transforms.notification_records import Notification
from warehouse.outbox import as_waiting


def send_sample(
    home: Home,
    settings: Settings,
    story: Story,
    route_name: str,
    receiver: str = "",
    clock: Clock = system_clock,
) -> list[tuple[str, str]]:
    """Send a sample to a route's receivers; return each with its error, or none.

    Raises:
        ConfigurationError: the story has no such route, or the route no such receiver.
    """
    route = next((route for route in story.routes if route.name == route_name), None)
    if route is None:
        known = ", ".join(route.name for route in story.routes) or "none"
        raise ConfigurationError(
            f"story {story.story_id} has no route {route_name!r} (its routes: {known}); "
            "nothing was sent."
        )
    if receiver and receiver not in route.receivers:
        raise ConfigurationError(
            f"route {route_name} has no receiver {receiver!r} (its receivers: "
            f"{', '.join(route.receivers)}); nothing was sent."
        )
    senders = make_senders(settings, home.folder, show_alert)
    names = [receiver] if receiver else list(route.receivers)
    return asyncio.run(_send_all(senders, story, route, names, clock()))


async def _send_all(
    senders: dict[str, Sender], story: Story, route: Route, names: list[str], now: datetime
) -> list[tuple[str, str]]:
    outcomes = []
    for name in names:
        if name not in senders:
            outcomes.append((name, "it is not set up in the settings"))
            continue
        item = sample_news(story, now)
        event = make_event(story, item, route, name, now, statement_labels(story, item))
        waiting = as_waiting(event)
        sample = Notification(event.event_id, name, route.name, (waiting,), is_test=True)
        sent = await senders[name].send(sample, render(sample), now)
        outcomes.append((name, sent.error))
    return outcomes
