"""Exports hold what is published, and say so."""

import hashlib
import json
from pathlib import Path

import duckdb
import pytest
from command_line import onrecord, rows


@pytest.fixture(scope="module")
def exported(landed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "tables"
    ended = onrecord("export", "--home", landed, "--parquet", folder)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith(f"{folder}: ")
    return folder


def test_every_table_is_in_the_folder_as_its_manifest_says(landed: Path, exported: Path) -> None:
    manifest = json.loads((exported / "manifest.json").read_text())
    assert (manifest["run_seq"], manifest["since_run_seq"]) == (1, 0)
    listed = {
        file["path"]: file for table in manifest["tables"].values() for file in table["files"]
    }
    written = {path.relative_to(exported).as_posix() for path in exported.rglob("*.parquet")}
    assert written == set(listed)
    for path, file in listed.items():
        assert hashlib.sha256((exported / path).read_bytes()).hexdigest() == file["sha256"]
    question = " UNION ALL ".join(
        f"SELECT '{name}' AS name, count(*) AS rows FROM {name}" for name in manifest["tables"]
    )
    held = {row["name"]: row["rows"] for row in rows(landed, question)}
    assert {name: table["rows"] for name, table in manifest["tables"].items()} == held
    assert held["statements"] > 50
    columns = {c["name"]: c["meaning"] for c in manifest["tables"]["statements"]["columns"]}
    assert columns["text"].startswith("What was said")

    parts = f"read_parquet('{exported}/statements/**/*.parquet', hive_partitioning = false)"
    read = duckdb.sql(f"SELECT * FROM {parts} ORDER BY statement_id").fetchall()
    with duckdb.connect(str(landed / "published.duckdb"), read_only=True) as connection:
        assert read == connection.execute("FROM statements ORDER BY statement_id").fetchall()
    assert "statements/story_id=ukraine-plan/month=" in next(iter(
        path for path in sorted(written) if path.startswith("statements/")
    ))  # fmt: skip


def test_only_later_runs_and_mistakes(landed: Path, exported: Path, tmp_path: Path) -> None:
    later = onrecord(
        "export", "--home", landed, "--parquet", tmp_path / "later", "--since-run", "1"
    )
    assert later.returncode == 0, later.stderr
    manifest = json.loads((tmp_path / "later" / "manifest.json").read_text())
    assert manifest["tables"]["statements"]["rows"] == 0
    for arguments, told in (
        (["--parquet", exported], "is not empty: name a new folder"),
        (["--parquet", tmp_path / "x", "--since-run", "9"], "there is no run 9: the last one is 1"),
        ([], "give one of --parquet DIR and --jsonld FILE"),
    ):
        refused = onrecord("export", "--home", landed, *arguments)
        assert refused.returncode == 2
        assert told in refused.stderr
        assert len(refused.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["later"]


def test_linked_data_finds_the_words_of_every_statement(landed: Path, tmp_path: Path) -> None:
    file = tmp_path / "statements.jsonld"
    ended = onrecord("export", "--home", landed, "--jsonld", file)
    assert ended.returncode == 0, ended.stderr
    document = json.loads(file.read_text("utf-8"))
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert len(nodes) == len(document["@graph"])
    said = {key: node for key, node in nodes.items() if node["@type"] in ("Quotation", "Claim")}
    reports = [node for node in nodes.values() if node["@type"] == "Annotation"]
    with duckdb.connect(str(landed / "published.duckdb"), read_only=True) as connection:
        texts = dict(connection.execute(
            "SELECT 'urn:onrecord:revision:' || revision_id, text FROM article_revisions"
        ).fetchall())  # fmt: skip
        counts = connection.execute(
            "SELECT (SELECT count(*) FROM statements), (SELECT count(*) FROM statement_appearances)"
        ).fetchone()
    assert (len(said), len(reports)) == counts
    for report in reports:
        statement = said[report["body"]]
        sources = {article["@id"] for article in statement["isBasedOn"]}
        for target in report["target"]:
            assert target["source"] in sources
            quote, position = target["selector"]
            text = texts[target["source"]]
            assert text[position["start"] : position["end"]] == quote["exact"] != ""
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
    terms = set(document["@context"])
    assert {"exact", "start", "selector", "source", "target", "body"} <= terms
    assert all("creator" in node for node in list(said.values())[:5])
