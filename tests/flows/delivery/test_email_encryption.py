"""Mail goes out encrypted to a server whose certificate is verified, or not at all."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import certifi
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from making import AT
from notices import a_notice

from flows.delivery.email_message import EmailSender
from flows.delivery.sending import Sent
from flows.installation.receiver_settings import EmailReceiver
from transforms.messages.rendering import render


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for "localhost" that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    pem, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(
        made.public_bytes(pem) + key.private_bytes(pem, private, serialization.NoEncryption())
    )
    return path


class Mailbox:
    """Counts what comes, and whether it came through TLS."""

    def __init__(self) -> None:
        self.encrypted: list[bool] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ANN401, N802
        del server, envelope
        self.encrypted.append(session.ssl is not None)
        return "250 OK"


@contextmanager
def serving(encryption: str, certificate: Path) -> Iterator[tuple[Mailbox, int]]:
    box, context = Mailbox(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    class Server(Controller):
        def factory(self) -> SMTP:
            if encryption == "tls":
                return SMTP(box)
            return SMTP(box, tls_context=context, require_starttls=True)

        def _trigger_server(self) -> None:
            """Ask whether it is up; the controller's own way trusts nobody's certificate."""
            if encryption == "starttls":
                super()._trigger_server()
                return
            trusting = ssl.create_default_context(cafile=certificate)
            with (
                socket.create_connection(("127.0.0.1", self.port), 5) as plain,
                trusting.wrap_socket(plain, server_hostname="localhost") as client,
            ):
                client.recv(64)

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    whole = context if encryption == "tls" else None
    server = Server(box, hostname="127.0.0.1", port=port, ssl_context=whole)
    server.start()
    try:
        yield box, port
    finally:
        server.stop()


def send(encryption: str, port: int) -> Sent:
    receiver = EmailReceiver(
        type="email", host="localhost", port=port, encryption=encryption, timeout_seconds=5,
        sender="onrecord@gazette.example", to=["desk@gazette.example"],
    )  # fmt: skip
    notice = a_notice()
    sender = EmailSender(receiver, allow_private=True)
    return asyncio.run(sender.send(notice, render(notice), AT))


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
def test_mail_goes_through_tls_to_a_server_that_is_vouched_for(
    encryption: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certifi, "where", lambda: str(certificate))
    with serving(encryption, certificate) as (box, port):
        assert send(encryption, port) == Sent()
    assert len(box.encrypted) == 1


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
def test_nothing_is_told_to_a_server_that_nobody_vouches_for(
    encryption: str, certificate: Path
) -> None:
    with serving(encryption, certificate) as (box, port):
        sent = send(encryption, port)
    assert "CERTIFICATE_VERIFY_FAILED" in sent.error
    assert box.encrypted == []
