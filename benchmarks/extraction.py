"""Pages of 50 KB through two of our workers, against trafilatura alone in two processes.

Run ``python -m benchmarks.extraction``; ``--full`` takes 200 pages in place of 100. Ours is what a
run does with a page: decoding, dates, byline, language, clean paragraphs, in worker processes with
a deadline and a memory limit. The peer, in the same run, is ``trafilatura.extract(fast=True)`` on
the same pages in two plain processes. Both have imported what they need, and made one page, before
the clock starts.
"""

import asyncio
import os
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import run
from flows.workers.articles import extract_article_safely
from flows.workers.pool import WorkerPool
from transforms.articles.records import FeedHints

MOST = 1.25
"""Of trafilatura's own time."""
PAGE_BYTES = 50_000
PROCESSES = 2
ROUNDS = 3
_HINTS = FeedHints("Talks go on", "The talks go on.", "", "")
_WORDS = re.findall(
    r"\w+",
    "the a of to and in on that for with minister harbour border council toll sound ferry "
    "winter bridge paper delegation morning vote island pilot customs lighthouse treaty fishing "
    "said agreed refused counted opened closed signed delayed promised wrote answered carried "
    "northern narrow early public quiet second common local grey patient careful old",
)


def measure(full: bool) -> list[Measure]:
    """Return the CPU time and the time by the clock; both take turns."""
    count = 200 if full else 100
    pages = made_pages(count)
    pairs = [(asyncio.run(ours(pages)), trafilatura_alone(count)) for _ in range(ROUNDS)]
    size = f"{count} pages of {PAGE_BYTES // 1_000} KB"
    return [
        Measure(
            name, size, unit, tuple(mine[place] for mine, _ in pairs),
            "trafilatura alone", tuple(peer[place] for _, peer in pairs), at_most=MOST,
        )
        for place, (name, unit) in enumerate(
            (("reading pages", "s by the clock"), ("reading pages, CPU", "s of CPU"))
        )
    ]  # fmt: skip


def made_pages(count: int) -> list[bytes]:
    """Return so many pages, the same at each call."""
    chance = random.Random(7)
    return [_page(chance, number) for number in range(count)]


def _page(chance: random.Random, number: int) -> bytes:
    def sentence() -> str:
        words = " ".join(chance.choices(_WORDS, k=chance.randint(8, 24)))
        return f"{words.capitalize()}."

    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in _WORDS[:30])

    def paragraph() -> str:
        first, *others = (sentence() for _ in range(chance.randint(2, 5)))
        link = f'<a class="story__link" href="/tag/{chance.choice(_WORDS)}"><b>{first}</b></a>'
        return (
            f'<div class="story__part"><p class="story__text">{link} {" ".join(others)}</p></div>\n'
        )

    def extras() -> str:
        return (
            f'<figure class="story__figure"><img src="/{number}.jpg" alt=""><figcaption>'
            f"{sentence()}</figcaption></figure>"
            f'<div class="related"><h3>Read also</h3><ul>{menu}</ul></div>\n'
            f"<script>window.slots.push({{{sentence()!r}: {_WORDS!r}}})</script>"
        )

    head = (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{sentence()}</title>"
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Talks", '
        '"datePublished": "2025-11-22T10:00:00Z", "author": {"name": "Ann Varn"}}</script></head>'
        f"<body><nav><ul>{menu}</ul></nav><main><article><h1>{sentence()}</h1>\n"
    )
    tail = f"</article><aside><ul>{menu}</ul></aside></main><footer>No. {number}</footer></html>"
    body = ""
    while len(head) + len(body) + len(tail) < PAGE_BYTES:
        body += "".join(paragraph() for _ in range(4)) + extras()
    return (head + body + tail).encode()


async def ours(pages: list[bytes]) -> tuple[float, float]:
    """Return the seconds of wall time, and of CPU time of this process and the workers."""
    async with WorkerPool(PROCESSES) as pool:

        async def extract(page: bytes) -> None:
            article = await extract_article_safely(
                pool, page, "text/html", "https://gazette.example/1", _HINTS
            )
            assert article.extraction == "trafilatura"
            assert article.text

        await asyncio.gather(*(extract(page) for page in pages[:PROCESSES]))
        before, started = time.process_time() + _cpu_of_children(), time.perf_counter()
        await asyncio.gather(*(extract(page) for page in pages))
        wall = time.perf_counter() - started
        return wall, time.process_time() + _cpu_of_children() - before


def trafilatura_alone(count: int) -> tuple[float, float]:
    """Return the seconds until both processes are done, and their CPU time."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.extraction", "--alone", str(count), str(place)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for place in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout
        process.stdout.readline()
    before, started = _cpu_of_children(), time.perf_counter()
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        assert process.stdout
        process.stdout.readline()
    wall, cpu = time.perf_counter() - started, _cpu_of_children() - before
    for process in processes:
        process.communicate()
    return wall, cpu


def alone(count: int, place: int) -> None:
    """Extract every second page; say when ready, wait for the word to go, say when done."""
    import trafilatura

    pages = made_pages(count)[place::PROCESSES]
    trafilatura.extract(pages[0], fast=True)
    print("ready", flush=True)
    sys.stdin.readline()
    for page in pages:
        assert trafilatura.extract(page, fast=True)
    print("done", flush=True)
    sys.stdin.read()


def _cpu_of_children() -> float:
    """CPU seconds of the processes that this one started, also of those that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks = 0
    for children in Path("/proc/self/task").glob("*/children"):
        for child in children.read_text("ascii").split():
            fields = Path(f"/proc/{child}/stat").read_text("ascii").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    if "--alone" in sys.argv:
        alone(int(sys.argv[-2]), int(sys.argv[-1]))
    else:
        sys.exit(run(measure))
