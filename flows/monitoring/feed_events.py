"""Tell of feeds that fell silent against their habit, or speak again."""

from collections.abc import Sequence
from datetime import UTC, datetime

from duckdb import DuckDBPyConnection

from seeds.story import Story
from transforms.alerting.feed_events import RECOVERED, STALE, FeedSilence, decide_feed_events
from warehouse.feed_health import FeedHealth, feed_health
from warehouse.outbox import feed_events_told, put_into_outbox

_SPEAKING = ("ok", "moved")


def land_feed_events(
    connection: DuckDBPyConnection,
    story: Story,
    receivers: Sequence[str],
    run_seq: int,
    now: datetime,
) -> None:
    """Put what is to be told of feeds into the outbox; a feed that fails is neither."""
    if not any({STALE, RECOVERED} & set(route.events) for route in story.routes):
        return
    silences = [
        _silence(health)
        for health in feed_health(connection, now, story.story_id)
        if health.state in ("stale", *_SPEAKING)
    ]
    told = feed_events_told(connection, story.story_id)
    events = decide_feed_events(story, silences, receivers, told, now)
    if events:
        connection.begin()
        put_into_outbox(connection, events, run_seq)
        connection.commit()


def _silence(health: FeedHealth) -> FeedSilence:
    newest = health.newest_entry_at
    return FeedSilence(
        health.feed_id,
        health.state == "stale",
        newest.replace(tzinfo=UTC) if newest else None,
        health.items_a_day,
    )
