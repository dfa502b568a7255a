"""A poll of 1,000 feeds that all answer 304, against a bare ``httpx`` gather of the same.

Run ``python -m benchmarks.polling``. The feeds stand on 250 loopback addresses, four on each,
and are served by another process. Ours is what a run does: conditional requests through the
guarded fetcher with its per-host limits, and the rows that are to land. Peers, in the same
process and run: one ``httpx.AsyncClient`` and a gather of 1,000 ``get``; the same held to as
many requests at a time as ours; and, as the floor, plain asyncio streams held to the same.
"""

import asyncio
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from flows.clock import system_clock
from flows.display.progress import Quiet
from flows.installation.settings import Settings
from flows.monitoring.documents import Keeping
from flows.monitoring.polling import FeedOutcome, Round, poll_feeds
from flows.monitoring.sources import network
from flows.workers.pool import WorkerPool
from seeds.story import Feed
from transforms.feed_records import FeedState

T = TypeVar("T")

MOST = 1.3
"""Of the bare gather's time, wall and CPU."""
HOSTS = 250
FEEDS = 1_000
ROUNDS = 10
PEER_ROUNDS = 3
"""Of the bare gather one is enough: it takes longer than all else together."""
GROWTH_BYTES = 10_000_000
"""What memory may grow between the third poll and the last."""
_CONDITIONAL = {"If-None-Match": '"1"'}


@dataclass(frozen=True)
class Taken:
    """Seconds that something took."""

    wall: float
    cpu: float


def main() -> int:
    """Print the figures; return 1 where ours takes too long or grows."""
    settings = Settings(allow_private=True, per_host_spacing_seconds=0.0)
    with feeds_served() as feeds:
        urls = [feed.url for feed in feeds]
        states = {
            outcome.feed.feed_id: outcome.state
            for outcome in asyncio.run(poll(settings, feeds, {}))
        }
        polls, sizes = [], []
        for _ in range(ROUNDS):
            taken, outcomes = timed(lambda: poll(settings, feeds, states))
            assert all(outcome.fetch.status == 304 for outcome in outcomes)
            del outcomes
            gc.collect()
            polls.append(taken)
            sizes.append(resident_bytes())
        at_once = settings.feeds_at_once
        peers = {
            "bare httpx gather": best(lambda: gather_httpx(urls, FEEDS), rounds=1),
            f"httpx, {at_once} at a time": best(lambda: gather_httpx(urls, at_once)),
            f"asyncio streams, {at_once} at a time": best(lambda: gather_streams(urls, at_once)),
        }
    mine = Taken(min(p.wall for p in polls), min(p.cpu for p in polls))
    print(f"ours: {mine.wall:.2f} s, CPU {mine.cpu:.2f} s")
    for name, peer in peers.items():
        print(
            f"{name}: {peer.wall:.2f} s, CPU {peer.cpu:.2f} s; "
            f"ours takes {mine.wall / peer.wall:.2f} of its time, {mine.cpu / peer.cpu:.2f} of "
            "its CPU"
        )
    grown = max(sizes) - sizes[2]
    print(f"memory over {ROUNDS} polls: {sizes[0] / 1e6:.0f} MB, then {grown / 1e6:+.1f} MB")
    bare = peers["bare httpx gather"]
    fast = mine.wall <= MOST * bare.wall and mine.cpu <= MOST * bare.cpu
    return 0 if fast and grown <= GROWTH_BYTES else 1


@contextmanager
def feeds_served() -> Iterator[list[Feed]]:
    """Serve the feeds from another process."""
    command = [sys.executable, "-m", "benchmarks._many_feeds", str(HOSTS)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin
        assert server.stdout
        port = int(server.stdout.readline())
        yield [
            Feed(f"feed-{n}", "quiet", f"http://127.0.1.{n % HOSTS + 1}:{port}/{n}", language="en")
            for n in range(FEEDS)
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
    """Ask for all with one client; ``at_once`` of ``FEEDS`` holds nothing back."""
    turns = asyncio.Semaphore(at_once)
    async with httpx.AsyncClient(timeout=None, headers=_CONDITIONAL, trust_env=False) as client:

        async def get(url: str) -> None:
            async with turns:
                assert (await client.get(url)).status_code == 304

        await asyncio.gather(*(get(url) for url in urls))


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


def timed(work: Callable[[], Coroutine[Any, Any, T]]) -> tuple[Taken, T]:
    """Run it once in an event loop of its own."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = asyncio.run(work())
    return Taken(time.perf_counter() - wall, time.process_time() - cpu), result


def best(work: Callable[[], Coroutine[Any, Any, None]], rounds: int = PEER_ROUNDS) -> Taken:
    """Return the least that it takes."""
    taken = [timed(work)[0] for _ in range(rounds)]
    return Taken(min(t.wall for t in taken), min(t.cpu for t in taken))


def resident_bytes() -> int:
    """Return the memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4_096


if __name__ == "__main__":
    sys.exit(main())
