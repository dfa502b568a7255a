import asyncio
import json
import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import feedparser
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from making import AT
from notices import WORDS, a_notice, an_event, later
from webhook_desk import Desk

from flows.delivery.apprise_url import AppriseSender
from flows.delivery.atom_file import AtomSender
from flows.delivery.email_message import EmailSender, make_email
from flows.delivery.lines_file import JsonLinesSender
from flows.delivery.sending import Sender, Sent
from flows.installation.receiver_settings import (
    AppriseReceiver,
    AtomReceiver,
    EmailReceiver,
    JsonLinesReceiver,
)
from transforms.messages.escaping import for_chat
from transforms.messages.rendering import render
from transforms.notification_records import Message, Notification

# Apprise imports it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")

SECRET = "Passw0rd-that-nobody-may-see"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def send(sender: Sender, notice: Notification | None = None) -> Sent:
    notice = notice or a_notice()
    return asyncio.run(sender.send(notice, render(notice), AT))


class Mailbox:
    """Keeps what comes to a mail server on loopback."""

    def __init__(self) -> None:
        self.emails: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ANN401, N802
        del server, session
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.emails.append(parsed)
        return self.answer


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()

    def refuse(*_: object) -> AuthResult:
        return AuthResult(success=False, handled=False)

    class Server(Controller):
        def factory(self) -> SMTP:
            return SMTP(box, authenticator=refuse, auth_require_tls=False)

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box, port
    finally:
        server.stop()


def an_email(port: int, **values: object) -> EmailReceiver:
    settings: dict[str, Any] = {
        "host": "127.0.0.1", "port": port, "encryption": "none", "timeout_seconds": 5,
        "sender": "onrecord@gazette.example", "to": ["desk@gazette.example"],
    }  # fmt: skip
    return EmailReceiver(**(settings | values))


def test_an_email_has_one_message_id_over_all_attempts(mailbox: tuple[Mailbox, int]) -> None:
    box, port = mailbox
    sender = EmailSender(an_email(port), allow_private=True)
    assert [send(sender), send(sender)] == [Sent(), Sent()]
    first, second = box.emails
    assert first["Message-ID"] == second["Message-ID"] == "<e1@gazette.example>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["List-Id"] == "onrecord alerts <onrecord.gazette.example>"
    assert first["Date"].datetime == AT
    text, html = first.get_body(("plain",)), first.get_body(("html",))
    assert text is not None
    assert html is not None
    assert WORDS in text.get_content()
    assert "<b>" not in html.get_content()


def test_a_subject_cannot_add_a_header() -> None:
    message = Message("“Naïve”\r\nBcc: everybody@x.example", "", "text", "<p>html</p>")
    raw = make_email(an_email(25), a_notice(), message, AT).as_bytes()
    read = message_from_bytes(raw, policy=policy.default)
    assert read["Subject"] == "“Naïve” Bcc: everybody@x.example"
    assert read["Bcc"] is None
    assert re.search(rb"^Subject: =\?utf-8\?", raw, re.MULTILINE)


def test_an_email_without_encryption_goes_to_this_machine_only() -> None:
    sent = send(EmailSender(an_email(25, host="10.255.255.1"), allow_private=True))
    assert "without encryption only this machine may be asked" in sent.error
    sent = send(EmailSender(an_email(25), allow_private=False))
    assert "private, and allow_private is not set" in sent.error


def test_a_mail_server_that_refuses_says_why_and_tells_no_password(
    mailbox: tuple[Mailbox, int],
) -> None:
    box, port = mailbox
    box.answer = "451 later"
    sent = send(EmailSender(an_email(port), allow_private=True))
    assert "451, b'later'" in sent.error
    login = an_email(port, user="desk", password=SECRET)
    sent = send(EmailSender(login, allow_private=True))
    assert "SMTPAuthenticationError" in sent.error
    assert SECRET not in sent.error


def test_apprise_posts_to_a_real_server_and_tells_no_secret(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    url = desk.url.replace("http://", f"json://desk:{SECRET}@")
    sender = AppriseSender(AppriseReceiver(url=url), allow_private=True)
    assert send(sender) == Sent()
    assert for_chat(WORDS) in json.loads(desk.posts[0][1])["message"]
    desk.answers = [302, 500]
    answers = [send(sender).error, send(sender).error]
    assert answers == ["the service did not take it; Apprise gives no reason"] * 2
    assert len(desk.posts) == 3, "a redirect is not followed"
    refused = send(AppriseSender(AppriseReceiver(url=url), allow_private=False))
    assert "private, and allow_private is not set" in refused.error
    unread = send(AppriseSender(AppriseReceiver(url=f"nothing://{SECRET}"), allow_private=True))
    assert unread.error == "Apprise cannot read the receiver's url"
    assert SECRET not in caplog.text + refused.error + repr(sender)


def test_a_service_that_hangs_is_left_in_time(desk: Desk) -> None:
    desk.answers = ["hang"]
    url = desk.url.replace("http://", "json://")
    sender = AppriseSender(AppriseReceiver(url=url, timeout_seconds=0.5), allow_private=True)
    assert send(sender).error


def test_an_atom_file_has_an_entry_for_each_statement_and_corrects_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "statements.atom"
    sender = AtomSender(AtomReceiver(newest=2), path)
    for number in range(3):
        event = an_event(f"e{number}", created_at=later(minutes=number), statement_id=f"s{number}")
        assert send(sender, a_notice(event)) == Sent()
    read = feedparser.parse(path.read_bytes())
    assert not read.bozo
    assert [entry.id for entry in read.entries] == [
        "urn:onrecord:statement:s2", "urn:onrecord:statement:s1",
    ]  # fmt: skip
    assert read.entries[0].link == "https://gazette.example/1?a=b&c=d"
    assert "<b>" not in read.entries[0].content[0].value, "an article's markup is text"

    before = path.read_bytes()
    again = an_event("e2", created_at=later(minutes=2), statement_id="s2")
    assert send(sender, a_notice(again)) == Sent()
    assert path.read_bytes() == before, "the same event again changes nothing"
    corrected = an_event(
        "e9", created_at=later(hours=1), statement_id="s1", event_type="statement.corrected"
    )
    assert send(sender, a_notice(corrected)) == Sent()
    first = feedparser.parse(path.read_bytes()).entries[0]
    assert (first.id, first.published, first.updated) == (
        "urn:onrecord:statement:s1", "2025-11-22T10:01:00.000000Z", "2025-11-22T11:00:00.000000Z",
    )  # fmt: skip


def test_a_file_of_json_lines_holds_each_event_once_also_after_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    sender = JsonLinesSender(JsonLinesReceiver(), path)
    assert send(sender, a_notice(an_event("a"), an_event("b"))) == Sent()
    with path.open("ab") as file:
        file.write(b'{"id": "c", "da')  # killed here
    assert send(sender, a_notice(an_event("b"), an_event("c"))) == Sent()
    lines = path.read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "b", "c"]


def test_a_file_that_cannot_be_written_is_a_failure_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for sender in (
        JsonLinesSender(JsonLinesReceiver(), tmp_path / "file" / "alerts.jsonl"),
        AtomSender(AtomReceiver(), tmp_path / "file" / "statements.atom"),
    ):
        assert "cannot be written" in send(sender).error
