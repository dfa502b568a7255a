"""That a feed fell silent against its habit, or speaks again, told once to each receiver."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seeds.story import Feed, Route, Story
from transforms.alerting.deciding import matching_routes
from transforms.identifiers import digest_id
from transforms.messages.bodies import cloud_event, iso, labels_json
from transforms.statement_records import Event

STALE = "feed.stale"
RECOVERED = "feed.recovered"


@dataclass(frozen=True, slots=True)
class FeedSilence:
    """Whether a feed is silent against its habit; times are aware and UTC."""

    feed_id: str
    is_stale: bool
    newest_entry_at: datetime | None
    items_a_day: float | None


def decide_feed_events(
    story: Story,
    silences: Iterable[FeedSilence],
    receivers: Iterable[str],
    last_told: Mapping[tuple[str, str], str],
    now: datetime,
) -> list[Event]:
    """Return what is to be told of feeds.

    ``last_told`` has the last event type by feed and receiver: of a feed that goes on being
    silent nothing is told again, and that it speaks again is told only to who knows it silent.
    """
    set_up = set(receivers)
    feeds = {feed.feed_id: feed for feed in story.feeds}
    events: dict[str, Event] = {}
    for silence in silences:
        feed = feeds.get(silence.feed_id)
        if feed is None:
            continue
        event_type = STALE if silence.is_stale else RECOVERED
        labels = feed_labels(feed)
        for route in matching_routes(story.routes, event_type, labels):
            for receiver in route.receivers:
                known = last_told.get((feed.feed_id, receiver), RECOVERED)
                if receiver in set_up and known != event_type:
                    event = _event(story, feed, silence, event_type, route, receiver, now, labels)
                    events.setdefault(event.event_id, event)
    return list(events.values())


def feed_labels(feed: Feed) -> dict[str, frozenset[str]]:
    """Return the labels of an event about a feed."""
    return {
        "feed": frozenset({feed.feed_id}),
        "outlet": frozenset({feed.outlet}),
        "language": frozenset({feed.language}),
    }


def _event(
    story: Story,
    feed: Feed,
    silence: FeedSilence,
    event_type: str,
    route: Route,
    receiver: str,
    now: datetime,
    labels: Mapping[str, Collection[str]],
) -> Event:
    newest = iso(silence.newest_entry_at)
    event_id = digest_id(event_type, story.story_id, feed.feed_id, newest or "", receiver)
    data: dict[str, Any] = {
        "story": {"story_id": story.story_id, "title": story.title},
        "feed": {
            "feed_id": feed.feed_id,
            "outlet": feed.outlet,
            "title": feed.title,
            "url": feed.url,
        },
        "is_stale": silence.is_stale,
        "newest_entry_at": newest,
        "items_a_day": silence.items_a_day,
        "why": {"route": route.name, "matchers": list(route.matchers)},
    }
    return Event(
        event_id=event_id,
        event_type=event_type,
        story_id=story.story_id,
        statement_id="",
        route=route.name,
        receiver=receiver,
        body=cloud_event(event_id, event_type, story, feed.feed_id, now, data),
        created_at=now,
        labels=labels_json(labels),
    )
