"""HOSTILE.md, HTTP: points 10 to 14, one test each, from whole runs over all of them at once."""

import gzip
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hostile_server import HostileServer, Request, answer, redirect
from watching import HONEST, Watch, item, rss

FEED = rss()
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
GUID = "<guid>1</guid>"
BOMB = gzip.compress(bytes(500_000_000), compresslevel=9)

FAILURES = {
    "bomb": "too-large",
    "double-bomb": "bad-encoding",
    "stacked": "bad-encoding",
    "brotli": "bad-encoding",
    "cut-gzip": "truncated",
    "no-gzip": "bad-encoding",
    "drip": "timeout",
    "short": "truncated",
    "chunk": "truncated",
    "chunk-size": "malformed",
    "two-lengths": "malformed",
    "endless-headers": "malformed",
    "circle": "redirect-loop",
    "to-file": "refused-address",
    "to-private": "refused-address",
    "to-decimal": "refused-address",
    "to-hex": "refused-address",
    "to-mapped": "refused-address",
    "to-nat64": "refused-address",
    "to-6to4": "refused-address",
    "to-metadata": "refused-address",
    "to-header": "refused-address",
    "gone": "gone",
    "missing": "not-found",
    "busy": "rate-limited",
    "down": "server-error",
    "forbidden": "blocked",
    "challenge": "blocked",
    "false-304": "false-not-modified",
}


def hostile_answers(server: HostileServer) -> None:
    whole = rss(item("One", server.url("/missing/1")))
    server.on("/bomb", answer(BOMB, "Content-Encoding: gzip"))
    server.on("/double-bomb", answer(gzip.compress(BOMB), "Content-Encoding: gzip, gzip"))
    server.on("/stacked", answer(gzip.compress(FEED), "Content-Encoding: deflate, gzip"))
    server.on("/brotli", answer(b"\x1b\x05", "Content-Encoding: br"))
    server.on("/cut-gzip", answer(gzip.compress(whole * 50)[:-9], "Content-Encoding: gzip"))
    server.on("/no-gzip", answer(FEED, "Content-Encoding: gzip"))
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    server.script("/drip", server.drip([head, *[b"x"] * 1_000], 0.1))
    server.on("/short", head, whole)
    server.on("/chunk", CHUNKED, b"ffff\r\n", whole)
    server.on("/chunk-size", CHUNKED, b"-5\r\n", whole)
    server.on("/two-lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n")
    filler = b"X-Filler: " + b"x" * 1_000 + b"\r\n"
    server.on("/endless-headers", b"HTTP/1.1 200 OK\r\n", *[filler] * 5_000)
    server.on("/circle", redirect("/circle-2"))
    server.on("/circle-2", redirect("/circle"))
    for name, target in {
        "file": "file:///etc/passwd",
        "private": "http://192.0.2.1/",
        "decimal": "http://3221225985/",
        "hex": "http://0xC0000201/",
        "mapped": "http://[::ffff:192.0.2.1]/",
        "nat64": "http://[64:ff9b::c000:201]/",
        "6to4": "http://[2002:c000:201::]/",
        "metadata": "http://ann@169.254.169.254./latest/meta-data/",
        "header": "http://192.0.2.1/%0d%0aHost:%20gazette.example",
    }.items():
        server.on(f"/to-{name}", redirect(target))
    server.on("/moved-for-now", redirect("/target"))
    server.on("/target", answer(whole))
    server.on("/gone", answer(b"", status="410 Gone"))
    server.on("/busy", answer(b"", "Retry-After: 7200", status="429 Too Many Requests"))
    absurd = "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"
    server.on("/down", answer(b"", absurd, status="503 Service Unavailable"))
    server.on("/forbidden", answer(b"", status="403 Forbidden"))
    server.on("/challenge", answer(b"<title>Just a moment...</title>", content_type="text/html"))
    server.script("/false-304", _false_304)
    server.script("/same-etag", _same_etag(server))


def _false_304(request: Request) -> Iterator[bytes]:
    yield answer(b"", status="304 Not Modified")


def _same_etag(server: HostileServer) -> object:
    def script(request: Request) -> Iterator[bytes]:
        if "if-none-match" in request.headers:
            yield answer(b"", 'ETag: "1"', status="304 Not Modified")
        title = f"Edition {len(server.asked('/same-etag'))}"
        yield answer(rss(item(title, server.url(f"/missing/{title[-1]}"))), 'ETag: "1"')

    return script


@dataclass
class Seen:
    watch: Watch
    seconds: float
    grown_kilobytes: int
    dialled: list[str]


@pytest.fixture(scope="module")
def seen(server: HostileServer, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """A run over every hostile server and the honest ones, and another two days later."""
    hostile_answers(server)
    names = [*FAILURES, "moved-for-now", "same-etag", *HONEST]
    watch = Watch(
        tmp_path_factory.mktemp("http") / "home",
        {name: server.url(f"/{name}") for name in names},
        settings={"request_deadline_seconds": 1.5, "per_host_concurrency": 16},
    )
    dialled: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        _watch_dialling(patch, dialled)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.monotonic()
        watch.run()
        seconds = time.monotonic() - started
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        watch.run(day=2)
    return Seen(watch, seconds, after - before, dialled)


def _watch_dialling(patch: pytest.MonkeyPatch, dialled: list[str]) -> None:
    import asyncio

    connect = asyncio.SelectorEventLoop.sock_connect

    async def watched(self: object, sock: object, address: tuple[str, int]) -> None:
        dialled.append(address[0])
        await connect(self, sock, address)  # type: ignore[arg-type]

    patch.setattr(asyncio.SelectorEventLoop, "sock_connect", watched)


def shows(seen: Seen, *names: str) -> None:
    for name in names:
        seen.watch.shows(name, FAILURES[name])


def test_10_bombs_and_stacked_encodings_are_refused_and_a_cut_gzip_is_an_error(
    seen: Seen,
) -> None:
    shows(seen, "bomb", "double-bomb", "stacked", "brotli", "cut-gzip", "no-gzip")
    assert seen.watch.titles("cut-gzip") == []
    assert seen.grown_kilobytes < 1_500_000  # Beam and the language model, but no bomb twice


def test_11_a_drip_meets_one_total_deadline_and_broken_answers_are_one_typed_error(
    seen: Seen,
) -> None:
    shows(seen, "drip", "short", "chunk", "chunk-size", "two-lengths", "endless-headers")
    [(seconds,)] = seen.watch.rows(
        "SELECT max(duration_seconds) FROM fetches WHERE feed_id = 'drip'"
    )
    assert 1.0 < seconds < 5.0
    assert seen.watch.titles("short") == seen.watch.titles("chunk") == []
    seen.watch.honest_feeds_are_whole()


def test_12_redirects_in_circles_to_files_and_to_private_addresses_are_refused(
    seen: Seen,
) -> None:
    shows(seen, *(name for name in FAILURES if name.startswith("to-")), "circle")
    assert set(seen.dialled) == {"127.0.0.1"}


def test_12_loopback_is_allowed_only_where_the_settings_say_so(
    server: HostileServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = len(server.requests)
    hosts = ("127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "0177.0.0.1", "[::1]")
    watch = Watch(
        tmp_path_factory.mktemp("private") / "home",
        {f"h{n}": server.url("/honest-1", host) for n, host in enumerate(hosts)},
        settings={"allow_private": False},
    )
    watch.run()
    for name in watch.addresses:
        watch.shows(name, "refused-address")
    assert len(server.requests) == before


def test_13_a_302_moves_nothing_410_says_so_and_rests_are_honoured_within_a_day(
    seen: Seen, server: HostileServer
) -> None:
    assert seen.watch.rows("SELECT url FROM feeds WHERE feed_id = 'moved-for-now'") == [
        (server.url("/moved-for-now"),)
    ]
    assert seen.watch.titles("moved-for-now") == ["One"]
    shows(seen, "gone", "missing", "busy", "down", "forbidden", "challenge")
    waits = dict(
        seen.watch.rows(
            "SELECT DISTINCT feed_id, retry_after_seconds FROM fetches "
            "WHERE feed_id IN ('busy', 'down', 'forbidden', 'challenge')"
        )
    )
    assert waits == {"busy": 7_200, "down": 86_400, "forbidden": 3_600, "challenge": 3_600}
    assert len(server.asked("/challenge")) <= 2


def test_14_a_304_that_is_not_true_loses_nothing_for_more_than_a_day(
    seen: Seen, server: HostileServer
) -> None:
    shows(seen, "false-304")
    assert "if-none-match" not in server.asked("/false-304")[0].headers
    assert seen.watch.titles("same-etag") == ["Edition 1", "Edition 2"]
