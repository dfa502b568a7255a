"""The commands that only read or hand on, made in this process, so that their coverage counts."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from making import a_mention, a_revision, an_analysis, an_appearance, an_entry, land_rows

from flows.command import main
from flows.installation.home import Home
from warehouse.snapshot import publish

TEXT = "Tolls\n\n“The strait is open to all,” Ana Brod said."


@pytest.fixture
def asked(database: Path, tmp_path: Path) -> Home:
    """A home with one article in two revisions, and what it says."""
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    private = shutil.copyfile(database, home.private)
    for number, text in enumerate((TEXT, TEXT.replace("to all", "to everybody"))):
        revision = a_revision(text, title="Tolls", document_id=f"d{number}")
        words = "The strait is open to all" if number == 0 else "The strait is open to everybody"
        land_rows(
            private, f"run-{number}", None,
            [an_appearance(words, revision, term_ids=("tolls",), url=revision.url)],
            revisions=[revision], analyses=[an_analysis(revision)],
            mentions=[a_mention(revision, "Ana Brod")],
            entries=[an_entry("a", entry_id=revision.entry_id)],
        )  # fmt: skip
    publish(home.private, home.published)
    return home


def made(home: Home, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--home", str(home.folder)])
    return int(ended.value.code or 0)


def test_words_are_found_in_statements_and_articles(
    asked: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made(asked, "search", "strait everybody", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert {hit["kind"] for hit in found} == {"statement", "article"}
    assert made(asked, "search", '"open to nobody"', "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_articles_are_listed_and_their_edits_shown(
    asked: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made(asked, "articles", "--edited", "--format", "json") == 0
    (article,) = json.loads(capsys.readouterr().out)
    assert article["revisions"] == 2
    assert made(asked, "diff", article["article_id"]) == 0
    assert "everybody" in capsys.readouterr().out


def test_tables_are_handed_on_with_a_manifest(asked: Home, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    assert made(asked, "export", "--parquet", str(out)) == 0
    manifest = json.loads(next(out.rglob("manifest.json")).read_text())
    assert manifest["tables"]
    files = [str(path) for path in out.rglob("*.parquet")]
    with duckdb.connect() as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM read_parquet(?, union_by_name = true)",
            [[file for file in files if "statement_appearances" in file]],
        ).fetchone() or (0,)
    assert count == 2
    assert made(asked, "export", "--jsonld", str(tmp_path / "statements.jsonld")) == 0


def test_an_article_is_taken_down(asked: Home) -> None:
    assert made(asked, "forget", "Tolls", "--yes") == 0
    with duckdb.connect(str(asked.published), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM article_revisions").fetchone() == (0,)
