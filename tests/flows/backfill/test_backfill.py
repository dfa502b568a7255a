"""An archive in three forms, tagged as monitoring would have tagged it; also when killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archives import articles_of, as_lines, as_parquet, as_warc
from command_line import ROOT, clean_environment, onrecord, rows
from comparing import differing_rows

from flows.installation.home import Home

SEEN = {"started_at", "landed_at", "fetched_at", "first_seen_at", "appeared_at"}
"""When the backfill was made; of an article without a date also when it appeared."""
POLLED = {"runs", "feeds", "fetches", "entries", "page_visits", "robots"}
"""What monitoring brings beside the articles."""
OF_THE_WAY = {
    "run_seq", "first_run_seq", "feed_id", "entry_id", "outlet", "url", "document_id",
    "extraction", "flags", "byline", "agency", "section", "published_raw", "modified_at",
    "modified_precision", "modified_raw", "is_first_sight",
}  # fmt: skip
"""By which feed an article came, and what only its page says."""


@pytest.fixture(scope="module")
def archive(landed: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The articles of the sample site, a third of them in each form, and three bad rows."""
    folder = tmp_path_factory.mktemp("archive")
    articles = articles_of(landed)
    bad = ('{"url": "https://gazette.example/1"}', "no JSON", json.dumps({"text": "No address."}))
    return [
        as_lines(folder / "articles.jsonl", articles[:4], *bad),
        as_parquet(folder / "articles.parquet", articles[4:8]),
        as_warc(folder / "crawl.warc.gz", landed),
    ]


@pytest.fixture(scope="module")
def backfilled(archive: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("backfilled") / "home"
    ended = onrecord("backfill", *archive, "--home", home, "--part-size", "7")
    assert ended.returncode == 0, ended.stderr
    assert "11 new, 8 known; 3 set aside" in ended.stdout
    assert f"onrecord statements --home {home}" in ended.stdout
    return home


def test_all_forms_give_what_monitoring_the_same_pages_gave(landed: Path, backfilled: Path) -> None:
    assert set(differing_rows(landed, backfilled, SEEN | OF_THE_WAY)) <= POLLED | {"quarantine"}
    assert len(rows(backfilled, "FROM statements")) > 50
    assert {row["feeds"] for row in rows(backfilled, "SELECT count(*) AS feeds FROM feeds")} == {0}


def test_a_backfill_alerts_nobody_and_nothing_of_it_is_news(backfilled: Path) -> None:
    assert rows(backfilled, "FROM outbox") == []
    assert rows(backfilled, "FROM statements WHERE is_news") == []


def test_what_is_no_article_is_set_aside_with_its_place_and_reason(backfilled: Path) -> None:
    aside = rows(backfilled, "SELECT input, error_kind, reason FROM quarantine ORDER BY input")
    assert [row["input"] for row in aside] == [f"articles.jsonl, line {n}" for n in (5, 6, 7)]
    assert {row["error_kind"] for row in aside} == {"not-an-article"}
    reasons = " ".join(str(row["reason"]) for row in aside)
    for words in ("lacks text or html", "no JSON", "lacks url"):
        assert words in reasons


def test_what_monitoring_stored_is_left_alone(landed_home: Path, archive: list[Path]) -> None:
    before = (landed_home / "published.duckdb").read_bytes()
    ended = onrecord("backfill", *archive[1:], "--home", landed_home)
    assert ended.returncode == 0, ended.stderr
    assert "nothing was changed" in ended.stdout
    assert (landed_home / "published.duckdb").read_bytes() == before


def test_a_second_backfill_changes_nothing_and_loads_neither_beam_nor_a_model(
    archive: list[Path], backfilled: Path
) -> None:
    before = (backfilled / "published.duckdb").read_bytes()
    script = (
        "import sys\nfrom flows.command import main\n"
        "try:\n    main(sys.argv[1:])\nfinally:\n"
        "    assert not {'apache_beam', 'spacy', 'trafilatura'} & set(sys.modules)\n"
    )
    words = ["backfill", *map(str, archive), "--home", str(backfilled), "--part-size", "7"]
    ended = subprocess.run(
        [sys.executable, "-c", script, *words],
        capture_output=True, text=True, env=clean_environment(), cwd=ROOT, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "nothing was changed" in ended.stdout
    assert (backfilled / "published.duckdb").read_bytes() == before


def test_a_killed_backfill_goes_on_to_the_same_warehouse(
    archive: list[Path], backfilled: Path, home: Path
) -> None:
    words = ["backfill", *map(str, archive), "--home", str(home), "--part-size", "7"]
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.command", *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean_environment(), cwd=ROOT,
    )  # fmt: skip
    staging = Home(home).staging
    deadline = time.monotonic() + 120
    # The first part has landed, the second is being analysed.
    while not (home / "published.duckdb").exists() or not list(staging.glob("*/documents.parquet")):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    (half_done,) = staging.iterdir()
    unreachable = "http://127.0.0.1:9/feed.xml"
    assert onrecord("run", "--home", home, "--feed", unreachable, "--allow-private").returncode == 1
    assert half_done.exists(), "a run leaves staged parts of a backfill alone"
    # An archive that was moved is the same one.
    moved = [Path(shutil.copy(file, home.parent)) for file in archive]
    ended = onrecord("backfill", *moved, "--home", home, "--part-size", "7", "--log", "json")
    assert ended.returncode == 0, ended.stderr
    events = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [event["event"] for event in events][:3] == [
        "backfill.started", "part.known", "part.landed",
    ]  # fmt: skip
    assert events[-1]["event"] == "backfill.ended"
    assert list(staging.iterdir()) == []
    # The run in between has a number of its own.
    differing = differing_rows(backfilled, home, SEEN | {"run_seq", "first_run_seq"})
    assert set(differing) <= {"runs", "feeds", "fetches"}
