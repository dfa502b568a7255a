"""A home that an older version published: each reader says so, until it is brought up to date."""

import shutil
from pathlib import Path

import pytest
from command_line import onrecord
from making import STRAIT_TALKS
from older_home import make_older_warehouse

from flows.command import main
from warehouse.snapshot import open_published


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("older") / "a home"
    make_older_warehouse(home / "warehouse.duckdb")
    shutil.copyfile(home / "warehouse.duckdb", home / "published.duckdb")
    return home


@pytest.mark.parametrize(
    "command",
    [
        "statements", "search tolls", "feeds", "new", "new --cursor desk", "cursors", "articles",
        "diff article-1", "alerts list", "candidates", "preview {story}",
        "export --parquet {new}", "export --jsonld {new}", "replay --into {new}",
        "archive export {new}.warc.gz", "forget article-1 --yes",
    ],
)  # fmt: skip
def test_a_command_that_reads_says_what_to_type(
    older: Path, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = command.format(new=tmp_path / "new", story=STRAIT_TALKS).split(" ")
    with pytest.raises(SystemExit) as end:
        main([*words, "--home", str(older)])
    assert end.value.code == 2
    (told,) = capsys.readouterr().err.splitlines()
    assert "published by an older onrecord" in told
    assert f"type `onrecord migrate --home '{older}'`" in told
    assert not list(tmp_path.glob("new*"))


def test_sql_says_it_too_and_migrate_publishes(
    older: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(older, home)
    before = onrecord("sql", "FROM latest_statements", "--home", home)
    assert before.returncode == 2
    assert "onrecord migrate --home" in before.stderr
    assert "brought up to date by" in migrated(home, capsys)
    # As a process leaves it that dies between its upgrade and its publishing.
    shutil.copyfile(older / "published.duckdb", home / "published.duckdb")
    assert "the snapshot was published anew" in migrated(home, capsys)
    assert migrated(home, capsys).endswith("warehouse.duckdb is up to date.\n")


def migrated(home: Path, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as end:
        main(["migrate", "--home", str(home)])
    assert end.value.code == 0
    with open_published(home / "published.duckdb") as connection:
        assert connection.execute("SELECT text FROM latest_statements").fetchall() == [
            ("No tolls.",)
        ]
    return capsys.readouterr().out
