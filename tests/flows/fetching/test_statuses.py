"""HOSTILE.md points 13 and 14: what servers say instead of giving a document."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fetching_once import LOOPBACK, NOW, failure, fetch
from hostile_server import HostileServer, Request, answer

from flows.fetching.client import Fetcher
from flows.fetching.errors import Quarantine, Retry
from flows.fetching.refusals import retry_after_seconds


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 24 Nov 2025 12:10:00 GMT", 600.0),
        ("-5", 0.0),
        ("Mon, 24 Nov 2025 11:00:00 GMT", 0.0),
        ("99999999999999999999", 86_400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0),
        ("1.5", 1.5),
        ("soon", None),
        ("", None),
        ("\u0661\u0662", 12.0),
        ("1" * 5_000, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_clamped(header: str, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_429_and_503_carry_their_retry_after(server: HostileServer, status: str) -> None:
    error = failure(server.on("/", answer(b"", "Retry-After: 90", status=status)))
    assert isinstance(error, Retry)
    assert error.kind == ("rate-limited" if status.startswith("429") else "server-error")
    assert error.retry_after == 90.0
    assert "not sooner than in 90 s" in str(error)


def test_410_stops_the_feed_and_says_so(server: HostileServer) -> None:
    error = failure(server.on("/", answer(b"", status="410 Gone")))
    assert isinstance(error, Quarantine)
    assert error.kind == "gone"
    assert "not asked again" in str(error)


def test_404_backs_off_and_stays(server: HostileServer) -> None:
    error = failure(server.url("/missing"))
    assert isinstance(error, Retry)
    assert (error.kind, error.status) == ("not-found", 404)


@pytest.mark.parametrize(
    "pieces",
    [
        answer(b"", status="403 Forbidden"),
        answer(b"", status="401 Unauthorized"),
        answer(b"", status="451 Unavailable For Legal Reasons"),
        answer(b"", "cf-mitigated: challenge", status="503 Service Unavailable"),
        answer(b"", "x-amzn-waf-action: challenge", status="202 Accepted"),
        answer(b"<title>Just a moment...</title>", content_type="text/html"),
    ],
    ids=["403", "401", "451", "cf-header", "aws", "page"],
)
def test_403_or_a_challenge_page_is_blocked_and_causes_no_storm(
    server: HostileServer, pieces: bytes
) -> None:
    error = failure(server.on("/", pieces))
    assert isinstance(error, Retry)
    assert error.kind == "blocked"
    assert error.retry_after is not None
    assert error.retry_after >= 3_600
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", ["204 No Content", "206 Partial Content", "300 Choices"])
def test_a_success_without_a_whole_document_is_a_failure(
    server: HostileServer, status: str
) -> None:
    assert failure(server.on("/", answer(b"", status=status))).kind == "malformed"


def test_304_to_a_request_without_validators_is_a_failure(server: HostileServer) -> None:
    url = server.on("/", answer(b"", status="304 Not Modified"))
    assert failure(url).kind == "false-not-modified"
    assert "if-none-match" not in server.requests[0].headers


def test_validators_are_sent_and_304_costs_no_body(server: HostileServer) -> None:
    server.script("/", _conditional)
    first = fetch(server.url("/"))
    assert (first.etag, first.last_modified) == ('W/"1"', "Mon, 24 Nov 2025 10:00:00 GMT")
    again = fetch(server.url("/"), etag=first.etag, last_modified=first.last_modified)
    assert (again.not_modified, again.body, again.status) == (True, b"", 304)
    sent = server.requests[1].headers
    assert sent["if-none-match"] == 'W/"1"'
    assert sent["if-modified-since"] == "Mon, 24 Nov 2025 10:00:00 GMT"


def test_the_same_etag_with_a_new_body_is_seen_by_an_unconditional_request(
    server: HostileServer,
) -> None:
    server.script("/", _conditional)
    assert fetch(server.url("/"), etag='W/"1"').not_modified
    assert fetch(server.url("/")).body == b"<rss/>"


def test_no_cookie_is_kept_from_one_request_to_the_next(server: HostileServer) -> None:
    server.on("/", answer(b"<rss/>", "Set-Cookie: id=1; Path=/"))

    async def twice() -> None:
        async with Fetcher(LOOPBACK) as fetcher:
            await fetcher.fetch(server.url("/"))
            await fetcher.fetch(server.url("/"))

    asyncio.run(twice())
    assert all("cookie" not in request.headers for request in server.requests)


def test_one_host_is_asked_by_a_few_at_a_time_and_waiting_costs_no_deadline(
    server: HostileServer,
) -> None:
    busy = 0
    most = 0

    def slow(_: Request) -> Iterator[bytes]:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        time.sleep(0.1)
        busy -= 1
        yield answer(b"<rss/>")

    server.script("/", slow)
    options = replace(LOOPBACK, per_host_concurrency=2, total_deadline_seconds=0.6)

    async def crowd() -> int:
        async with Fetcher(options) as fetcher:
            answers = await asyncio.gather(*(fetcher.fetch(server.url("/")) for _ in range(16)))
            return len(answers)

    assert asyncio.run(crowd()) == 16
    assert most == 2


def test_a_slow_host_holds_up_no_other(server: HostileServer) -> None:
    server.script("/slow", server.drip([b"HTTP/1.1 200 OK\r\n", *[b"X"] * 1000], 0.05))
    server.on("/", answer(b"<rss/>"))
    options = replace(LOOPBACK, per_host_concurrency=2, total_deadline_seconds=1.5)

    async def both() -> float:
        async with Fetcher(options) as fetcher:
            slow = [
                asyncio.create_task(fetcher.fetch(server.url("/slow", "localhost")))
                for _ in range(2)
            ]
            await asyncio.sleep(0.1)
            quick = await fetcher.fetch(server.url("/"))
            await asyncio.gather(*slow, return_exceptions=True)
            return quick.duration_seconds

    assert asyncio.run(both()) < 0.5


def _conditional(request: Request) -> list[bytes]:
    if "if-none-match" in request.headers:
        return [answer(b"", status="304 Not Modified")]
    return [answer(b"<rss/>", 'ETag: W/"1"', "Last-Modified: Mon, 24 Nov 2025 10:00:00 GMT")]
