"""Reading WARC files (ISO 28500): every record that is whole, and where the others stand.

Bodies are not held: a second reading at the record's offset gives them.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

MOST_BODY_BYTES = 10_000_000
"""As the fetcher takes at most."""
_GZIP_MEMBER = b"\x1f\x8b\x08"
_RECORD = re.compile(rb"WARC/1\.[01]\r\n")
_BROKEN = (ArchiveLoadFailed, zlib.error, EOFError, OSError, ValueError, KeyError, AttributeError)
"""What warcio raises on damaged input; it has no one base for it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins."""

    file: Path
    offset: int


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One whole record."""

    place: Place
    kind: str
    """WARC-Type: response, revisit, resource, metadata, ..."""
    fields: dict[str, str]
    """The record's own headers, names in lower case."""
    status: int
    """Of the HTTP answer in it; 0 without one."""
    http_headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class DamagedRecord:
    """A record that cannot be used."""

    place: Place
    reason: str
    ends_well: bool = True
    """False when nobody can tell where the next one begins, without looking for it."""


def read_records(file: Path) -> Iterator[WarcRecord | DamagedRecord]:
    """Yield every record of a file in its order; the damaged ones never stop the rest."""
    with file.open("rb") as stream:
        offset: int | None = 0
        while offset is not None:
            lost_at = None
            for record in _records(file, stream, offset):
                yield record
                if isinstance(record, DamagedRecord) and not record.ends_well:
                    lost_at = record.place.offset
            offset = None if lost_at is None else _next_record(stream, lost_at + 1)


def read_body(place: Place) -> bytes:
    """Return the body of the record that begins there.

    Raises:
        OSError: it cannot be read any more.
    """
    with place.file.open("rb") as stream:
        record = next(_records(place.file, stream, place.offset), None)
    if isinstance(record, WarcRecord):
        return record.body
    reason = record.reason if record else "it is gone"
    raise OSError(f"the record at byte {place.offset} of {place.file.name}: {reason}")


def _records(file: Path, stream: BinaryIO, offset: int) -> Iterator[WarcRecord | DamagedRecord]:
    """Yield records from there on until one does not end where it says."""
    compressed = _is_compressed(stream)
    stream.seek(offset)
    iterator = WARCIterator(stream, check_digests=True)
    while True:
        place = Place(file, iterator.offset)
        try:
            # warcio writes to standard error what it also counts.
            with redirect_stderr(io.StringIO()):
                record = next(iterator, None)
                if record is None:
                    if _goes_on(stream, place.offset):
                        yield DamagedRecord(place, "not a WARC record", ends_well=False)
                    return
                place = Place(file, iterator.offset)
                found = _whole(record, place)
                iterator.read_to_end()
        except _BROKEN as error:
            reason = str(error).strip().partition("\n")[0] or type(error).__name__
            yield DamagedRecord(place, f"not a WARC record ({reason})", ends_well=False)
            return
        if iterator.err_count:
            yield DamagedRecord(place, "it does not end where it says", ends_well=False)
            return
        if compressed and not _is_one_member(stream, place.offset, iterator.offset):
            yield DamagedRecord(place, "its compressed form is broken", ends_well=False)
            return
        yield found


def _is_compressed(stream: BinaryIO) -> bool:
    stream.seek(0)
    return stream.read(2) == _GZIP_MEMBER[:2]


def _goes_on(stream: BinaryIO, offset: int) -> bool:
    """Say whether anything stands from there on; warcio also ends where it makes nothing of it."""
    stream.seek(offset)
    return bool(stream.read(1 << 16).strip())


def _is_one_member(stream: BinaryIO, begin: int, end: int) -> bool:
    """Say whether these bytes are one whole gzip member (RFC 1952).

    warcio hands out a record when its announced length is there, before it sees the member's end;
    of one that was cut short it takes what follows, the next record, for the rest.
    """
    before = stream.tell()
    inflating = zlib.decompressobj(16 + zlib.MAX_WBITS)
    stream.seek(begin)
    try:
        while begin < end and (piece := stream.read(min(1 << 12, end - begin))):
            inflating.decompress(piece)
            begin += len(piece)
    except zlib.error:
        return False
    finally:
        stream.seek(before)
    return inflating.eof and not inflating.unused_data


def _whole(record: ArcWarcRecord, place: Place) -> WarcRecord | DamagedRecord:
    try:
        body = record.content_stream().read(MOST_BODY_BYTES + 1)
        if len(body) > MOST_BODY_BYTES:
            return DamagedRecord(place, f"the body is over {MOST_BODY_BYTES:,} bytes")
        left = record.raw_stream.read()
    except _BROKEN as error:
        return DamagedRecord(place, f"the body cannot be read ({error})")
    if left or getattr(record.raw_stream, "limit", 0) > 0:
        return DamagedRecord(place, "the record ends before its announced length")
    if record.digest_checker.passed is False:
        return DamagedRecord(place, "; ".join(record.digest_checker.problems))
    http = record.http_headers
    return WarcRecord(
        place=place,
        kind=record.rec_type or "",
        fields={name.lower(): value for name, value in record.rec_headers.headers},
        status=_status(http.get_statuscode() if http else ""),
        http_headers=tuple(http.headers) if http else (),
        body=body,
    )


def _status(code: str | None) -> int:
    return int(code) if code and code.isdigit() and len(code) == 3 else 0


def _next_record(stream: BinaryIO, offset: int) -> int | None:
    """Return where the next record begins, in a compressed file or a plain one."""
    compressed = _is_compressed(stream)
    stream.seek(offset)
    base, held = offset, b""
    while piece := stream.read(1 << 20):
        held += piece
        found = _begins(held, compressed)
        if found is not None:
            return base + found
        base, held = base + len(held) - min(len(held), 64), held[-64:]
    return None


def _begins(held: bytes, compressed: bool) -> int | None:
    if not compressed:
        match = _RECORD.search(held)
        return match.start() if match else None
    place = held.find(_GZIP_MEMBER)
    while place >= 0:
        try:
            # The three bytes also stand by chance within compressed data.
            opened = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(held[place:], 16)
        except zlib.error:
            opened = b""
        if opened.startswith(b"WARC/"):
            return place
        place = held.find(_GZIP_MEMBER, place + 1)
    return None


def digest_of(body: bytes) -> str:
    """Return the id that the body has as a document."""
    return hashlib.sha256(body).hexdigest()
