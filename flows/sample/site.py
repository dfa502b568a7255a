"""Serve the bundled sample news site over loopback HTTP, one edition at a time.

The files stand in ``seeds/sample/edition-1`` and ``edition-2``; the second edition holds
only what differs from the first, so it is laid over it. Only addresses in an index that is
built at start are answered, so no request can reach another file.
"""

import csv
import hashlib
import re
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

import seeds
from seeds.story import Feed

SAMPLE_FOLDER = Path(seeds.__file__).parent / "sample"
EDITIONS = (1, 2)

_LAST_MODIFIED = {
    1: datetime(2025, 11, 22, 20, 0, tzinfo=UTC),
    2: datetime(2025, 11, 24, 20, 0, tzinfo=UTC),
}
_CONTENT_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
}
Headers = Mapping[str, str] | Message
"""Request headers; a plain mapping needs them spelt as in ``If-None-Match``."""

_NUMBERED_PAGE = re.compile(r"(?P<folder>/.+/a)/[^/]+/(?P<number>\d+\.html)")


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site, before its placeholder is replaced."""

    body: bytes
    content_type: str
    modified: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request gets. ``body`` is empty for 304."""

    status: HTTPStatus
    headers: dict[str, str]
    body: bytes


class SampleSite:
    """The sample site, served in a thread while the ``with`` block lasts.

    Setting ``edition`` changes what the next request sees. ``requests`` counts every
    request by its path, without the query.
    """

    def __init__(
        self,
        edition: int = 1,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        folder: Path = SAMPLE_FOLDER,
    ) -> None:
        """Read the site's files; ``port`` 0 takes any free one.

        Raises ``ValueError`` for an edition that does not exist and ``FileNotFoundError``
        when the folder holds no first edition.
        """
        self.requests: Counter[str] = Counter()
        self.edition = edition
        self._folder = folder
        self._address = (host, port)
        self._lock = threading.Lock()
        self._pages = {number: _pages(folder, number) for number in EDITIONS}
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def edition(self) -> int:
        """The edition that is served now, 1 or 2."""
        return self._edition

    @edition.setter
    def edition(self, number: int) -> None:
        if number not in EDITIONS:
            raise ValueError(f"edition {number} of the sample site does not exist: choose 1 or 2")
        self._edition = number

    @property
    def base_url(self) -> str:
        """The site's absolute address, without a final slash."""
        if self._server is None:
            raise RuntimeError("the sample site is not running: use it in a with statement")
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def feeds(self) -> list[Feed]:
        """The feeds of ``feeds.csv``, with absolute addresses."""
        with (self._folder / "feeds.csv").open(encoding="utf-8", newline="") as lines:
            return [
                Feed(
                    feed_id=row["feed_id"],
                    outlet=row["outlet"],
                    url=self.base_url + row["url"],
                    language=row["language"],
                    article_key=row["article_key"],
                )
                for row in csv.DictReader(lines)
            ]

    def __enter__(self) -> Self:
        self._server = _Server(self._address, _handler(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},
            name="sample-site",
            daemon=True,
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._server = self._thread = None

    def answer(self, target: str, headers: Headers) -> Answer:
        """Return what a GET of ``target`` (path and query) gets, and count the request."""
        path = unquote(urlsplit(target).path)
        with self._lock:
            self.requests[path] += 1
        page = self._pages[self.edition].get(path)
        if page is None:
            message = f"There is no page {path} in edition {self.edition} of this site.\n"
            plain = {"Content-Type": "text/plain; charset=utf-8"}
            return Answer(HTTPStatus.NOT_FOUND, plain, message.encode("utf-8", "replace"))
        return _page_answer(page, self.base_url, headers)


def _pages(folder: Path, edition: int) -> dict[str, Page]:
    """Index the site by address, each edition laid over the ones before it."""
    pages: dict[str, Page] = {}
    for number in range(1, edition + 1):
        root = folder / f"edition-{number}"
        if number == 1 and not root.is_dir():
            raise FileNotFoundError(f"{root} is missing: the sample site has no first edition")
        for file in sorted(root.rglob("*")):
            if not file.is_file():
                continue
            page = Page(
                body=file.read_bytes(),
                content_type=_CONTENT_TYPES.get(file.suffix, "application/octet-stream"),
                modified=_LAST_MODIFIED[number],
            )
            for address in _addresses("/" + file.relative_to(root).as_posix()):
                pages[address] = page
    return pages


def _addresses(path: str) -> list[str]:
    """All addresses of a file: its own, its folder's, and the one without the slug."""
    addresses = [path]
    if path.endswith("/index.html"):
        addresses.append(path.removesuffix("index.html"))
    numbered = _NUMBERED_PAGE.fullmatch(path)
    if numbered:
        addresses.append(f"{numbered['folder']}/{numbered['number']}")
    return addresses


def _page_answer(page: Page, base_url: str, headers: Headers) -> Answer:
    body = page.body.replace(b"{{base}}", base_url.encode())
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    validators = {
        "ETag": etag,
        "Last-Modified": format_datetime(page.modified, usegmt=True),
    }
    if _unchanged(headers, etag, page.modified):
        return Answer(HTTPStatus.NOT_MODIFIED, validators, b"")
    return Answer(HTTPStatus.OK, {"Content-Type": page.content_type, **validators}, body)


def _unchanged(headers: Headers, etag: str, modified: datetime) -> bool:
    """Whether the client's copy is good: RFC 9110 13.2.2, the ETag before the date."""
    known = headers.get("If-None-Match")
    if known is not None:
        tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
        return "*" in tags or etag in tags
    since = headers.get("If-Modified-Since")
    if since is None:
        return False
    try:
        return modified <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


class _Server(ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent when a client has gone away; anything else is our own mistake."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _handler(site: SampleSite) -> type[BaseHTTPRequestHandler]:
    """Return a request handler that is bound to ``site``."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        timeout = 30

        def do_GET(self) -> None:
            self._send(with_body=True)

        def do_HEAD(self) -> None:
            self._send(with_body=False)

        def _send(self, *, with_body: bool) -> None:
            answer = site.answer(self.path, self.headers)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status is not HTTPStatus.NOT_MODIFIED:
                self.send_header("Content-Length", str(len(answer.body)))
            # A kept connection would outlive the with block in its own thread.
            self.send_header("Connection", "close")
            self.end_headers()
            if with_body:
                self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Stay silent: the caller counts requests."""

    return Handler
