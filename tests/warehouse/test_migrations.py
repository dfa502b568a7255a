import duckdb
import pytest

from warehouse import migrating
from warehouse.migrating import migrate


def test_each_migration_is_applied_once() -> None:
    with duckdb.connect() as connection:
        applied = migrate(connection)
        assert applied == sorted(applied)
        assert applied[0] == "0001_tables"
        assert migrate(connection) == []


def test_a_migration_that_fails_leaves_nothing_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scripts = [("0001_good", "CREATE TABLE good (a INTEGER)")]
    half = "CREATE TABLE half (a INTEGER); CREATE TABLE good (a INTEGER)"
    monkeypatch.setattr(migrating, "_migrations", lambda: [*scripts, ("0002_bad", half)])
    with duckdb.connect() as connection:
        for _ in range(2):
            with pytest.raises(duckdb.CatalogException, match="good"):
                migrate(connection)
            tables = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1")
            assert tables.fetchall() == [("good",), ("schema_migrations",)]
