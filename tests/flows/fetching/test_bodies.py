"""HOSTILE.md points 10 and 11: what servers do with the body of an answer."""

import functools
import gzip
import os
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fetching_once import LOOPBACK, failure, fetch
from hostile_server import HostileServer, Request, answer

from flows.fetching.errors import Quarantine, Retry

FEED = b"<rss><channel><title>T</title></channel></rss>"


@functools.cache
def gzip_bomb(megabytes: int) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1_000_000)
    return b"".join(squeezer.compress(block) for _ in range(megabytes)) + squeezer.flush()


@pytest.mark.parametrize("layers", [1, 2])
def test_a_gzip_bomb_is_refused_and_memory_stays_flat(server: HostileServer, layers: int) -> None:
    bomb = gzip_bomb(200)
    for _ in range(layers - 1):
        bomb = gzip.compress(bomb)
    encodings = ", ".join(["gzip"] * layers)
    url = server.on("/bomb", answer(bomb, f"Content-Encoding: {encodings}"))
    tracemalloc.start()
    error = failure(url)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(error, Quarantine)
    assert error.kind == ("too-large" if layers == 1 else "bad-encoding")
    assert peak < 40_000_000


def test_a_double_bomb_behind_a_single_header_is_inflated_once(server: HostileServer) -> None:
    bomb = gzip.compress(gzip_bomb(50))
    url = server.on("/bomb", answer(bomb, "Content-Encoding: gzip"))
    assert len(fetch(url).body) < 100_000


@pytest.mark.parametrize("encoding", ["gzip, gzip", "gzip, br", "br", "zstd", "compress"])
def test_stacked_and_unasked_encodings_are_refused(server: HostileServer, encoding: str) -> None:
    url = server.on("/", answer(gzip.compress(FEED), f"Content-Encoding: {encoding}"))
    error = failure(url)
    assert (type(error).__mro__[1], error.kind) == (Quarantine, "bad-encoding")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_truncated_compressed_body_is_an_error_not_content(
    server: HostileServer, encoding: str
) -> None:
    whole = os.urandom(5_000)
    squeezed = gzip.compress(whole) if encoding == "gzip" else zlib.compress(whole)
    url = server.on("/", answer(squeezed[:-9], f"Content-Encoding: {encoding}"))
    error = failure(url)
    assert isinstance(error, Retry)
    assert error.kind == "truncated"


def test_a_body_that_is_not_what_its_encoding_says_is_an_error(server: HostileServer) -> None:
    url = server.on("/", answer(FEED, "Content-Encoding: gzip"))
    assert failure(url).kind == "bad-encoding"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(FEED)),
        ("x-gzip", gzip.compress(FEED)),
        ("identity, gzip", gzip.compress(FEED)),
        ("gzip", gzip.compress(FEED[:20]) + gzip.compress(FEED[20:])),
        ("gzip", gzip.compress(FEED) + bytes(512)),
        ("deflate", zlib.compress(FEED)),
        ("deflate", zlib.compress(FEED)[2:-4]),
        ("identity", FEED),
        ("utf-8", FEED),
    ],
    ids=[
        "gzip",
        "x-gzip",
        "identity-gzip",
        "two-members",
        "padded",
        "zlib",
        "raw",
        "no",
        "charset",
    ],
)
def test_honest_encodings_are_inflated(server: HostileServer, encoding: str, body: bytes) -> None:
    url = server.on("/", answer(body, f"Content-Encoding: {encoding}"))
    assert fetch(url).body == FEED


def test_ten_thousand_empty_gzip_members_are_refused(server: HostileServer) -> None:
    url = server.on("/", answer(gzip.compress(b"") * 10_000, "Content-Encoding: gzip"))
    assert failure(url).kind == "bad-encoding"


def test_a_body_over_the_cap_is_refused_before_it_is_read(server: HostileServer) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 6000000000\r\n\r\n"
    assert failure(server.on("/announced", head)).kind == "too-large"


def test_a_body_without_an_announced_length_is_refused_at_the_cap(server: HostileServer) -> None:
    def endless(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield b"x" * 65_536

    error = failure(server.script("/endless", endless))
    assert error.kind == "too-large"


def test_a_server_that_drips_a_byte_at_a_time_meets_one_total_deadline(
    server: HostileServer,
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    url = server.script("/drip", server.drip([head, *[b"x"] * 1000], 0.05))
    started = time.monotonic()
    error = failure(url, replace(LOOPBACK, total_deadline_seconds=0.6))
    assert isinstance(error, Retry)
    assert error.kind == "timeout"
    assert time.monotonic() - started < 2.0


def test_a_server_that_drips_its_headers_meets_the_same_deadline(server: HostileServer) -> None:
    url = server.script("/", server.drip([b"HTTP/1.1 200 OK\r\n", *[b"X"] * 1000], 0.05))
    error = failure(url, replace(LOOPBACK, total_deadline_seconds=0.4))
    assert error.kind == "timeout"


def test_the_deadline_counts_over_all_redirects(server: HostileServer) -> None:
    hop = b"HTTP/1.1 302 Found\r\nLocation: /%d\r\nContent-Length: 0\r\n"
    for number in range(6):
        head = hop % (number + 1)
        server.script(f"/{number}", server.drip([head, b"\r\n"], 0.2))
    error = failure(server.url("/0"), replace(LOOPBACK, total_deadline_seconds=0.5))
    assert error.kind == "timeout"
    assert len(server.requests) < 6


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("short", [b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", b"only this"]),
        ("chunk", [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"ff\r\nabc"]),
        ("no-last-chunk", [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"]),
    ],
)
def test_a_short_body_or_an_aborted_chunk_is_one_typed_error(
    server: HostileServer, name: str, pieces: list[bytes]
) -> None:
    error = failure(server.on(f"/{name}", *pieces))
    assert isinstance(error, Retry)
    assert error.kind == "truncated"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\n", *[b"X-Filler: " + b"x" * 1_000 + b"\r\n"] * 5_000],
        [b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000],
        [b"SSH-2.0-OpenSSH_9.6\r\n"],
        [b"HTTP/1.1 two hundred OK\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\nContent-Length: minus one\r\n\r\nabc"],
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc"],
        [b"\x00" * 5_000],
        [b""],
    ],
    ids=[
        "endless-headers",
        "long-line",
        "ssh",
        "status",
        "length",
        "chunk-size",
        "zeros",
        "nothing",
    ],
)
def test_what_is_not_http_is_one_typed_error(server: HostileServer, pieces: list[bytes]) -> None:
    error = failure(server.on("/", *pieces))
    assert isinstance(error, Retry)
    assert error.kind in {"malformed", "connection", "truncated"}
    assert "127.0.0.1" in str(error)
    assert "tried again" in str(error)
