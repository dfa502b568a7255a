"""Files of an archive: what is read of them in parts, and which cannot be used at all."""

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from archives import as_lines, as_parquet
from command_line import onrecord

from flows.backfill import json_lines
from flows.backfill.reading import open_files, read_parts
from flows.errors import ConfigurationError
from transforms.backfill.records import DAMAGED


def articles(*numbers: int) -> list[dict[str, str]]:
    return [{"url": f"https://gazette.example/{n}", "text": f"Day {n}."} for n in numbers]


def read(*files: Path, most: int = 100) -> list[tuple[list[str], list[str]]]:
    """The addresses of each part's articles, and the places of what is none."""
    return [
        ([article.url[-1] for article in part.articles], [str(bad.place) for bad in part.unusable])
        for part in read_parts(open_files(files), most)
    ]


def test_parts_go_on_over_the_ends_of_files_and_tell_how_much_is_read(tmp_path: Path) -> None:
    lines = as_lines(tmp_path / "a.jsonl", articles(1, 2, 3), "", "nothing")
    rows = as_parquet(tmp_path / "b.parquet", articles(4, 5))
    bad = "a.jsonl, line 5"
    assert read(lines, rows, lines, most=3) == [
        (["1", "2", "3"], []),
        (["4", "5"], [bad]),
        ([], []),
    ]
    opened = open_files([lines, rows])
    sizes = [part.bytes_read for part in read_parts(opened, 2)]
    assert sizes == sorted(sizes)
    assert sizes[-1] == lines.stat().st_size + rows.stat().st_size


def test_files_of_the_same_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for year in ("2024", "2025"):
        (tmp_path / year).mkdir()
        as_lines(tmp_path / year / "a.jsonl", articles(1))
    files = open_files(sorted(tmp_path.glob("*/a.jsonl")))
    assert [file.name for file in files] == ["2024/a.jsonl", "2025/a.jsonl"]


def test_a_compressed_file_is_read_to_where_it_is_damaged(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(json.dumps(row).encode() + b"\n" for row in articles(*range(9))))
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(whole[:-20])
    (part,) = read_parts(open_files([file]))
    assert part.articles
    assert [bad.kind for bad in part.unusable] == [DAMAGED]
    assert "damaged from here on" in part.unusable[0].reason


def test_a_damaged_row_group_costs_its_own_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(
        pa.Table.from_pylist(articles(*range(9))), file, row_group_size=3, compression="zstd"
    )
    start = pq.ParquetFile(file).metadata.row_group(1).column(1).data_page_offset
    body = bytearray(file.read_bytes())
    body[start : start + 30] = bytes(30)
    file.write_bytes(body)
    assert read(file) == [(["0", "1", "2", "6", "7", "8"], ["a.parquet, row 4"])]


def test_an_endless_line_is_passed_over_and_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "MOST_LINE_BYTES", 1_000)
    file = as_lines(tmp_path / "a.jsonl", articles(1), "x" * 5_500)
    file.write_text(file.read_text("utf-8") + json.dumps(articles(2)[0]), encoding="utf-8")
    assert read(file) == [(["1", "2"], ["a.jsonl, line 2"])]


def unusable(tmp_path: Path, content: bytes | None) -> Path:
    file = tmp_path / "archive"
    if content is not None:
        file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "No such file"),
        (b"", "no line"),
        (b'{"link": "https://gazette.example/"}\n', "line 1: it lacks url and text or html"),
        (b"PAR1 and nothing more", "cannot be read as Parquet"),
        (b"WARC/1.1\r\nContent-Length: 99\r\n\r\nnothing", "not one of its first records is whole"),
        (b"\x1f\x8b\x08 and nothing more", "cannot be read"),
        (b"%PDF-1.7", "it is no JSON"),
        (b"(\xb5/\xfd and nothing more", "compressed with zstd"),
    ],
)
def test_a_file_without_articles_stops_all_before_any_work(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    good = as_lines(tmp_path / "good.jsonl", articles(1))
    with pytest.raises(ConfigurationError, match=words):
        open_files([good, unusable(tmp_path, content)])


def test_missing_columns_are_told_in_one_line(tmp_path: Path) -> None:
    file = as_parquet(tmp_path / "a.parquet", [{"link": "x", "text": "y"}])
    ended = onrecord("backfill", file, "--home", tmp_path / "home")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "lacks the column url (it has: link, text)" in ended.stderr
    assert not (tmp_path / "home").exists()
