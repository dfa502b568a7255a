"""HOSTILE.md point 12: where a request may go, on every hop."""

import asyncio
import ipaddress
import socket
import ssl
import threading
from dataclasses import replace
from socketserver import BaseRequestHandler, ThreadingTCPServer

import pytest
from fetching_once import LOOPBACK, failure, fetch
from hostile_server import HostileServer, answer, redirect

from flows.fetching.errors import Quarantine, Retry
from flows.fetching.guard import address_refusal, verified_tls
from flows.fetching.limits import FetchOptions

PUBLIC_ONLY = FetchOptions(total_deadline_seconds=5.0)


def test_redirects_are_followed_and_remembered(server: HostileServer) -> None:
    server.on("/start", redirect("/next", "301 Moved Permanently"))
    server.on("/next", redirect(server.url("/end"), "302 Found"))
    server.on("/end", answer(b"<rss/>"))
    fetched = fetch(server.url("/start#part"))
    assert fetched.url == server.url("/start#part")
    assert fetched.final_url == server.url("/end")
    assert fetched.redirects == ((301, server.url("/next")), (302, server.url("/end")))


def test_redirects_in_a_circle_are_refused(server: HostileServer) -> None:
    server.on("/a", redirect("/b"))
    server.on("/b", redirect("/a"))
    error = failure(server.url("/a"))
    assert isinstance(error, Quarantine)
    assert error.kind == "redirect-loop"
    assert len(server.requests) == 2


def test_a_chain_without_end_is_refused_at_the_limit(server: HostileServer) -> None:
    for number in range(20):
        server.on(f"/{number}", redirect(f"/{number + 1}"))
    assert failure(server.url("/0"), replace(LOOPBACK, max_redirects=4)).kind == "redirect-loop"
    assert len(server.requests) == 5


def test_a_redirect_without_a_target_is_refused(server: HostileServer) -> None:
    assert failure(server.on("/", answer(b"", status="302 Found"))).kind == "redirect-loop"


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://192.0.2.1/feed.xml",
        "javascript:alert(1)",
        "data:text/xml,<rss/>",
        "http://192.0.2.1/",
        "http://192.0.2.1:99999/",
        "http://3221225985/",
        "http://0xC0000201/",
        "http://0300.0.2.1/",
        "http://[::ffff:192.0.2.1]/",
        "http://[2001:db8::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2852039166/latest/meta-data/",
        "http://[fe80::1]/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://100.64.0.1/",
        "http://192.0.2.1/" + "a" * 2_048,
    ],
)
def test_a_redirect_to_a_refused_address_sends_nothing_there(
    server: HostileServer, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    url = server.on("/", redirect(target))
    dialled = _watch_dialling(monkeypatch)
    error = failure(url)
    assert isinstance(error, Quarantine)
    assert error.kind == "refused-address"
    assert dialled == ["127.0.0.1"]
    assert "nothing was sent" in str(error)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:7f00:1]"],
)
def test_loopback_is_refused_unless_the_settings_say_so(server: HostileServer, host: str) -> None:
    server.on("/", answer(b"<rss/>"))
    assert failure(server.url("/", host), PUBLIC_ONLY).kind == "refused-address"
    assert server.requests == []


def test_a_name_that_resolves_to_a_private_address_is_refused(server: HostileServer) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        assert host == "feeds.example"
        return ["93.184.216.34", "127.0.0.1"]

    url = f"http://feeds.example:{server.port}/"
    assert failure(url, PUBLIC_ONLY, resolver=resolver).kind == "refused-address"
    assert server.requests == []


def test_the_connection_goes_to_the_address_that_was_checked(server: HostileServer) -> None:
    lookups: list[str] = []

    async def resolver(host: str, port: int) -> list[str]:
        lookups.append(host)
        return ["127.0.0.1"] if len(lookups) == 1 else ["192.0.2.1"]

    server.on("/", answer(b"<rss/>"))
    fetched = fetch(f"http://feeds.example:{server.port}/", resolver=resolver)
    assert fetched.body == b"<rss/>"
    assert lookups == ["feeds.example"]
    assert server.requests[0].headers["host"] == f"feeds.example:{server.port}"


def test_each_hop_is_resolved_and_checked_anew(server: HostileServer) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return {"one.example": ["127.0.0.1"], "two.example": ["192.0.2.1"]}[host]

    server.on("/", redirect(f"http://two.example:{server.port}/"))
    error = failure(f"http://one.example:{server.port}/", resolver=resolver)
    assert error.kind == "refused-address"
    assert "192.0.2.1" in error.cause
    assert len(server.requests) == 1


def test_a_dead_address_gives_way_to_the_next_one(server: HostileServer) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]

    server.on("/", answer(b"<rss/>"))
    assert fetch(f"http://feeds.example:{server.port}/", resolver=resolver).status == 200


def test_a_name_that_does_not_resolve_is_tried_again_later() -> None:
    async def resolver(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert failure("http://feeds.example/", resolver=resolver).kind == "connection"


def test_proxies_of_the_environment_are_ignored(
    server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")
    assert fetch(server.on("/", answer(b"<rss/>"))).body == b"<rss/>"


@pytest.mark.parametrize(
    "address",
    ["", "feed.xml", "//h", "mailto:a@b.example", "http://", "http://\x00/"],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    assert failure(address, PUBLIC_ONLY).kind == "refused-address"


def test_a_server_that_does_not_speak_tls_is_refused_as_tls() -> None:
    class PlainHandler(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(4_096)
            self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with ThreadingTCPServer(("127.0.0.1", 0), PlainHandler) as plain:
        thread = threading.Thread(target=plain.serve_forever, args=(0.02,))
        thread.start()
        error = failure(f"https://127.0.0.1:{plain.server_address[1]}/")
        plain.shutdown()
        thread.join()
    assert isinstance(error, Retry)
    assert error.kind == "tls"


def test_certificates_are_verified_against_hosts() -> None:
    context = verified_tls()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_password_in_an_address_is_never_shown(server: HostileServer) -> None:
    error = failure(f"http://ann:secret@127.0.0.1:{server.port}/missing")
    assert "secret" not in str(error)


@pytest.mark.parametrize(
    ("address", "is_private"),
    [
        ("10.1.2.3", True),
        ("172.31.0.1", True),
        ("192.168.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("fd00::1", True),
        ("::ffff:10.0.0.1", True),
        ("2002:7f00:1::", True),
        ("64:ff9b::7f00:1", True),
        ("169.254.169.254", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("224.0.0.251", False),
        ("ff02::1", False),
        ("fe80::1", False),
        ("2001:db8::1", False),
    ],
)
def test_private_addresses_need_leave_and_special_ones_get_none(
    address: str, is_private: bool
) -> None:
    parsed = ipaddress.ip_address(address)
    assert address_refusal(parsed, allow_private=False)
    assert bool(address_refusal(parsed, allow_private=True)) is not is_private


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert address_refusal(ipaddress.ip_address(address), allow_private=False) == ""


def _watch_dialling(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record each address that a socket is connected to."""
    dialled: list[str] = []
    connect = asyncio.SelectorEventLoop.sock_connect

    async def watched(self: object, sock: socket.socket, address: tuple[str, int]) -> None:
        dialled.append(address[0])
        await connect(self, sock, address)  # type: ignore[arg-type]

    monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_connect", watched)
    return dialled
