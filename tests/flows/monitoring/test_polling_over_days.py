"""HOSTILE.md points 2, 13 and 14 over simulated days: real requests, a real file, our clock."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import duckdb
import pytest
from command_line import onrecord
from hostile_server import HostileServer, Request, answer, redirect
from making import AT, STRAIT_TALKS, strait_talks

from flows.installation.home import Home
from flows.installation.settings import load_settings
from flows.monitoring.monitor import RunReport, RunRequest, Tools, monitor
from flows.monitoring.polling import Round
from seeds.story import Feed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOVED = "301 Moved Permanently"


def feed_of(*titles: str, ttl: int = 30) -> bytes:
    """A feed whose entries have no link, so that no page is fetched for them."""
    items = "".join(f"<item><title>{title}</title></item>" for title in titles)
    channel = f"<channel><title>Gazette</title><ttl>{ttl}</ttl>{items}</channel>"
    return f"<rss version='2.0'>{channel}</rss>".encode()


@dataclass
class Desk:
    """A home whose runs are made at times of our choosing, each from what its file says."""

    folder: Path
    addresses: dict[str, str] = field(default_factory=dict)
    now: datetime = AT

    def run(self, after: timedelta = timedelta(0), *, due_only: bool = False) -> RunReport:
        self.now += after
        feeds = tuple(Feed(name, "gazette", url, "en") for name, url in self.addresses.items())
        home = Home(self.folder)
        settings = load_settings(home, allow_private=True, pace_loopback_feeds=True)
        story = replace(strait_talks(), feeds=feeds)
        request = RunRequest(story, feeds, home, settings, due_only)
        return monitor(request, Tools(senders={}, clock=lambda: self.now))

    def outcome(self, after: timedelta = timedelta(0), *, due_only: bool = False) -> str:
        (feed,) = self.run(after, due_only=due_only).feeds
        return feed.fetch.outcome

    def told(self, columns: str, feed_id: str = "a") -> tuple[object, ...]:
        with duckdb.connect(str(self.folder / "published.duckdb"), read_only=True) as connection:
            row = connection.execute(
                f"SELECT {columns} FROM feeds WHERE feed_id = ?", [feed_id]
            ).fetchone()
        assert row is not None
        return tuple(row)


@pytest.fixture
def desk(home: Path, server: HostileServer) -> Desk:
    return Desk(home, {"a": server.url("/a")})


def with_etag(body: Callable[[], bytes]) -> Callable[[Request], list[bytes]]:
    """Answer 304 to whoever sends a validator, whatever has changed meanwhile."""

    def script(request: Request) -> list[bytes]:
        if "if-none-match" in request.headers:
            return [answer(b"", status="304 Not Modified")]
        return [answer(body(), 'ETag: "1"', "Last-Modified: Sat, 22 Nov 2025 10:00:00 GMT")]

    return script


def test_a_false_304_or_an_etag_over_a_new_body_hides_nothing_for_more_than_a_day(
    desk: Desk, server: HostileServer
) -> None:
    titles = ["Tolls rise"]
    server.script("/a", with_etag(lambda: feed_of(*titles, ttl=300)))
    assert desk.outcome() == "read"
    titles.append("Tolls fall")
    read_at = None
    while read_at is None:
        (due,) = desk.told("next_poll_at")
        assert isinstance(due, datetime)
        desk.now = due.replace(tzinfo=UTC)
        if desk.outcome(due_only=True) == "read":
            read_at = desk.now
    assert read_at - AT <= DAY
    validated = [request.headers.get("if-none-match") for request in server.asked("/a")]
    assert validated[0] is validated[-1] is None
    assert set(validated[1:-1]) == {'"1"'}
    assert all("if-modified-since" in request.headers for request in server.asked("/a")[1:-1])


def test_a_feed_is_asked_when_it_is_due_and_at_every_run_that_does_not_ask_for_that(
    desk: Desk, server: HostileServer
) -> None:
    server.script("/a", with_etag(feed_of))
    assert desk.outcome() == "read"
    assert desk.outcome(timedelta(minutes=20), due_only=True) == "waiting"
    assert desk.outcome() == "unchanged"
    assert desk.outcome(timedelta(minutes=34), due_only=True) == "unchanged"
    assert len(server.asked("/a")) == 3


@pytest.mark.parametrize(
    ("retry_after", "rest"),
    [
        ("7200", 2 * HOUR),
        (format_datetime(AT + 2 * HOUR, usegmt=True), 2 * HOUR),
        ("-5", None),
        (format_datetime(AT - DAY, usegmt=True), None),
        ("99999999999999", DAY),
    ],
    ids=["seconds", "date", "negative", "past", "absurd"],
)
def test_a_server_that_asks_for_rest_has_it_and_no_more_than_a_day(
    desk: Desk, server: HostileServer, retry_after: str, rest: timedelta | None
) -> None:
    server.on("/a", answer(b"", f"Retry-After: {retry_after}", status="503 Busy"))
    assert desk.outcome() == "failed"
    server.on("/a", answer(feed_of()))
    if rest:
        assert desk.outcome(rest - timedelta(seconds=1)) == "resting"
        assert len(server.asked("/a")) == 1
        desk.now += timedelta(seconds=1)
    assert desk.outcome() == "read"


def test_a_server_that_turns_us_away_is_left_alone_for_an_hour_and_then_longer(
    desk: Desk, server: HostileServer
) -> None:
    server.on("/a", answer(b"", status="403 Forbidden"))
    assert desk.outcome() == "failed"
    assert desk.outcome(HOUR - timedelta(seconds=1)) == "resting"
    assert desk.outcome(timedelta(seconds=1)) == "failed"
    first, reason = desk.told("next_poll_at, next_poll_reason")
    assert isinstance(first, datetime)
    assert first.replace(tzinfo=UTC) >= desk.now + 2 * HOUR
    assert "left alone" in str(reason)


def test_404_backs_off_and_never_gives_the_feed_up(desk: Desk, server: HostileServer) -> None:
    gaps = []
    for _ in range(12):
        assert desk.outcome(due_only=True) == "failed"
        (due,) = desk.told("next_poll_at")
        assert isinstance(due, datetime)
        gaps.append(due.replace(tzinfo=UTC) - desk.now)
        desk.now = due.replace(tzinfo=UTC)
    assert gaps == sorted(gaps)
    assert (gaps[0] < timedelta(minutes=6), gaps[-1]) == (True, DAY)
    server.on("/a", answer(feed_of()))
    assert desk.outcome(due_only=True) == "read"
    assert desk.told("consecutive_failures, last_error") == (0, "")


def test_410_stops_the_feed_until_its_address_in_the_story_changes(
    desk: Desk, server: HostileServer
) -> None:
    server.on("/a", answer(b"", status="410 Gone"))
    (told,) = desk.run().feeds
    assert "until its address in the story is changed" in told.fetch.next_step
    assert desk.outcome(30 * DAY) == "resting"
    assert len(server.asked("/a")) == 1
    desk.addresses["a"] = server.on("/new", answer(feed_of()))
    assert desk.outcome(HOUR) == "read"
    assert desk.told("gone_at, url") == (None, server.url("/new"))


def test_301_is_adopted_after_days_302_never_and_a_redirect_back_undoes_it(
    desk: Desk, server: HostileServer
) -> None:
    server.on("/b", answer(feed_of("Tolls rise"), 'ETag: "1"'))
    server.on("/a", redirect("/b"))
    for _ in range(5):
        desk.run(DAY)
    assert desk.told("url, moved_to") == (server.url("/a"), "")

    server.on("/a", redirect("/b", MOVED))
    desk.run(DAY)
    assert desk.told("url, moved_to") == (server.url("/a"), server.url("/b"))
    desk.run(2 * DAY)
    assert desk.told("url") == (server.url("/a"),)
    desk.run(DAY)
    assert desk.told("url, listed_url") == (server.url("/b"), server.url("/a"))
    asked = len(server.asked("/a"))
    desk.run(DAY)
    assert len(server.asked("/a")) == asked

    server.on("/b", redirect("/a", MOVED))
    server.on("/a", answer(feed_of()))
    desk.run(DAY)
    assert desk.told("url") == (server.url("/a"),)


def test_two_feeds_that_become_one_address_are_one_and_part_again_with_it(
    desk: Desk, server: HostileServer
) -> None:
    desk.addresses["b"] = server.on("/b", answer(feed_of("Tolls rise")))
    server.on("/a", redirect("/b", MOVED))
    for _ in range(4):
        report = desk.run(DAY)
    assert desk.told("merged_into") == ("b",)
    asked = len(server.asked("/b"))
    report = desk.run(DAY)
    assert [feed.fetch.outcome for feed in report.feeds] == ["resting", "read"] or [
        feed.fetch.outcome for feed in report.feeds
    ] == ["resting", "unchanged"]
    assert "address of b" in report.feeds[0].fetch.next_step
    assert len(server.asked("/b")) == asked + 1

    del desk.addresses["b"]
    assert desk.outcome(DAY) in ("read", "unchanged")
    assert desk.told("merged_into") == ("",)


def test_feeds_and_doctor_tell_the_same_of_a_feed_that_fails(
    desk: Desk, server: HostileServer
) -> None:
    desk.addresses["b"] = server.on("/b", answer(feed_of("Tolls rise")))
    desk.run()
    shown = onrecord("feeds", "--home", desk.folder, "--story", STRAIT_TALKS)
    assert "1 failing" in shown.stdout
    assert "norland-gazette" in shown.stdout
    told = onrecord("feeds", "--home", desk.folder, "--story", STRAIT_TALKS, "--format", "json")
    states = {feed["feed_id"]: feed["state"] for feed in json.loads(told.stdout)}
    assert (states["a"], states["b"], states["norland-gazette"]) == ("failing", "ok", "new")
    examined = onrecord("doctor", "--home", desk.folder)
    assert "a is failing: HTTP 404; it is tried again at" in examined.stdout


def test_a_feed_on_this_machine_is_asked_at_every_tick_unless_it_is_to_be_paced() -> None:
    feeds = [Feed("a", "gazette", url, "en") for url in LOOPBACK]
    asked = Round("s", "r", feeds, (), {}, lambda: AT, due_only=True).polls()
    assert [poll.due_only for poll in asked] == [False, False, False, True]
    paced = Round("s", "r", feeds, (), {}, lambda: AT, due_only=True, pace_loopback=True).polls()
    assert all(poll.due_only for poll in paced)


LOOPBACK = (
    "http://127.0.0.9:8008/rss", "http://[::1]/rss", "http://localhost/rss",
    "https://gazette.example/127.0.0.1/rss",
)  # fmt: skip
