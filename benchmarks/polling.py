"""Polls of many feeds, against a bare ``httpx`` gather and a plain asyncio and feedparser loop.

Run ``python -m benchmarks.polling``; ``--full`` polls 1,000 feeds in place of 400. Four feeds stand
on each loopback address, and are served by another process. Ours is what a run does: conditional
requests through the guarded fetcher with its per-host limits, parsing in workers, and the rows that
are to land. Where all feeds answer 304, the peers are one ``httpx.AsyncClient`` with a gather of
all, the same held to as many requests at a time as ours, and, as the floor, plain asyncio streams.
Where all have to be read (20 entries each), the peer is a loop of as many tasks at a time that
calls ``feedparser.parse`` on what ``httpx`` brings. CPU time is with that of the workers.
"""

import asyncio
import gc
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import httpx

from benchmarks._many_feeds import ENTRIES
from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import cpu_seconds, in_turn, run
from flows.clock import system_clock
from flows.display.progress import Quiet
from flows.installation.settings import Settings
from flows.monitoring.documents import Keeping
from flows.monitoring.polling import FeedOutcome, Round, poll_feeds
from flows.monitoring.sources import network
from flows.workers.pool import WorkerPool
from seeds.story import Feed
from transforms.feed_records import FeedState

MOST = 1.3
"""Of the bare gather's CPU time."""
MOST_READING = 2.0
"""Of what a plain loop takes, which has no process of its own to parse in that could be killed."""
FEEDS_EACH = 4
"""On one address."""
ROUNDS = 3
MOST_GROWTH_MEGABYTES = 10
"""What memory may grow between the third poll and the tenth."""
_CONDITIONAL = {"If-None-Match": '"1"'}


def measure(full: bool) -> list[Measure]:
    """Return the cost of unchanged feeds, of feeds that are read, and the growth of memory."""
    count = 1_000 if full else 400
    settings = Settings.model_validate({"allow_private": True, "per_host_spacing_seconds": 0.0})
    with feeds_served(count) as feeds:
        read = {outcome.feed.feed_id: outcome.state for outcome in _polled(settings, feeds, {})}
        return [
            *_unchanged(settings, feeds, read),
            _reading(settings, feeds[: count // 2]),
            _memory(settings, feeds, read),
        ]


def _unchanged(
    settings: Settings, feeds: list[Feed], states: dict[str, FeedState]
) -> list[Measure]:
    urls, at_once = [feed.url for feed in feeds], settings.feeds_at_once
    ours, gathered, held, streams = in_turn(
        ROUNDS,
        lambda: _polled(settings, feeds, states),
        lambda: asyncio.run(gather_httpx(urls, len(urls))),
        lambda: asyncio.run(gather_httpx(urls, at_once)),
        lambda: asyncio.run(gather_streams(urls, at_once)),
    )
    name, size = "a poll", f"{len(feeds):,} feeds, all 304"
    return [
        Measure(f"{name}, {beside}", size, "s of CPU", ours, peer, theirs, at_most=most)
        for beside, peer, theirs, most in (
            ("a gather", "bare httpx gather", gathered, MOST),
            ("httpx", f"httpx, {at_once} at a time", held, None),
            ("streams", f"asyncio streams, {at_once} at a time", streams, None),
        )
    ]


def _reading(settings: Settings, feeds: list[Feed]) -> Measure:
    urls, at_once = [feed.url for feed in feeds], settings.feeds_at_once
    pairs = [
        (
            _with_children(lambda: _polled(settings, feeds, {})),
            _with_children(lambda: asyncio.run(gather_and_parse(urls, at_once))),
        )
        for _ in range(ROUNDS)
    ]
    ours, theirs = zip(*pairs, strict=True)
    peer = f"asyncio and feedparser, {at_once} at a time"
    size = f"{len(feeds):,} feeds, {ENTRIES} entries each"
    name, unit = "a poll that reads all", "s of CPU"
    return Measure(name, size, unit, ours, peer, theirs, at_most=MOST_READING)


def _memory(settings: Settings, feeds: list[Feed], states: dict[str, FeedState]) -> Measure:
    sizes = []
    for _ in range(10):
        _polled(settings, feeds, states)
        gc.collect()
        sizes.append(resident_megabytes())
    grown = max(sizes) - sizes[2]
    size = f"{len(feeds):,} feeds, 10 polls"
    return Measure("memory that polls add", size, "MB", (grown,), at_most=MOST_GROWTH_MEGABYTES)


def _polled(
    settings: Settings, feeds: list[Feed], states: dict[str, FeedState]
) -> list[FeedOutcome]:
    outcomes = asyncio.run(poll(settings, feeds, states))
    wanted = "unchanged" if states else "read"
    assert all(outcome.fetch.outcome == wanted for outcome in outcomes)
    return outcomes


def _with_children(work: Callable[[], object]) -> float:
    """Return the CPU seconds of this process and of those that it started and that ended."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = cpu_seconds(work)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own + after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def feeds_served(count: int) -> Iterator[list[Feed]]:
    """Serve the feeds from another process."""
    hosts = count // FEEDS_EACH
    command = [sys.executable, "-m", "benchmarks._many_feeds", str(hosts)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin
        assert server.stdout
        port = int(server.stdout.readline())
        yield [
            Feed(f"feed-{n}", "quiet", f"http://127.0.1.{n % hosts + 1}:{port}/{n}", language="en")
            for n in range(count)
        ]
        server.stdin.close()


async def poll(
    settings: Settings, feeds: list[Feed], states: dict[str, FeedState]
) -> list[FeedOutcome]:
    """Poll every feed once."""
    source = network(settings, system_clock, settings.feeds_at_once)
    asking = Round("bench", "run", feeds, feeds, states, system_clock)
    with tempfile.TemporaryDirectory() as folder:
        async with Keeping(source, Path(folder)) as fetcher, WorkerPool() as workers:
            return await poll_feeds(asking, fetcher, workers, Quiet())


async def gather_httpx(urls: list[str], at_once: int) -> None:
    """Ask for all with one client; ``at_once`` of them all holds nothing back."""
    turns = asyncio.Semaphore(at_once)
    async with httpx.AsyncClient(timeout=None, headers=_CONDITIONAL, trust_env=False) as client:

        async def get(url: str) -> None:
            async with turns:
                assert (await client.get(url)).status_code == 304

        await asyncio.gather(*(get(url) for url in urls))


async def gather_and_parse(urls: list[str], at_once: int) -> None:
    """Ask for all with one client, and parse each feed where it comes, as scripts do."""
    turns = asyncio.Semaphore(at_once)
    async with httpx.AsyncClient(timeout=None, trust_env=False) as client:

        async def read(url: str) -> None:
            async with turns:
                found = feedparser.parse((await client.get(url)).content)
                assert len(found.entries) == ENTRIES

        await asyncio.gather(*(read(url) for url in urls))


async def gather_streams(urls: list[str], at_once: int) -> None:
    """Ask for all with as little as asyncio allows: a connection each, no parser."""
    turns = asyncio.Semaphore(at_once)

    async def get(url: str) -> None:
        parts = urlsplit(url)
        async with turns:
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            head = (
                f'GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nIf-None-Match: "1"\r\n\r\n'
            )
            writer.write(head.encode())
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 304")
            writer.close()

    await asyncio.gather(*(get(url) for url in urls))


def resident_megabytes() -> float:
    """Return the memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4_096 / 1e6


if __name__ == "__main__":
    sys.exit(run(measure))
