"""An edited story on stored articles: preview, re-tag, candidates."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import ROOT, clean_environment, onrecord, rows

from flows.installation.home import Home
from seeds.load import bundled_story


def edited_story(folder: Path) -> Path:
    """The first story with an invented minister on the watchlist and without one term's labels."""
    shutil.copytree(bundled_story(), folder)
    for table, row in (
        ("actors.csv", "tomas-arrel,person,,,President of Meridia"),
        ("actor_labels.csv", "tomas-arrel,pref,Tomas Arrel,en,name,"),
    ):
        path = folder / table
        columns = path.read_text("utf-8").partition("\n")[0].count(",")
        row += "," * (columns - row.count(","))
        path.write_text(path.read_text("utf-8").rstrip() + f"\n{row}\n", encoding="utf-8")
    labels = folder / "term_labels.csv"
    dropped = ("donbas,alt", "donbas,hidden", "donbas,pattern")
    lines = labels.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(dropped)]
    labels.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return edited_story(tmp_path / "edited")


def everything(home: Path) -> dict[str, object]:
    columns = ", ".join(
        f"(SELECT count(*) FROM {table}) AS {table}"
        for table in ("mentions", "statements", "runs", "outbox", "article_revisions")
    )
    return rows(home, f"SELECT {columns}")[0]


def test_a_preview_shows_gains_and_losses_in_context_and_writes_nothing(
    landed_home: Path, story: Path
) -> None:
    before = {path: path.read_bytes() for path in landed_home.glob("*.duckdb")}
    shown = onrecord("preview", story, "--home", landed_home)
    assert shown.returncode == 0, shown.stderr
    assert "tomas-arrel" in shown.stdout
    assert "+ tomas-arrel: ..." in shown.stdout
    assert "- donbas: ..." in shown.stdout
    assert {path: path.read_bytes() for path in landed_home.glob("*.duckdb")} == before


def test_a_retag_lands_once_touches_only_what_changes_and_never_alerts(
    landed_home: Path, story: Path
) -> None:
    before = everything(landed_home)
    without = rows(
        landed_home,
        "SELECT revision_id FROM article_revisions WHERE NOT contains(text, 'Arrel') "
        "AND revision_id NOT IN (SELECT revision_id FROM mentions WHERE target_id = 'donbas')",
    )
    names = ", ".join(f"'{row['revision_id']}'" for row in without)
    untouched = (
        f"SELECT mention_id, run_seq FROM mentions WHERE revision_id IN ({names}) ORDER BY 1"
    )
    kept = rows(landed_home, untouched)
    assert kept
    applied = onrecord("retag", "--story", story, "--home", landed_home)
    assert applied.returncode == 0, applied.stderr
    after = everything(landed_home)
    assert after["runs"] == int(str(before["runs"])) + 1
    assert after["outbox"] == 0
    assert after["article_revisions"] == before["article_revisions"]
    assert rows(landed_home, untouched) == kept
    speaking = rows(
        landed_home,
        "SELECT DISTINCT actor_id FROM latest_statements, unnest(actor_ids) AS a(actor_id) "
        "WHERE status = 'active' AND actor_id LIKE '%tomas-arrel'",
    )
    assert speaking == [{"actor_id": "tomas-arrel"}]
    assert rows(landed_home, "SELECT count(*) AS n FROM statements WHERE is_news") == [{"n": 0}]
    assert "0 bad" in onrecord("doctor", "--home", landed_home).stdout
    again = onrecord("retag", "--story", story, "--home", landed_home)
    assert "with this version" in again.stdout
    assert everything(landed_home) == after
    assert "Nothing to re-tag" in onrecord("preview", story, "--home", landed_home).stdout


def test_a_retag_that_was_killed_leaves_the_warehouse_as_it_was_and_goes_on(
    landed_home: Path, story: Path
) -> None:
    before = everything(landed_home)
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.command", "retag", "--story", story, "--home", landed_home],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean_environment(), cwd=ROOT,
    )  # fmt: skip
    staging = Home(landed_home).staging
    deadline = time.monotonic() + 120
    while not list(staging.glob("retag-*/part-*/stored.parquet")):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert everything(landed_home) == before
    applied = onrecord("retag", "--story", story, "--home", landed_home)
    assert applied.returncode == 0, applied.stderr
    assert everything(landed_home)["runs"] == int(str(before["runs"])) + 1
    assert list(staging.iterdir()) == []


def test_candidates_are_those_who_speak_and_are_not_on_the_watchlist(landed: Path) -> None:
    listed = onrecord("candidates", "--home", landed, "--format", "json")
    assert listed.returncode == 0, listed.stderr
    found = {row["actor_id"]: row for row in json.loads(listed.stdout)}
    assert found["unlisted:tomas-arrel"]["statements"] >= 3
    assert all(actor_id.startswith("unlisted:") for actor_id in found)
    fewer = json.loads(
        onrecord("candidates", "--home", landed, "--least", "3", "--format", "json").stdout
    )
    assert 0 < len(fewer) < len(found)
