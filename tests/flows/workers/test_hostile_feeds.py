"""HOSTILE.md points 1, 4 and 5: a feed that hurts its parser costs itself alone."""

import asyncio
import time

import misbehaviour
import pytest

from flows.fetching.errors import Quarantine, Unreadable
from flows.workers.feeds import parse_feed_safely
from flows.workers.pool import WorkerPool, WorkFailed

ADDRESS = "https://www.meridia.example/api/news.xml"


def feed_with(item: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title>'
        f"<item><title>A</title><link>https://m.example/1</link>{item}</item></channel></rss>"
    ).encode()


def described(markup: str) -> bytes:
    escaped = markup.replace("&", "&amp;").replace("<", "&lt;")
    return feed_with(f"<description>{escaped}</description>")


ATTRIBUTES = " ".join(f"a{number}='1'" for number in range(20_000))

SLOW_ELSEWHERE = {
    "style": described(f'<p style="{"a" * 50_000}!">x</p>'),
    "attributes": described(f"<p {ATTRIBUTES}>x</p>"),
    "comment openers": described("<!--" * 100_000),
    "entity bomb": b'<!DOCTYPE rss [<!ENTITY a "haha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(12))
    + b"]>"
    + feed_with("<description>&m;</description>"),
}
"""Seconds to minutes in feedparser as it comes; read at once with its sanitiser off."""

STUCK = feed_with(f"<author>{'a.' * 80_000}</author>")
"""What keeps feedparser busy all the same: quadratic, about a minute of a fast machine."""

AMPERSANDS = feed_with(f"<description>{'&' * 2_000_000}</description>")
"""Two to ten seconds, by the machine: read, or stopped at the deadline."""


@pytest.fixture(scope="module")
def answers() -> dict[str, object]:
    """Every hostile feed, and honest ones beside them, through one pool of two workers."""

    async def all_at_once() -> dict[str, object]:
        others = {"stuck": STUCK, "ampersands": AMPERSANDS}
        feeds = {**SLOW_ELSEWHERE, **others, "empty": b"", "honest": described("Fine.")}
        async with WorkerPool(2) as pool:
            found = await asyncio.gather(
                *(
                    parse_feed_safely(pool, body, "", ADDRESS, deadline=3.0)
                    for body in feeds.values()
                ),
                return_exceptions=True,
            )
            started = time.monotonic()
            await parse_feed_safely(pool, feeds["honest"], "", ADDRESS)
            return {**dict(zip(feeds, found, strict=True)), "seconds": time.monotonic() - started}

    return asyncio.run(all_at_once())


@pytest.mark.parametrize("name", SLOW_ELSEWHERE)
def test_markup_that_chokes_sanitisers_is_read(answers: dict[str, object], name: str) -> None:
    feed = answers[name]
    assert not isinstance(feed, BaseException), feed
    assert [entry.title for entry in feed.entries] == ["A"]  # type: ignore[attr-defined]


def test_a_feed_that_keeps_the_parser_busy_is_one_typed_failure(
    answers: dict[str, object],
) -> None:
    error = answers["stuck"]
    assert isinstance(error, Unreadable)
    assert isinstance(error, Quarantine)
    assert error.kind == "parse-deadline"
    assert ADDRESS in str(error)


def test_ampersands_are_read_or_stopped(answers: dict[str, object]) -> None:
    answer = answers["ampersands"]
    if isinstance(answer, Unreadable):
        assert answer.kind == "parse-deadline"
    else:
        assert answer.title == "T"  # type: ignore[attr-defined]


def test_an_empty_body_is_not_a_feed(answers: dict[str, object]) -> None:
    error = answers["empty"]
    assert isinstance(error, Unreadable)
    assert error.kind == "not-a-feed"


def test_honest_feeds_beside_and_after_them_are_read(answers: dict[str, object]) -> None:
    assert answers["honest"].title == "T"  # type: ignore[attr-defined]
    assert float(str(answers["seconds"])) < 3.0


def test_a_worker_that_is_killed_costs_its_own_input_and_no_feed_beside_it() -> None:
    """One overruns its deadline, one takes all the memory, one dies in native code."""

    async def all_at_once() -> list[object]:
        async with WorkerPool(2, memory_bytes=1_000_000_000) as pool:
            honest = (parse_feed_safely(pool, described(f"{n}"), "", ADDRESS) for n in range(30))
            return await asyncio.gather(
                parse_feed_safely(pool, STUCK, "", ADDRESS, deadline=2.0),
                pool.run(misbehaviour.hoard, deadline=20.0),
                pool.run(misbehaviour.crash, deadline=20.0),
                *honest,
                return_exceptions=True,
            )

    stuck, hoarder, crashed, *honest = asyncio.run(all_at_once())
    assert isinstance(stuck, Unreadable)
    assert isinstance(hoarder, WorkFailed)
    assert isinstance(crashed, WorkFailed)
    assert (stuck.kind, hoarder.kind, crashed.kind) == ("parse-deadline", "memory", "crash")
    read = [feed.entries[0].summary for feed in honest]  # type: ignore[attr-defined]
    assert read == [f"{n}" for n in range(30)]


def test_a_feed_over_its_memory_is_one_typed_failure() -> None:
    async def parse() -> None:
        async with WorkerPool(1, memory_bytes=60_000_000) as pool:
            await parse_feed_safely(pool, described("x" * 4_500_000), "", ADDRESS, deadline=20)

    with pytest.raises(Unreadable) as caught:
        asyncio.run(parse())
    assert caught.value.kind == "parse-memory"
