"""What was kept of an exchange answers as the server did, failures too, and tells no secret."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hostile_server import HostileServer
from making import strait_talks

from flows.archive.kept_source import KeptSource
from flows.archive.recordings import Recording
from flows.archive.replaying import feeds_of, source_of
from flows.fetching.client import Fetcher
from flows.fetching.errors import InputError
from flows.fetching.exchange import DocumentSource, Fetched
from flows.fetching.limits import FetchOptions
from flows.monitoring.documents import Keeping, read_document
from flows.monitoring.fetch_rows import fetch_record, with_failure
from transforms.feed_records import Fetch
from warehouse.kept_exchanges import KeptRun

LOOPBACK = FetchOptions(allow_private=True, total_deadline_seconds=5.0)
NOW = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)


def ask(source: DocumentSource, url: str, etag: str = "") -> Fetched | InputError:
    async def once() -> Fetched | InputError:
        async with source:
            try:
                return await source.fetch(url, etag=etag)
            except InputError as error:
                return error

    return asyncio.run(once())


def ask_and_keep(folder: Path, url: str, etag: str = "") -> tuple[Fetched | InputError, Fetch]:
    answer = ask(Keeping(Fetcher(LOOPBACK, clock=lambda: NOW), folder), url, etag)
    if isinstance(answer, Fetched):
        return answer, fetch_record("s", "r", "f", "", url, answer.exchange, "read", "", NOW)
    row = fetch_record("s", "r", "f", "", url, answer.exchange, "failed", "", NOW)
    return answer, with_failure(row, answer)


def ask_again(folder: Path, row: Fetch, etag: str = "") -> Fetched | InputError:
    return ask(KeptSource([row], lambda name: read_document(folder, name)), row.url, etag)


def test_a_whole_answer_comes_again_with_its_headers_and_redirects(
    server: HostileServer, tmp_path: Path
) -> None:
    server.on("/feed", b'HTTP/1.1 200 OK\r\nETag: "v1"\r\nX-Part: a\r\nX-Part: b\r\n\r\nwords')
    moved = server.on("/old", b"HTTP/1.1 301 Moved\r\nLocation: /feed\r\n\r\n")
    answer, row = ask_and_keep(tmp_path, moved)
    again = ask_again(tmp_path, row)
    assert isinstance(answer, Fetched)
    assert isinstance(again, Fetched)
    assert again.exchange == answer.exchange
    assert again.body == b"words"
    assert again.etag == '"v1"'
    assert again.redirects == ((301, server.url("/feed")),)
    assert [value for name, value in again.exchange.response_headers if name == "X-Part"] == [
        "a", "b"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        b"HTTP/1.1 410 Gone\r\n\r\n",
        b"HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 302 Found\r\nLocation: /broken\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
def test_a_failure_comes_again_as_the_same_typed_failure(
    server: HostileServer, tmp_path: Path, answer: bytes
) -> None:
    failed, row = ask_and_keep(tmp_path, server.on("/broken", answer))
    again = ask_again(tmp_path, row)
    assert isinstance(failed, InputError)
    assert type(again) is type(failed)
    assert str(again) == str(failed)
    assert isinstance(again, InputError)
    assert (again.kind, again.retry_after, again.exchange) == (
        failed.kind, failed.retry_after, failed.exchange
    )  # fmt: skip


def test_an_unchanged_answer_is_kept_without_a_body(server: HostileServer, tmp_path: Path) -> None:
    url = server.on("/feed", b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
    _, row = ask_and_keep(tmp_path, url, etag='"v1"')
    assert row.document_id == ""
    assert list(tmp_path.iterdir()) == []
    again = ask_again(tmp_path, row, etag='"v1"')
    assert isinstance(again, Fetched)
    assert again.not_modified
    unasked = ask_again(tmp_path, row)
    assert isinstance(unasked, InputError)
    assert unasked.kind == "false-not-modified"


def test_what_is_not_kept_or_damaged_is_a_failure_that_says_so(
    server: HostileServer, tmp_path: Path
) -> None:
    url = server.on("/page", b"HTTP/1.1 200 OK\r\n\r\nwords")
    _, row = ask_and_keep(tmp_path, url)
    (path,) = tmp_path.rglob("*.gz")
    path.write_bytes(b"\x1f\x8b damaged")
    damaged = ask_again(tmp_path, row)
    path.unlink()
    lost = ask_again(tmp_path, row)
    never = ask(KeptSource([], lambda _: b""), url)
    for answer in (damaged, lost, never):
        assert isinstance(answer, InputError)
        assert answer.kind == "not-kept"


def test_secrets_of_headers_are_never_kept(server: HostileServer, tmp_path: Path) -> None:
    server.on("/feed", b"HTTP/1.1 200 OK\r\nSet-Cookie: session=hidden\r\n\r\nwords")
    _, row = ask_and_keep(tmp_path, server.url("/feed", host="ann:hidden@127.0.0.1"))
    assert "authorization" in server.asked("/feed")[0].headers
    assert "hidden" not in str((row.request_headers, row.response_headers, row.final_url))


def test_a_feed_that_the_story_lists_elsewhere_by_now_has_its_answer(
    server: HostileServer, tmp_path: Path
) -> None:
    url = server.on("/feed", b"HTTP/1.1 200 OK\r\n\r\nwords")
    _, row = ask_and_keep(tmp_path, url)
    story = strait_talks()
    asked = replace(row, feed_id=story.feeds[0].feed_id)
    other = replace(row, feed_id="given-by-address", url="https://elsewhere.example/rss")
    run = KeptRun("run", story.story_id, NOW, NOW)
    recording = Recording(run, [asked, other])
    feeds = feeds_of(recording, story)
    assert feeds[0] == story.feeds[0]
    assert (feeds[1].feed_id, feeds[1].url) == (other.feed_id, other.url)
    source = source_of(recording, feeds, lambda name: read_document(tmp_path, name))
    answer = ask(source, story.feeds[0].url)
    assert isinstance(answer, Fetched)
    assert answer.body == b"words"
