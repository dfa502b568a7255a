"""Writing what a home keeps as a WARC file (ISO 28500, version 1.1)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from pydantic import TypeAdapter
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.archive.kept_source import ReadDocument
from flows.archive.recordings import Kept
from flows.errors import ConfigurationError
from transforms.feed_records import Fetch, Header
from warehouse.kept_exchanges import KeptRun

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
ORIGINAL = "X-Archive-Orig-"
"""Before the name of a header that was true of the bytes as sent, not of the body kept."""
_OF_THE_WIRE = {"content-encoding", "content-length", "transfer-encoding"}


@dataclass(frozen=True, slots=True)
class ArchivedExchange:
    """One exchange as a metadata record holds it, so that its run can be made again."""

    run: KeptRun
    fetch: Fetch


EXCHANGE = TypeAdapter(ArchivedExchange)
EXCHANGE_TYPE = "application/vnd.onrecord.exchange+json"


def export_archive(target: Path, kept: Kept, now: datetime) -> tuple[int, int]:
    """Write every exchange of the runs; return how many, and how many lack their body.

    The file is whole or absent: it is written beside its place and then moved there.

    Raises:
        ConfigurationError: the name is not that of a WARC file, or there is no run.
    """
    if not target.name.endswith((".warc", ".warc.gz")):
        raise ConfigurationError(
            f"{target} is no name of a WARC file: end it with .warc.gz, or with .warc for one "
            "that is not compressed; nothing was written."
        )
    if not kept.runs:
        raise ConfigurationError("there is no run in that time; nothing was written.")
    draft = target.with_name(target.name + ".draft")
    try:
        with draft.open("wb") as file:
            archive = _Archive(file, kept.read, compressed=target.suffix == ".gz")
            archive.describe(target.name, now)
            for run in kept.runs:
                for fetch in kept.open(run).rows:
                    archive.exchange(run, fetch)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return archive.written, archive.without_body


class _Archive:
    def __init__(self, file: BinaryIO, read: ReadDocument, *, compressed: bool) -> None:
        self._writer = WARCWriter(file, gzip=compressed, warc_version="1.1")
        self._read = read
        self.written = 0
        self.without_body = 0

    def describe(self, name: str, now: datetime) -> None:
        lines = {
            "software": f"onrecord/{version('onrecord')}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/"
            "warc-format/warc-1.1/",
            "description": "Bodies are as inflated; headers of their encoding as sent stand "
            f"under {ORIGINAL}*. Cookies and credentials were never kept.",
        }
        payload = "".join(f"{key}: {value}\r\n" for key, value in lines.items()).encode()
        self._write("warcinfo", "", now, f"warcinfo {name} {now}", payload, {"WARC-Filename": name})

    def exchange(self, run: KeptRun, fetch: Fetch) -> None:
        self.written += 1
        answered = ""
        for place, hop in enumerate(fetch.redirects):
            asked = fetch.redirects[place - 1].url if place else fetch.url
            self._hop(fetch, asked, hop.status, hop.url, place)
        if fetch.status and fetch.final_url:
            answered = self._answer(fetch)
            self._request(fetch, answered)
        about = {"WARC-Concurrent-To": answered} if answered else {}
        document = EXCHANGE.dump_json(ArchivedExchange(run, fetch))
        self._write(
            "metadata", fetch.url, fetch.requested_at, f"metadata {fetch.fetch_id}", document,
            about, content_type=EXCHANGE_TYPE,
        )  # fmt: skip

    def _answer(self, fetch: Fetch) -> str:
        headers = true_headers(fetch.response_headers)
        more: dict[str, str] = {}
        kind, body = "response", b""
        if fetch.status == HTTPStatus.NOT_MODIFIED:
            kind, more = "revisit", {"WARC-Profile": NOT_MODIFIED}
        elif fetch.document_id:
            try:
                body = self._read(fetch.document_id)
            except (OSError, EOFError):
                more = {"WARC-Truncated": "unspecified"}
                self.without_body += 1
        else:
            more = {"WARC-Truncated": "unspecified"}
        if kind == "response":
            headers.append(("Content-Length", str(len(body))))
        return self._write(
            kind, fetch.final_url, fetch.requested_at, f"{kind} {fetch.fetch_id}", body, more,
            http=StatusAndHeaders(_status_line(fetch.status or 0), headers, "HTTP/1.1"),
        )  # fmt: skip

    def _request(self, fetch: Fetch, answered: str) -> None:
        parts = urlsplit(fetch.final_url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = [(header.name, header.value) for header in fetch.request_headers]
        self._write(
            "request", fetch.final_url, fetch.requested_at, f"request {fetch.fetch_id}", b"",
            {"WARC-Concurrent-To": answered},
            http=StatusAndHeaders(f"{target} HTTP/1.1", headers, "GET", is_http_request=True),
        )  # fmt: skip

    def _hop(self, fetch: Fetch, asked: str, status: int, location: str, place: int) -> None:
        """Only where a redirect led is kept of it."""
        headers = [("Location", location), ("Content-Length", "0")]
        self._write(
            "response", asked, fetch.requested_at, f"hop {place} {fetch.fetch_id}", b"",
            {"WARC-Truncated": "unspecified"},
            http=StatusAndHeaders(_status_line(status), headers, "HTTP/1.1"),
        )  # fmt: skip

    def _write(
        self,
        kind: str,
        url: str,
        date: datetime,
        identity: str,
        payload: bytes,
        more: dict[str, str],
        *,
        http: StatusAndHeaders | None = None,
        content_type: str = "",
    ) -> str:
        """Write one record; the same exchange has the same record ids in every export."""
        record_id = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'onrecord:{identity}')}>"
        fields = {
            "WARC-Record-ID": record_id,
            "WARC-Date": f"{date:%Y-%m-%dT%H:%M:%S.%fZ}",
            **more,
        }
        self._writer.write_record(
            self._writer.create_warc_record(
                url,
                kind,
                payload=BytesIO(payload),
                length=len(payload),
                warc_headers_dict=fields,
                warc_content_type=content_type,
                http_headers=http,
            )
        )
        return record_id


def true_headers(headers: Sequence[Header]) -> list[tuple[str, str]]:
    """Return headers that are true of the inflated body; the others with a prefix."""
    return [
        (ORIGINAL + header.name, header.value)
        if header.name.lower() in _OF_THE_WIRE
        else (header.name, header.value)
        for header in headers
    ]


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"
