"""robots.txt before each page: asked once a site, on every hop, through the guarded fetcher."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest
from fetching_once import LOOPBACK, NOW
from hostile_server import HostileServer, answer, redirect

from flows.fetching.client import Fetched, Fetcher
from flows.fetching.errors import InputError, Quarantine, Retry
from flows.fetching.limits import USER_AGENT
from flows.fetching.robots import RobotsGate
from transforms.feed_records import RobotsCopy

PAGE = answer(b"<p>News.</p>", content_type="text/html")
QUICK = replace(LOOPBACK, total_deadline_seconds=0.5)


def pages(
    *urls: str, known: Mapping[str, RobotsCopy] | None = None
) -> tuple[list[Fetched | InputError], list[RobotsCopy]]:
    """What came of asking for the pages at once, and the copies that were asked for."""

    async def ask() -> tuple[list[Fetched | InputError], list[RobotsCopy]]:
        async with Fetcher(QUICK, clock=lambda: NOW) as fetcher:
            gate = RobotsGate(fetcher, known or {}, USER_AGENT, lambda: NOW)

            async def page(url: str) -> Fetched | InputError:
                try:
                    return await fetcher.fetch(url, gate=gate)
                except InputError as error:
                    return error

            return list(await asyncio.gather(*map(page, urls))), gate.checked

    return asyncio.run(ask())


def failed(outcome: Fetched | InputError) -> InputError:
    assert isinstance(outcome, InputError)
    return outcome


def robots(server: HostileServer, text: str) -> None:
    server.on("/robots.txt", answer(text.encode(), content_type="text/plain"))


def test_a_disallowed_page_is_never_asked_for_and_the_file_is_asked_once(
    server: HostileServer,
) -> None:
    robots(server, "User-agent: onrecord\nDisallow: /private/")
    server.on("/open", PAGE)
    urls = [server.url("/private/1"), server.url("/open"), server.url("/private/2?q")]
    (first, second, third), checked = pages(*urls)
    assert isinstance(failed(first), Quarantine)
    assert (failed(first).kind, failed(third).kind) == ("robots-disallowed",) * 2
    assert "robots.txt disallows it" in str(first)
    assert isinstance(second, Fetched)
    assert [request.path for request in server.requests] == ["/robots.txt", "/open"]
    assert [(copy.outcome, copy.origin) for copy in checked] == [
        ("read", server.url("").rstrip("/"))
    ]


def test_a_copy_of_an_earlier_run_is_not_asked_for_again(server: HostileServer) -> None:
    robots(server, "User-agent: *\nDisallow: /")
    _, [copy] = pages(server.url("/page"))
    [outcome], checked = pages(server.url("/page"), known={copy.origin: copy})
    assert failed(outcome).kind == "robots-disallowed"
    assert checked == []
    assert len(server.requests) == 1


def test_the_target_of_a_redirect_is_asked_about_too(server: HostileServer) -> None:
    robots(server, "User-agent: *\nDisallow: /private")
    server.on("/open", redirect("/private"))
    [outcome], _ = pages(server.url("/open"))
    assert failed(outcome).kind == "robots-disallowed"
    assert not server.asked("/private")


@pytest.mark.parametrize("status", ["500 Internal Server Error", "429 Too Many Requests"])
def test_a_site_whose_file_fails_is_left_alone_for_now(server: HostileServer, status: str) -> None:
    server.on("/robots.txt", answer(b"", status=status))
    server.on("/page", PAGE)
    [outcome], [copy] = pages(server.url("/page"))
    assert isinstance(outcome, Retry)
    assert outcome.kind == "robots-unreachable"
    assert not outcome.was_asked
    assert copy.outcome == "unreachable"
    assert not server.asked("/page")


def test_a_file_that_drips_costs_its_deadline_once(server: HostileServer) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"
    server.script("/robots.txt", server.drip([head, *[b"#"] * 1000], 0.05))
    outcomes, _ = pages(*(server.url(f"/{n}") for n in range(20)))
    assert {failed(outcome).kind for outcome in outcomes} == {"robots-unreachable"}
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "reply",
    [
        answer(b"", status="404 Not Found"),
        answer(b"", status="403 Forbidden"),
        answer(b"", status="410 Gone"),
        redirect("/robots.txt"),
        redirect("http://192.0.2.1/robots.txt"),
        answer(b"<title>Home</title>", content_type="text/html"),
        answer(b"#" * 6_000_000, content_type="text/plain"),
    ],
    ids=["404", "403", "410", "loop", "private", "page", "six megabytes"],
)
def test_without_a_usable_file_nothing_is_disallowed(server: HostileServer, reply: bytes) -> None:
    server.on("/robots.txt", reply)
    server.on("/page", PAGE)
    [outcome], _ = pages(server.url("/page"))
    assert isinstance(outcome, Fetched)


def test_a_crawl_delay_keeps_requests_apart(server: HostileServer) -> None:
    robots(server, "User-agent: *\nCrawl-delay: 0.2")
    for n in range(4):
        server.on(f"/{n}", PAGE)

    async def timed() -> float:
        async with Fetcher(QUICK) as fetcher:
            gate = RobotsGate(fetcher, {}, USER_AGENT, lambda: NOW)
            started = asyncio.get_running_loop().time()
            await asyncio.gather(*(fetcher.fetch(server.url(f"/{n}"), gate=gate) for n in range(4)))
            return asyncio.get_running_loop().time() - started

    assert asyncio.run(timed()) >= 0.6
