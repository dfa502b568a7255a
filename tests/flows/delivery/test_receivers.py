import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from webhook_desk import SECRET, Desk

from flows.delivery.receivers import ConsoleSender, Sent, WebhookSender, make_senders
from flows.fetching.limits import FetchOptions
from flows.installation.settings import Settings, WebhookReceiver

BODY = json.dumps({"id": "e1", "data": {"text": "“Naïve” 🚢"}}, ensure_ascii=False)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def send(receiver: WebhookReceiver, *, allow_private: bool = True) -> Sent:
    sender = WebhookSender(receiver, FetchOptions(allow_private=allow_private, user_agent="tests"))
    return asyncio.run(sender.send("e1", BODY, datetime.now(UTC)))


def test_a_webhook_is_signed_so_that_the_public_verifier_takes_it(desk: Desk) -> None:
    assert send(desk.receiver()) == Sent(status=204)
    ((headers, body),) = desk.posts
    assert Webhook(SECRET).verify(body, headers) == json.loads(BODY)
    assert headers["webhook-id"] == "e1"
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "b" * 32).verify(body, headers)


@pytest.mark.parametrize("status", [301, 404, 410, 500])
def test_an_answer_that_is_not_2xx_is_a_failure(desk: Desk, status: int) -> None:
    desk.answers = [status]
    assert send(desk.receiver()) == Sent(f"HTTP {status}", status)
    assert len(desk.posts) == 1, "a redirect is not followed"


@pytest.mark.parametrize("answer", ["hang", "drip"])
def test_a_desk_that_does_not_come_to_an_end_is_left_in_time(desk: Desk, answer: str) -> None:
    desk.answers = [answer]
    begun = datetime.now(UTC)
    assert send(desk.receiver(timeout_seconds=0.5)) == Sent("no answer within 0.5 s")
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


def test_the_console_shows_the_data_of_an_event() -> None:
    shown: list[dict[str, Any]] = []
    sent = asyncio.run(ConsoleSender(shown.append).send("e1", BODY, datetime.now(UTC)))
    assert (sent, shown) == (Sent(), [{"text": "“Naïve” 🚢"}])


def test_a_console_that_is_gone_leaves_the_alert_unsent() -> None:
    def show(_: dict[str, Any]) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    sent = asyncio.run(ConsoleSender(show).send("e1", BODY, datetime.now(UTC)))
    assert "Broken pipe" in sent.error


def test_every_receiver_that_is_set_up_has_a_sender() -> None:
    desk = Desk.receiver(_NoDesk())
    senders = make_senders(
        Settings(receivers={"desk": desk}, user_agent="me, see x.example"), print
    )
    assert set(senders) == {"console", "desk"}
    sender = senders["desk"]
    assert isinstance(sender, WebhookSender)
    assert (sender.options.user_agent, sender.options.allow_private) == ("me, see x.example", False)


class _NoDesk(Desk):
    url = "https://desk.example/alerts"
