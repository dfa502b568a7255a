"""Runs made again from what was kept: the same rows, from no network, and no alert."""

import shutil
from pathlib import Path

import pytest
from command_line import onrecord, rows
from comparing import NOT_REPLAYED, differing_rows
from editions import BothEditions


@pytest.fixture(scope="module")
def replayed(both_editions: BothEditions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three runs of the sample site again, long after that site refuses connections."""
    into = tmp_path_factory.mktemp("replayed") / "home"
    story = both_editions.home.parent / "story"
    ended = onrecord("replay", "--home", both_editions.home, "--story", story, "--into", into)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.count("UTC:") == 3
    return into


def test_a_replay_gives_the_same_rows_with_the_same_ids_and_times(
    both_editions: BothEditions, replayed: Path
) -> None:
    assert set(differing_rows(both_editions.home, replayed)) <= NOT_REPLAYED
    assert len(rows(replayed, "FROM statements")) > 100


def test_a_replay_alerts_nobody(replayed: Path) -> None:
    assert rows(replayed, "FROM outbox") == []
    assert rows(replayed, "SELECT count(*) > 0 AS news FROM statements WHERE is_news") == [
        {"news": True}
    ]


def test_replaying_again_changes_nothing(both_editions: BothEditions, replayed: Path) -> None:
    before = (replayed / "published.duckdb").read_bytes()
    story = both_editions.home.parent / "story"
    ended = onrecord("replay", "--home", both_editions.home, "--story", story, "--into", replayed)
    assert "already" in ended.stdout
    assert (replayed / "published.duckdb").read_bytes() == before


def test_an_edited_story_is_replayed_from_the_first_day(
    both_editions: BothEditions, tmp_path: Path
) -> None:
    story = shutil.copytree(both_editions.home.parent / "story", tmp_path / "story")
    with (story / "terms.csv").open("a", encoding="utf-8") as lines:
        header = (story / "terms.csv").read_text("utf-8").splitlines()[0].split(",")
        lines.write(",".join({"term_id": "harbour"}.get(name, "") for name in header) + "\n")
    with (story / "term_labels.csv").open("a", encoding="utf-8") as lines:
        header = (story / "term_labels.csv").read_text("utf-8").splitlines()[0].split(",")
        cells = {"term_id": "harbour", "kind": "pref", "label": "harbour", "language": "en"}
        lines.write(",".join(cells.get(name, "") for name in header) + "\n")
    until = rows(both_editions.home, "SELECT started_at FROM runs WHERE run_seq = 2")
    ended = onrecord(
        "replay", "--home", both_editions.home, "--story", story, "--into", tmp_path / "new",
        "--until", str(until[0]["started_at"]),
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    found = rows(tmp_path / "new", "SELECT DISTINCT run_seq FROM mentions m "
                 "WHERE target_id = 'harbour'")  # fmt: skip
    assert found == [{"run_seq": 1}]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--since", "2001-01-01", "--until", "2001-01-02"], "no run of the story"),
        (["--into", "HOME"], "--into names the home"),
    ],
)
def test_a_replay_of_nothing_or_onto_itself_is_refused(
    both_editions: BothEditions, tmp_path: Path, options: list[str], said: str
) -> None:
    home = both_editions.home
    asked = [str(home) if word == "HOME" else word for word in options]
    if "--into" not in asked:
        asked += ["--into", str(tmp_path / "new")]
    ended = onrecord("replay", "--home", home, "--story", home.parent / "story", *asked)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert not (tmp_path / "new").exists()
