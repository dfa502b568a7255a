"""WARC records are read whole or set aside, each with the place where it stands."""

import gzip
import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.archive.warc_records import DamagedRecord, WarcRecord, read_body, read_records


def a_record(page: str, body: bytes, *, compressed: bool, headers: tuple[str, ...] = ()) -> bytes:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=compressed, warc_version="1.1")
    pairs = [tuple(header.split(": ")) for header in headers]
    answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *pairs], "HTTP/1.1")
    record = writer.create_warc_record(
        f"https://gazette.example/{page}", "response", payload=io.BytesIO(body),
        length=len(body), http_headers=answer,
    )  # fmt: skip
    writer.write_record(record)
    return file.getvalue()


def read(tmp_path: Path, *records: bytes) -> list[WarcRecord | DamagedRecord]:
    file = tmp_path / "crawl.warc"
    file.write_bytes(b"".join(records))
    return list(read_records(file))


def cut(record: bytes) -> bytes:
    return record[: len(record) * 2 // 3]


def flipped(record: bytes) -> bytes:
    place = len(record) // 2
    return record[:place] + bytes([record[place] ^ 0xFF]) + record[place + 1 :]


def noise(record: bytes) -> bytes:
    return b"no record at all\r\n" * (len(record) // 20)


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("harm", [cut, flipped, noise])
def test_a_damaged_record_is_told_with_its_place_and_the_next_is_read(
    tmp_path: Path, harm: object, compressed: bool
) -> None:
    assert callable(harm)
    first, bad, last = (
        a_record(name, f"<p>{name} speaks</p>".encode() * 20, compressed=compressed)
        for name in ("first", "bad", "last")
    )
    found = read(tmp_path, first, harm(bad), last)
    whole = [record for record in found if isinstance(record, WarcRecord)]
    damaged = [record for record in found if isinstance(record, DamagedRecord)]
    names = [record.fields["warc-target-uri"].rpartition("/")[2] for record in whole]
    assert names == ["first", "last"]
    assert [record.place.offset for record in damaged][:1] == [len(first)]
    assert all(record.reason for record in damaged)


def test_a_body_is_had_inflated_and_again_from_its_place(tmp_path: Path) -> None:
    packed = gzip.compress(b"<p>The strait is open</p>")
    record = a_record("a", packed, compressed=True, headers=("Content-Encoding: gzip",))
    chunks = b"5\r\nThe s\r\n6\r\ntrait!\r\n0\r\n\r\n"
    other = a_record("b", chunks, compressed=True, headers=("Transfer-Encoding: chunked",))
    found = read(tmp_path, record, other)
    assert [one.body for one in found if isinstance(one, WarcRecord)] == [
        b"<p>The strait is open</p>",
        b"The strait!",
    ]
    assert read_body(found[1].place) == b"The strait!"


def test_a_body_that_inflates_beyond_the_cap_is_set_aside(tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    record = a_record("bomb", bomb, compressed=True, headers=("Content-Encoding: gzip",))
    (found,) = read(tmp_path, record)
    assert isinstance(found, DamagedRecord)
    assert "over 10,000,000 bytes" in found.reason


def test_what_is_no_archive_has_no_record(tmp_path: Path) -> None:
    assert not any(isinstance(one, WarcRecord) for one in read(tmp_path, b"%PDF-1.7 " * 100))
    assert not any(isinstance(one, WarcRecord) for one in read(tmp_path, b""))
