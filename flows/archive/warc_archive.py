"""Runs as WARC files hold them: our own exports exactly, other crawlers' as they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import httpx
from pydantic import ValidationError

from flows.archive.recordings import Kept, Recording
from flows.archive.warc_records import (
    DamagedRecord,
    Place,
    WarcRecord,
    digest_of,
    read_body,
    read_records,
)
from flows.archive.warc_writing import EXCHANGE, EXCHANGE_TYPE, ArchivedExchange
from flows.errors import ConfigurationError
from flows.fetching.client import REDIRECTS
from flows.fetching.exchange import Exchange
from flows.fetching.refusals import status_error
from flows.fetching.visit import kept_headers
from flows.monitoring.fetch_rows import fetch_record, with_failure
from flows.stories.finding import choose_feeds
from seeds.story import Story
from transforms.archives import ArchivedRun, Capture, Captures, decide_runs
from transforms.feed_records import Fetch
from warehouse.kept_exchanges import KeptRun

MOST_HOPS = 8
_WHOLE = (200, 203)
_FEED_TYPES = ("rss", "atom", "feed+json", "xml")


@dataclass(slots=True)
class WarcArchive:
    """What the whole records of some files hold; bodies stay in the files."""

    exchanges: list[ArchivedExchange] = field(default_factory=list)
    """Of files that onrecord wrote."""
    captures: list[Capture] = field(default_factory=list)
    """Of all other files."""
    damaged: list[DamagedRecord] = field(default_factory=list)
    whole: int = 0
    """How many records were whole."""
    _places: dict[str, Place] = field(default_factory=dict)
    _by_digest: dict[str, str] = field(default_factory=dict)

    def add(self, file: Path) -> None:
        """Read one file; its damaged records are noted and left out."""
        captures: list[Capture] = []
        exchanges: list[ArchivedExchange] = []
        for record in read_records(file):
            if isinstance(record, DamagedRecord):
                self.damaged.append(record)
                continue
            self.whole += 1
            try:
                if record.fields.get("content-type") == EXCHANGE_TYPE:
                    exchanges.append(EXCHANGE.validate_json(record.body))
                else:
                    captures += self._captures(record)
            except ValidationError:
                reason = "the exchange in it has not the form that onrecord writes"
                self.damaged.append(DamagedRecord(record.place, reason))
            except ValueError as error:
                self.damaged.append(DamagedRecord(record.place, str(error)))
        self.exchanges += exchanges
        # A file of ours tells its exchanges exactly: its other records only hold the bodies.
        if not exchanges:
            self.captures += captures

    def read(self, document_id: str) -> bytes:
        """Return a body. Raise ``OSError`` where no whole record holds it."""
        place = self._places.get(document_id)
        if place is None:
            raise FileNotFoundError("no whole record of the archive holds it")
        return read_body(place)

    def recordings(self, story: Story, feeds: Sequence[str]) -> list[Recording]:
        """Return the runs of the archive, oldest first; ``feeds`` are the addresses to poll."""
        own: dict[str, tuple[KeptRun, list[Fetch]]] = {}
        for exchange in self.exchanges:
            own.setdefault(exchange.run.run_id, (exchange.run, []))[1].append(exchange.fetch)
        recordings = [Recording(run, rows) for run, rows in own.values()]
        held = Captures(self.captures)
        for archived in decide_runs(self.captures, frozenset(feeds)):
            recordings.append(_recording(archived, held, story))
        return sorted(recordings, key=lambda recording: recording.run.started_at)

    def kept(
        self,
        story: Story,
        feeds: Sequence[str],
        since: datetime | None,
        until: datetime | None,
    ) -> Kept:
        """Return its runs in that time as a home would.

        Raises:
            ConfigurationError: no record is of a feed.
        """
        found = {recording.run.run_id: recording for recording in self.recordings(story, feeds)}
        if not found:
            likely = ", ".join(self.likely_feeds()[:5]) or "none looks like a feed"
            raise ConfigurationError(
                "the archive has no record of a feed of this story: name the address of one "
                f"with --feed ({likely}); nothing was written."
            )
        runs = [
            recording.run
            for recording in found.values()
            if (since is None or recording.run.started_at >= since)
            and (until is None or recording.run.started_at < until)
        ]
        return Kept(runs, lambda run: found[run.run_id], self.read)

    def likely_feeds(self) -> list[str]:
        """Return the addresses of captures that look like feeds by their type, sorted."""
        return sorted(
            {
                capture.url
                for capture in self.captures
                if any(kind in _header(capture, "content-type").lower() for kind in _FEED_TYPES)
                and "html" not in _header(capture, "content-type").lower()
            }
        )

    def _captures(self, record: WarcRecord) -> list[Capture]:
        url = record.fields.get("warc-target-uri", "").strip("<>")
        if record.kind not in ("response", "resource", "revisit"):
            return []
        if not url.startswith(("http://", "https://")):
            return []
        headers = kept_headers(record.http_headers)
        if record.kind == "resource":
            headers = (("Content-Type", record.fields.get("content-type", "")),)
        status = 200 if record.kind == "resource" else record.status
        document_id = self._document(record, status)
        return [
            Capture(url, _date(record), status, headers, document_id, len(record.body)),
        ]

    def _document(self, record: WarcRecord, status: int) -> str:
        digest = record.fields.get("warc-payload-digest", "")
        if record.kind == "revisit":
            return self._by_digest.get(digest, "")
        if status not in _WHOLE:
            return ""
        document_id = digest_of(record.body)
        self._places.setdefault(document_id, record.place)
        if digest:
            self._by_digest.setdefault(digest, document_id)
        return document_id


def open_archive(files: Sequence[Path]) -> WarcArchive:
    """Read WARC files.

    Raises:
        ConfigurationError: one cannot be read, or has not one whole record.
    """
    archive = WarcArchive()
    for file in files:
        before = archive.whole
        try:
            archive.add(file)
        except OSError as error:
            raise ConfigurationError(
                f"{file} cannot be read ({error.strerror}); nothing was written."
            ) from error
        if archive.whole == before:
            raise ConfigurationError(
                f"{file} is no WARC file: not one record of it is whole; nothing was written."
            )
    return archive


def _recording(archived: ArchivedRun, held: Captures, story: Story) -> Recording:
    run = KeptRun(
        run_id=f"{story.story_id}-{archived.started_at:%Y%m%dT%H%M%S.%fZ}",
        story_id=story.story_id,
        started_at=archived.started_at,
        landed_at=archived.landed_at,
    )

    def find(url: str) -> Fetch | None:
        return _row(held, url, archived.started_at)

    rows = [
        fetch
        for poll in archived.polls
        if (
            fetch := _row(
                held, poll.url, poll.captured_at, choose_feeds(story, [poll.url])[0].feed_id
            )
        )
    ]
    return Recording(run, rows, find)


def _row(held: Captures, url: str, when: datetime, feed_id: str = "") -> Fetch | None:
    """Return the request of an address as its nearest capture tells it, redirects followed."""
    first = capture = held.nearest(url, when)
    address = url
    hops: list[tuple[int, str]] = []
    while capture is not None and capture.status in REDIRECTS and len(hops) < MOST_HOPS:
        address = urljoin(address, _header(capture, "location"))
        hops.append((capture.status, address))
        capture = held.nearest(address, when)
    if first is None or capture is None:
        return None
    exchange = Exchange(
        url=url,
        final_url=address,
        redirects=tuple(hops),
        status=capture.status,
        request_headers=(),
        response_headers=capture.headers,
        requested_at=first.captured_at,
        duration_seconds=0.0,
        body_length=capture.length,
        document_id=capture.document_id,
    )
    row = fetch_record("", "", feed_id, "", url, exchange, "read", "", first.captured_at)
    refused = status_error(url, capture.status, httpx.Headers(list(capture.headers)), when)
    if refused is not None:
        return with_failure(row, refused)
    return row if capture.document_id or capture.status == 304 else None


def _header(capture: Capture, name: str) -> str:
    return next((value for key, value in capture.headers if key.lower() == name), "")


def _date(record: WarcRecord) -> datetime:
    """Return WARC-Date. Raise ``ValueError`` when it is none."""
    words = record.fields.get("warc-date", "")
    try:
        when = datetime.fromisoformat(words)
    except ValueError as error:
        raise ValueError(f"WARC-Date {words!r} is no date") from error
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
