import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from notices import a_notice, an_event
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from webhook_desk import SECRET, Desk

from flows.delivery.console import ConsoleSender
from flows.delivery.receivers import make_senders
from flows.delivery.sending import Sent
from flows.delivery.terminal import show_alert
from flows.delivery.webhook import WebhookSender
from flows.fetching.limits import FetchOptions
from flows.installation.receiver_settings import WebhookReceiver
from flows.installation.settings import Settings
from transforms.messages.rendering import render
from transforms.notification_records import Notification

NEW_SECRET = "whsec_" + "b" * 32


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def send(
    receiver: WebhookReceiver, notice: Notification | None = None, *, allow_private: bool = True
) -> Sent:
    sender = WebhookSender(receiver, FetchOptions(allow_private=allow_private, user_agent="tests"))
    notice = notice or a_notice()
    return asyncio.run(sender.send(notice, render(notice), datetime.now(UTC)))


def test_a_webhook_is_signed_so_that_the_public_verifier_takes_it(desk: Desk) -> None:
    assert send(desk.receiver()) == Sent(status=204)
    ((headers, body),) = desk.posts
    assert Webhook(SECRET).verify(body, headers) == json.loads(an_event().body)
    assert headers["webhook-id"] == "e1"
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(NEW_SECRET).verify(body, headers)


def test_while_a_key_is_changed_either_verifies(desk: Desk) -> None:
    send(desk.receiver(secret=None, secrets=[NEW_SECRET, SECRET]))
    ((headers, body),) = desk.posts
    assert len(headers["webhook-signature"].split(" ")) == 2
    for key in (NEW_SECRET, SECRET):
        assert Webhook(key).verify(body, headers)["id"] == "e1"


def test_events_together_are_a_batch_that_says_how_many_were_left_out(desk: Desk) -> None:
    send(desk.receiver(), a_notice(an_event("a"), an_event("b"), name="n", left_out=12))
    ((headers, body),) = desk.posts
    told = Webhook(SECRET).verify(body, headers)
    assert [(event["id"], event["leftout"]) for event in told] == [("a", 12), ("b", 12)]
    assert headers["webhook-id"] == "n"
    assert headers["content-type"].startswith("application/cloudevents-batch+json")


@pytest.mark.parametrize("status", [301, 404, 410, 500])
def test_an_answer_that_is_not_2xx_is_a_failure(desk: Desk, status: int) -> None:
    desk.answers = [status]
    assert send(desk.receiver()) == Sent(f"HTTP {status}", status)
    assert len(desk.posts) == 1, "a redirect is not followed"


def test_the_rest_that_a_desk_asks_for_is_told(desk: Desk) -> None:
    desk.answers, desk.retry_after = [429], "90"
    assert send(desk.receiver()) == Sent("HTTP 429", 429, timedelta(seconds=90))


@pytest.mark.parametrize("answer", ["hang", "drip"])
def test_a_desk_that_does_not_come_to_an_end_is_left_in_time(desk: Desk, answer: str) -> None:
    desk.answers = [answer]
    begun = datetime.now(UTC)
    sent = send(desk.receiver(timeout_seconds=0.5))
    assert sent == Sent("no answer within 0.5 s", is_silence=True)
    assert (datetime.now(UTC) - begun).total_seconds() < 4


def test_a_private_address_is_refused_unless_it_is_allowed(desk: Desk) -> None:
    sent = send(desk.receiver(), allow_private=False)
    assert sent.error.startswith("the address is refused (127.0.0.1 is private")
    assert not desk.posts


def test_a_desk_that_is_gone_says_so(desk: Desk) -> None:
    receiver = desk.receiver()
    desk.__exit__()
    assert send(receiver).error.startswith("no answer (ConnectError")
    desk.__enter__()


def test_the_console_shows_a_group_and_how_many_more_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    notice = a_notice(an_event("e1"), an_event("e2"), left_out=12)
    sent = asyncio.run(ConsoleSender(show_alert).send(notice, render(notice), datetime.now(UTC)))
    shown = capsys.readouterr().out
    assert sent == Sent()
    assert shown.startswith("14 new statements")
    assert shown.count("Ana Brod") == 2
    assert "12 more: onrecord alerts list --state muted --receiver desk" in shown


def test_a_console_that_is_gone_leaves_the_alert_unsent() -> None:
    def show(*_: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    notice = a_notice()
    sent = asyncio.run(ConsoleSender(show).send(notice, render(notice), datetime.now(UTC)))
    assert "Broken pipe" in sent.error


def test_every_receiver_that_is_set_up_has_a_sender(tmp_path: Path) -> None:
    desk = Desk.receiver(_NoDesk())
    senders = make_senders(
        Settings(receivers={"desk": desk}, user_agent="me, see x.example"), tmp_path, print
    )
    assert set(senders) == {"console", "desk"}
    sender = senders["desk"]
    assert isinstance(sender, WebhookSender)
    assert (sender.options.user_agent, sender.options.allow_private) == ("me, see x.example", False)


class _NoDesk(Desk):
    url = "https://desk.example/alerts"
