"""Out as WARC and in again, and archives of other crawlers monitored."""

import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from command_line import onrecord, rows
from comparing import NOT_REPLAYED, differing_rows
from editions import BothEditions
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ROOT = Path(__file__).parents[3]
STORY = ROOT / "tests" / "seeds" / "strait-talks"
SITE = "https://gazette.example"


@pytest.fixture(scope="module")
def exported(both_editions: BothEditions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("exported") / "desk.warc.gz"
    ended = onrecord("archive", "export", out, "--home", both_editions.home)
    assert ended.returncode == 0, ended.stderr
    assert "27 exchanges of 3 runs" in ended.stderr
    return out


def test_the_digests_of_an_export_hold_and_its_headers_are_true(exported: Path) -> None:
    kinds: Counter[str] = Counter()
    with exported.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests=True):
            body = record.content_stream().read()
            assert record.digest_checker.passed is not False, record.digest_checker.problems
            kinds[record.rec_type] += 1
            if record.rec_type == "response":
                assert record.http_headers.get_header("Content-Length") == str(len(body))
                assert record.http_headers.get_header("X-Archive-Orig-Content-Length")
                assert record.rec_headers.get_header("WARC-Payload-Digest")
            if record.rec_type == "warcinfo":
                assert b"software: onrecord/" in body
    assert kinds == {
        "warcinfo": 1, "response": 24, "revisit": 3, "request": 27, "metadata": 27
    }  # fmt: skip


def test_a_replay_of_the_export_gives_the_same_rows_as_the_home(
    both_editions: BothEditions, exported: Path, tmp_path: Path
) -> None:
    story = both_editions.home.parent / "story"
    ended = onrecord("replay", "--warc", exported, "--story", story, "--into", tmp_path / "new")
    assert ended.returncode == 0, ended.stderr
    assert set(differing_rows(both_editions.home, tmp_path / "new")) <= NOT_REPLAYED


class Crawl:
    """An archive that another crawler might have made."""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.0")

    def add(
        self, path: str, date: str, body: str = "", kind: str = "text/html",
        status: str = "200 OK", **headers: str,
    ) -> None:  # fmt: skip
        pairs = [("Content-Type", kind), *headers.items()]
        payload = body.encode()
        self._writer.write_record(
            self._writer.create_warc_record(
                SITE + path, "response", payload=io.BytesIO(payload), length=len(payload),
                http_headers=StatusAndHeaders(status, pairs, "HTTP/1.1"),
                warc_headers_dict={"WARC-Date": date},
            )
        )  # fmt: skip

    def damage(self) -> None:
        self._file.write(b"\x1f\x8b\x08 nothing of a record")

    def save(self, folder: Path) -> Path:
        path = folder / "crawl.warc.gz"
        path.write_bytes(self._file.getvalue())
        return path


def an_item(number: int) -> str:
    return f"<item><title>Talks, day {number}</title><link>{SITE}/day/{number}</link></item>"


def a_page(number: int) -> str:
    said = "said that the strait must stay open to every ship and that the talks go on."
    return (
        f"<html><head><title>Talks, day {number}</title></head><body><article><h1>Day {number}</h1>"
        + f"<p>On day {number} of the talks, Foreign Minister Ana Brod {said}</p>" * 3
        + "</article></body></html>"
    )


def a_feed(*numbers: int) -> str:
    items = "".join(map(an_item, numbers))
    return f'<rss version="2.0"><channel><title>Gazette</title>{items}</channel></rss>'


def test_an_archive_of_another_crawler_is_monitored_at_the_dates_of_its_records(
    tmp_path: Path,
) -> None:
    crawl = Crawl()
    crawl.add("/rss.xml", "2025-11-22T10:00:00Z", a_feed(1), "application/rss+xml")
    crawl.add("/day/1", "2025-11-22T10:05:00Z", a_page(1))
    crawl.damage()
    crawl.add("/rss.xml", "2025-11-23T10:00:00Z", a_feed(2, 1, 3), "application/rss+xml")
    crawl.add("/day/2", "2025-11-23T10:06:00Z", "", status="301 Moved", Location="/day/two")
    crawl.add("/day/two", "2025-11-23T10:07:00Z", a_page(2))
    crawl.add("/day/3", "2025-11-23T10:08:00Z", "", status="404 Not Found")
    archive, home = crawl.save(tmp_path), tmp_path / "home"
    command = ("replay", "--warc", archive, "--story", STORY, "--into", home)
    unnamed = onrecord(*command)
    assert unnamed.returncode == 2
    assert f"--feed ({SITE}/rss.xml)" in unnamed.stderr
    assert not home.exists()
    ended = onrecord(*command, "--feed", f"{SITE}/rss.xml")
    assert ended.returncode == 0, ended.stderr
    assert "1 damaged record set aside" in ended.stdout
    seen: list[dict[str, Any]] = rows(
        home,
        "SELECT run_seq, url, fetched_at::VARCHAR AS fetched FROM article_revisions ORDER BY url",
    )
    assert seen == [
        {"run_seq": 1, "url": f"{SITE}/day/1", "fetched": "2025-11-22 10:05:00"},
        {"run_seq": 2, "url": f"{SITE}/day/two", "fetched": "2025-11-23 10:06:00"},
    ]
    assert rows(home, "SELECT error_kind FROM fetches WHERE outcome = 'failed'") == [
        {"error_kind": "not-found"}
    ]
    (damaged,) = rows(home, "SELECT stage, error_kind, input FROM quarantine")
    assert (damaged["stage"], damaged["error_kind"]) == ("archive", "damaged-record")
    assert str(damaged["input"]).startswith("crawl.warc.gz at byte ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("archive", "export", "desk.zip"), "end it with .warc.gz"),
        (("replay", "--warc", "README.md", "--into", "new"), "is no WARC file"),
        (("replay", "--warc", "absent.warc", "--into", "new"), "absent.warc cannot be read"),
        (("replay", "--feed", "https://gazette.example/", "--into", "new"), "goes with --warc"),
    ],
)
def test_a_wrong_archive_is_told_in_one_line(
    both_editions: BothEditions, words: tuple[str, ...], said: str
) -> None:
    ended = onrecord(*words, ONRECORD_HOME=str(both_editions.home))
    assert ended.returncode == 2
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not (ROOT / "new").exists()
