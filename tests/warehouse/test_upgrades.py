"""A warehouse of an earlier version is brought up to date, and is kept as it was."""

from pathlib import Path

import duckdb
import pytest
from making import a_revision, land_rows
from older_home import make_older_warehouse

from warehouse import migrating
from warehouse.database import open_private, upgrade
from warehouse.errors import SchemaTooNew
from warehouse.invariants import broken_invariants


def said(path: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(
            "SELECT text, speakers, offices, terms, first_outlet FROM latest_statements"
        ).fetchall()


def test_a_warehouse_of_the_fifth_migration_keeps_its_rows_and_its_copy(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    make_older_warehouse(path)
    before = path.read_bytes()
    done = upgrade(path)
    assert done is not None
    assert done.applied[0] == "0006_polling"
    assert done.kept.name == "warehouse.before-upgrade.duckdb"
    assert done.kept.read_bytes() == before
    assert said(path) == [
        ("No tolls.", ["Ana Brod"], ["Minister"], ["Tolls"], "norland-gazette"),
    ]
    with open_private(path) as connection:
        assert broken_invariants(connection) == []
        assert connection.execute("SELECT first_run_seq FROM statements").fetchall() == [(1,)]
        kept = connection.execute("SELECT document_id FROM fetches ORDER BY fetch_id").fetchall()
        assert kept == [("",), ("page-hash",)]
    assert upgrade(path) is None


def test_a_landing_into_an_older_warehouse_upgrades_it_and_keeps_one_copy(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    make_older_warehouse(path)
    before = path.read_bytes()
    kept = tmp_path / "warehouse.before-upgrade.duckdb"
    kept.write_bytes(b"of an earlier upgrade")
    land_rows(path, "run-2", revisions=[a_revision("The strait is open.", "article-2")])
    assert kept.read_bytes() == before
    assert upgrade(path) is None


def test_a_migration_that_fails_leaves_those_before_it_and_the_first_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "warehouse.duckdb"
    make_older_warehouse(path)
    before = path.read_bytes()
    real = migrating._migrations()
    monkeypatch.setattr(
        migrating, "_migrations", lambda: [*real[:6], ("0007_bad", "SELECT nothing")]
    )
    with pytest.raises(duckdb.BinderException, match="nothing"):
        upgrade(path)
    monkeypatch.setattr(migrating, "_migrations", lambda: real)
    done = upgrade(path)
    assert done is not None
    assert done.applied[0] == real[6][0]
    assert done.kept.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == [done.kept.name, path.name]


def test_a_warehouse_of_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with open_private(path) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES ('9999_later')")
    before = path.read_bytes()
    with pytest.raises(SchemaTooNew, match="newer onrecord \\(schema 9999_later"):
        upgrade(path)
    with pytest.raises(SchemaTooNew), open_private(path):
        pass
    assert path.read_bytes() == before
