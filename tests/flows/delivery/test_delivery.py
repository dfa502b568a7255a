import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from making import AT, blank, land_rows
from webhook_desk import Desk

from flows.delivery.deliver import DeliveryReport, deliver
from flows.delivery.receivers import Sender, Sent, WebhookSender
from flows.display.progress import Quiet
from flows.fetching.limits import FetchOptions
from transforms.statement_records import Event


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


@pytest.fixture
def outbox(database: Path) -> Path:
    """A warehouse with three alerts for the desk."""
    events = [
        blank(
            Event, event_id=f"e{number}", receiver="desk", body=json.dumps({"id": f"e{number}"}),
            created_at=AT + timedelta(minutes=number),
        )
        for number in range(3)
    ]  # fmt: skip
    land_rows(database, "run-1", outbox=events)
    return database


def send(outbox: Path, desk: Desk, *, allow_private: bool = True) -> DeliveryReport:
    receiver = desk.receiver(timeout_seconds=0.4)
    sender = WebhookSender(receiver, FetchOptions(allow_private=allow_private))
    return deliver(outbox, {"desk": sender}, lambda: AT, Quiet())


def ids(report: DeliveryReport) -> tuple[list[str], list[str]]:
    """Delivered and failed."""
    delivered = [event.event_id for event in report.delivered]
    return delivered, [event.event_id for event, _ in report.failed]


def deliveries(outbox: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(outbox)) as connection:
        return connection.execute(
            "SELECT event_id, attempt, outcome, status FROM deliveries ORDER BY ALL"
        ).fetchall()


def test_alerts_go_out_in_their_order_and_once(outbox: Path, desk: Desk) -> None:
    assert ids(send(outbox, desk)) == (["e0", "e1", "e2"], [])
    assert [json.loads(body)["id"] for _, body in desk.posts] == ["e0", "e1", "e2"]
    assert ids(send(outbox, desk)) == ([], [])
    assert len(desk.posts) == 3


def test_an_alert_that_failed_is_sent_again_by_the_next_round_with_the_same_id(
    outbox: Path, desk: Desk
) -> None:
    desk.answers = [204, 500, 204]
    assert ids(send(outbox, desk)) == (["e0", "e2"], ["e1"])
    assert ids(send(outbox, desk)) == (["e1"], [])
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
    reasons = ["no answer within 0.4 s", *["not tried after no answer within 0.4 s"] * 2]
    assert [reason for _, reason in report.failed] == reasons
    assert deliveries(outbox) == [("e0", 1, "failed", None)]
    assert ids(send(outbox, desk)) == (["e0", "e1", "e2"], [])


def test_a_refused_address_leaves_the_alerts_waiting(outbox: Path, desk: Desk) -> None:
    report = send(outbox, desk, allow_private=False)
    assert "the address is refused" in report.failed[0][1]
    assert ids(send(outbox, desk)) == (["e0", "e1", "e2"], [])


def test_an_alert_for_a_receiver_that_is_gone_waits(outbox: Path) -> None:
    report = deliver(outbox, {}, lambda: AT, Quiet())
    assert report.failed[0][1] == "receiver 'desk' is no longer set up"
    assert report.delivered == ()


def test_an_alert_is_recorded_before_the_next_one_is_sent(outbox: Path) -> None:
    class Crashing:
        sent = 0

        async def send(self, *_: object) -> Sent:
            self.sent += 1
            if self.sent == 2:
                raise KeyboardInterrupt
            return Sent(status=200)

    senders: dict[str, Sender] = {"desk": Crashing()}
    with pytest.raises(KeyboardInterrupt):
        deliver(outbox, senders, lambda: AT, Quiet())
    assert deliveries(outbox) == [("e0", 1, "delivered", 200)]
