"""Turns at hosts: few at once, apart, and no host in the way of another."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from fetching_once import LOOPBACK
from hostile_server import HostileServer, Request, answer

from flows.fetching.client import Fetched, Fetcher
from flows.fetching.errors import InputError, Retry


def test_a_thousand_requests_to_one_slow_host_starve_no_other(server: HostileServer) -> None:
    server.script("/slow", server.drip([b"HTTP/1.1 200 OK\r\n", *[b"X"] * 1000], 0.05))
    server.on("/", answer(b"<rss/>"))
    options = replace(
        LOOPBACK, total_concurrency=4, per_host_concurrency=2, longest_wait_seconds=1.0
    )

    async def crowd() -> tuple[list[Fetched], list[object]]:
        async with Fetcher(options) as fetcher:
            slow = asyncio.gather(
                *(fetcher.fetch(server.url("/slow", "127.0.0.1")) for _ in range(1_000)),
                return_exceptions=True,
            )
            await asyncio.sleep(0.1)
            others = await asyncio.gather(
                *(fetcher.fetch(server.url("/", "localhost")) for _ in range(20))
            )
            assert not slow.done()
            return others, await slow

    others, slow = asyncio.run(crowd())
    assert [other.body for other in others] == [b"<rss/>"] * 20
    kinds = [error.kind for error in slow if isinstance(error, Retry)]
    assert len(kinds) == 1_000
    assert kinds.count("postponed") >= 998
    assert len(server.asked("/slow")) == 2


def test_requests_to_one_host_are_kept_apart_and_those_to_another_are_not(
    server: HostileServer,
) -> None:
    times: dict[str, list[float]] = {"127.0.0.1": [], "localhost": []}

    def noted(request: Request) -> Iterator[bytes]:
        times[request.headers["host"].partition(":")[0]].append(time.monotonic())
        yield answer(b"<rss/>")

    server.script("/", noted)

    async def crowd() -> None:
        async with Fetcher(replace(LOOPBACK, per_host_spacing_seconds=0.1)) as fetcher:
            await asyncio.gather(*(fetcher.fetch(server.url("/", h)) for h in [*times] * 5))

    asyncio.run(crowd())
    for starts in times.values():
        assert min(later - sooner for sooner, later in pairwise(starts)) > 0.05
    assert times["localhost"][0] < times["127.0.0.1"][2]


def test_what_would_wait_too_long_is_left_for_the_next_run(server: HostileServer) -> None:
    server.on("/", answer(b"<rss/>"))
    options = replace(LOOPBACK, per_host_spacing_seconds=30.0, longest_wait_seconds=0.2)

    async def two() -> list[Fetched | BaseException]:
        async with Fetcher(options) as fetcher:
            return await asyncio.gather(
                *(fetcher.fetch(server.url("/")) for _ in range(2)), return_exceptions=True
            )

    first, second = asyncio.run(two())
    assert isinstance(first, Fetched)
    assert isinstance(second, InputError)
    assert (second.kind, second.was_asked) == ("postponed", False)
    assert "next run" in str(second)
    assert len(server.requests) == 1
