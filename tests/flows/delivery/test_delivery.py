import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from making import AT, blank, land_rows, strait_talks
from webhook_desk import Desk

from flows.delivery.deliver import DeliveryReport, deliver
from flows.delivery.sending import Sender, Sent
from flows.delivery.webhook import WebhookSender
from flows.display.progress import Quiet
from flows.fetching.limits import FetchOptions
from transforms.statement_records import Event


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


@pytest.fixture
def outbox(database: Path) -> Path:
    """A warehouse with three alerts for the desk, a second apart."""
    events = [
        blank(
            Event, event_id=f"e{number}", story_id="strait-talks", receiver="desk",
            labels="{}", body=json.dumps({"id": f"e{number}"}),
            created_at=AT + timedelta(seconds=number - 3),
        )
        for number in range(3)
    ]  # fmt: skip
    land_rows(database, "run-1", outbox=events)
    return database


def send(
    outbox: Path, desk: Desk, now: datetime = AT, *, allow_private: bool = True, path: str = ""
) -> DeliveryReport:
    receiver = desk.receiver(timeout_seconds=0.4, url=desk.url + path)
    sender = WebhookSender(receiver, FetchOptions(allow_private=allow_private))
    return deliver(outbox, {"desk": sender}, lambda: now, Quiet(), strait_talks())


def ids(report: DeliveryReport) -> tuple[list[str], list[str]]:
    """Delivered and failed."""
    delivered = [notification.notification_id for notification in report.delivered]
    return delivered, [notification.notification_id for notification, _ in report.failed]


def deliveries(outbox: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(outbox)) as connection:
        return connection.execute(
            "SELECT notification_id, attempt, outcome, status FROM deliveries ORDER BY ALL"
        ).fetchall()


def test_alerts_go_out_in_their_order_and_once(outbox: Path, desk: Desk) -> None:
    assert ids(send(outbox, desk)) == (["e0", "e1", "e2"], [])
    assert [json.loads(body)["id"] for _, body in desk.posts] == ["e0", "e1", "e2"]
    assert ids(send(outbox, desk)) == ([], [])
    assert len(desk.posts) == 3


def test_an_alert_that_failed_is_sent_again_when_it_is_due_with_the_same_id(
    outbox: Path, desk: Desk
) -> None:
    desk.answers = [204, 500, 204]
    report = send(outbox, desk)
    assert ids(report) == (["e0", "e2"], ["e1"])
    assert report.failed[0][1].startswith("HTTP 500; it is sent again after 2025-11-22 10:00:05")
    assert ids(send(outbox, desk, AT + timedelta(seconds=4))) == ([], [])
    assert ids(send(outbox, desk, AT + timedelta(seconds=6))) == (["e1"], [])
    sent = [headers["webhook-id"] for headers, _ in desk.posts]
    assert sent == ["e0", "e1", "e2", "e1"]
    assert deliveries(outbox) == [
        ("e0", 1, "delivered", 204), ("e1", 1, "failed", 500), ("e1", 2, "delivered", 204),
        ("e2", 1, "delivered", 204),
    ]  # fmt: skip


def test_a_desk_that_does_not_answer_costs_one_time_out_a_round(outbox: Path, desk: Desk) -> None:
    desk.answers = ["hang"]
    report = send(outbox, desk)
    assert ids(report) == ([], ["e0", "e1", "e2"])
    assert report.failed[0][1].startswith("no answer within 0.4 s; it is sent again after")
    assert report.failed[2][1] == "not tried after no answer within 0.4 s; the next run sends it"
    assert deliveries(outbox) == [("e0", 1, "failed", None)]
    assert ids(send(outbox, desk)) == (["e1", "e2"], [])


def test_a_desk_that_is_gone_gets_nothing_until_it_is_set_up_anew(outbox: Path, desk: Desk) -> None:
    desk.answers = [410]
    report = send(outbox, desk)
    assert [reason for _, reason in report.failed] == [
        "HTTP 410; the receiver is off, and it is sent, when its settings have changed",
        *["HTTP 410: it is sent when the receiver's settings have changed"] * 2,
    ]
    assert ids(send(outbox, desk, AT + timedelta(days=30)))[0] == []
    assert len(desk.posts) == 1
    moved = send(outbox, desk, AT + timedelta(days=30), path="/new")
    assert ids(moved) == (["e0", "e1", "e2"], [])


def test_a_desk_that_asks_for_rest_gets_it(outbox: Path, desk: Desk) -> None:
    desk.answers, desk.retry_after = [429], "3600"
    report = send(outbox, desk)
    assert [reason.split(":")[0] for _, reason in report.failed[1:]] == ["HTTP 429"] * 2
    assert ids(send(outbox, desk, AT + timedelta(minutes=59)))[0] == []
    assert len(desk.posts) == 1
    assert ids(send(outbox, desk, AT + timedelta(minutes=61)))[0] == ["e0", "e1", "e2"]


def test_a_desk_that_is_down_for_a_day_loses_nothing_and_repeats_nothing(
    outbox: Path, desk: Desk
) -> None:
    troubles: list[int | str] = [500, "hang", 429, 503]
    for minutes in range(0, 24 * 60, 40):
        desk.answers = [troubles[minutes // 40 % 4]] * 3
        assert ids(send(outbox, desk, AT + timedelta(minutes=minutes)))[0] == []
    desk.answers = []
    delivered: list[str] = []
    for hours in range(24, 60, 2):
        delivered += ids(send(outbox, desk, AT + timedelta(hours=hours)))[0]
    assert sorted(delivered) == ["e0", "e1", "e2"]
    assert {headers["webhook-id"] for headers, _ in desk.posts} == {"e0", "e1", "e2"}
    attempts = [row for row in deliveries(outbox) if row[0] == "e0"]
    assert [row[2] for row in attempts] == ["failed"] * (len(attempts) - 1) + ["delivered"]
    assert len(attempts) <= 10, "the schedule, not every run"


def test_a_refused_address_leaves_the_alerts_waiting(outbox: Path, desk: Desk) -> None:
    report = send(outbox, desk, allow_private=False)
    assert "the address is refused" in report.failed[0][1]
    assert ids(send(outbox, desk, AT + timedelta(minutes=1))) == (["e0", "e1", "e2"], [])


def test_an_alert_for_a_receiver_that_is_gone_waits(outbox: Path) -> None:
    report = deliver(outbox, {}, lambda: AT, Quiet(), strait_talks())
    assert report.failed[0][1].startswith("receiver 'desk' is no longer set up; it is sent again")
    assert report.delivered == ()


def test_an_alert_is_recorded_before_the_next_one_is_sent(outbox: Path) -> None:
    class Crashing:
        settings_digest = ""
        sent = 0

        async def send(self, *_: object) -> Sent:
            self.sent += 1
            if self.sent == 2:
                raise KeyboardInterrupt
            return Sent(status=200)

    senders: dict[str, Sender] = {"desk": Crashing()}
    with pytest.raises(KeyboardInterrupt):
        deliver(outbox, senders, lambda: AT, Quiet(), strait_talks())
    assert deliveries(outbox) == [("e0", 1, "delivered", 200)]
