"""A feed that falls silent, and speaks again, is told once to who asks."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from jsonschema import Draft202012Validator
from making import AT, strait_talks

from seeds.story import Route
from transforms.alerting.feed_events import FeedSilence, decide_feed_events
from transforms.messages.rendering import render
from transforms.notification_records import Notification, WaitingEvent
from transforms.statement_records import Event

SCHEMAS = Path(__file__).parents[3] / "docs/events"
ROUTE = Route("feeds", ("desk",), (), events=("feed.stale", "feed.recovered"))
SILENT = FeedSilence("norland-gazette", True, AT - timedelta(days=2), 7.0)
SPEAKING = replace(SILENT, is_stale=False, newest_entry_at=AT)


def told(silence: FeedSilence, *routes: Route, last: str = "", ago: int = 0) -> list[Event]:
    known = {("norland-gazette", "desk"): last} if last else {}
    now = AT - timedelta(hours=ago)
    return decide_feed_events(strait_talks(*routes or (ROUTE,)), [silence], ["desk"], known, now)


def test_silence_is_told_once_and_its_end_only_to_who_knows_of_it() -> None:
    (stale,) = told(SILENT)
    assert told(SILENT, last="feed.stale") == []
    assert told(SILENT, ago=5)[0].event_id == stale.event_id, "the same silence, the same id"
    (recovered,) = told(SPEAKING, last="feed.stale")
    assert told(SPEAKING) == []
    assert told(SPEAKING, last="feed.recovered") == []
    assert (stale.event_type, recovered.event_type) == ("feed.stale", "feed.recovered")
    again = replace(SILENT, newest_entry_at=AT + timedelta(days=9))
    assert told(again, last="feed.recovered")[0].event_id != stale.event_id


def test_routes_choose_feeds_and_none_gets_them_unasked() -> None:
    assert told(SILENT, Route("all", ("desk",), ())) == []
    ours = replace(ROUTE, matchers=('outlet = "norland-gazette"',))
    assert len(told(SILENT, ours)) == 1
    assert told(SILENT, replace(ROUTE, matchers=('outlet = "orsk-wire"',))) == []
    assert told(SILENT, replace(ROUTE, matchers=('actor = "ana-brod"',))) == []


def test_a_feed_that_the_story_does_not_list_is_not_told() -> None:
    assert told(replace(SILENT, feed_id="another")) == []


def test_bodies_are_what_their_schemas_say_and_are_told_in_words() -> None:
    for silence, last, words in (
        (SILENT, "", "Nothing new since 20 November 2025, 10:00 UTC; its habit is 7 a day."),
        (SPEAKING, "feed.stale", "It has an entry of 22 November 2025, 10:00 UTC again"),
    ):
        (event,) = told(silence, last=last)
        schema = json.loads((SCHEMAS / f"{event.event_type}.schema.json").read_text("utf-8"))
        validator = Draft202012Validator(schema)
        body = json.loads(event.body)
        validator.validate(body)
        for key in body["data"]:
            short = {name: value for name, value in body["data"].items() if name != key}
            assert not validator.is_valid(body | {"data": short}), f"{key} is not required"
        waiting = WaitingEvent(
            event.event_id, event.event_type, event.story_id, "", event.route, "desk",
            event.body, event.created_at,
        )  # fmt: skip
        message = render(Notification(event.event_id, "desk", "feeds", (waiting,)))
        assert words in message.short
        assert "gazette.example" in message.short
