"""Twenty-four hours of alerts under a made clock; their table stands in docs/alerts.md."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from making import blank, land_rows, speaking, strait_talks

from flows.delivery.deliver import deliver
from flows.delivery.sending import Sent
from flows.display.progress import Quiet
from seeds.configuration import parse_configuration
from seeds.story import Story
from transforms.alerting.deciding import decide_alerts
from transforms.notification_records import Message, Notification
from transforms.statement_records import Event, News

PAGE = Path(__file__).parents[3] / "docs/alerts.md"
ROUTES = """\
[[routes]]
name = "chat"
receivers = ["chat"]
group_by = ["term"]
group_wait = "2m"
group_interval = "30m"
quiet_hours = ["22:00-07:00"]
time_zone = "Europe/Kyiv"
rate_limit = "4 per 1h"

[[routes]]
name = "morning"
receivers = ["mail"]
digest = "0 8 * * *"
time_zone = "Europe/Kyiv"
"""
BEGINS = datetime(2025, 11, 24, 16, tzinfo=UTC)
SAID = [
    # Minutes from 18:00 in Kyiv, what is said, on which term.
    (0, "Tolls must fall", "tolls"), (1, "Tolls must stay", "tolls"), (10, "They are low", "tolls"),
    (11, "Passage is free", "passage"), (300, "We sail tonight", "passage"),
    (420, "Nobody sails", "passage"), (600, "Talks go on", "tolls"),
    *((870 + number, f"Point {number} is open", "tolls") for number in range(7)),
    (1200, "Agreed", "tolls"),
]  # fmt: skip
LOOKS = sorted(
    {
        *range(0, 24 * 60 + 1, 30),
        *(minute + wait for minute, _, _ in SAID for wait in (0, 2) if minute < 24 * 60),
    }
)
"""Every half hour, when something is said, and two minutes later, as a service would oftener."""


class Recording:
    """Takes what is sent, but for an outage from 19:00 to 20:30 in Kyiv."""

    settings_digest = ""

    async def send(self, notification: Notification, message: Message, at: datetime) -> Sent:
        del notification, message
        down = BEGINS + timedelta(hours=1) <= at < BEGINS + timedelta(hours=2, minutes=30)
        return Sent("HTTP 503", 503) if down else Sent(status=200)


def a_story() -> Story:
    head = 'id = "strait-talks"\ntitle = "x"\nlanguages = ["en"]\nstarts = 2025-11-01\n'
    configuration = parse_configuration(head + ROUTES)
    assert configuration.problems == []
    return strait_talks(*configuration.routes)


def events(story: Story) -> Iterator[tuple[int, list[Event]]]:
    for number, (minute, words, term) in enumerate(SAID):
        at = BEGINS + timedelta(minutes=minute)
        item = blank(
            News, event_type="statement.published", story_id="strait-talks", text=words,
            statement_id=f"s{number}", attributions=(speaking("ana-brod", name="Ana Brod"),),
            term_ids=(term,), first_seen_at=at, fetched_at=at, speech_type="direct",
        )  # fmt: skip
        yield minute, decide_alerts(story, [item], ["chat", "mail"], at)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Land and deliver through the day."""
    database = tmp_path_factory.mktemp("day") / "private.duckdb"
    story = a_story()
    coming = list(events(story))
    land_rows(database, "first")
    lines = ["| Kyiv | what happens | to | what it tells |", "| --- | --- | --- | --- |"]
    senders = {"chat": Recording(), "mail": Recording()}
    for minute in LOOKS:
        due = [event for at, decided in coming if at <= minute for event in decided]
        coming = [(at, decided) for at, decided in coming if at > minute]
        if due:
            land_rows(database, f"run-{minute}", outbox=due)
        now = BEGINS + timedelta(minutes=minute)
        report = deliver(database, senders, lambda now=now: now, Quiet(), story)
        time = f"{now + timedelta(hours=2):%H:%M}"
        for notification in report.delivered:
            lines.append(f"| {time} | sent | {notification.receiver} | {_told(notification)} |")
        for notification, reason in report.failed:
            why = reason.split(";")[0]
            told = _told(notification)
            lines.append(f"| {time} | failed: {why} | {notification.receiver} | {told} |")
        if report.muted:
            lines.append(f"| {time} | {report.muted} muted | chat | counted in what was sent |")
    return lines


def _told(notification: Notification) -> str:
    words = [json.loads(event.body)["data"]["text"] for event in notification.events]
    more = f", {notification.left_out} more" if notification.left_out else ""
    return "; ".join(words) + more


def test_the_day_is_as_the_page_tells_it(table: list[str]) -> None:
    page = PAGE.read_text("utf-8")
    _, _, rest = page.partition("<!-- a day of alerts -->\n")
    told, _, _ = rest.partition("<!-- end of a day of alerts -->")
    assert told.strip() == "\n".join([*table, "", "```toml", ROUTES.rstrip(), "```"])
