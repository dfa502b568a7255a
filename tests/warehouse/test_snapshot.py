from pathlib import Path

import duckdb
import pytest
from making import a_revision, an_analysis, an_appearance, land_rows

from warehouse.database import open_private
from warehouse.errors import NothingPublished, QueryRefused, WarehouseDamaged, WarehouseError
from warehouse.reading import query
from warehouse.snapshot import open_published, publish


@pytest.fixture
def published(database: Path) -> Path:
    path = database.with_name("published.duckdb")
    publish(database, path)
    return path


def land(database: Path, words: str) -> None:
    revision = a_revision(words, words)
    land_rows(
        database, f"run of {words}", appearances=[an_appearance(words, revision)],
        revisions=[revision], analyses=[an_analysis(revision)],
    )  # fmt: skip


def counted(connection: duckdb.DuckDBPyConnection) -> object:
    return query(connection, "SELECT count(*) FROM latest_statements").rows[0][0]


def test_an_open_reader_keeps_its_view_while_the_next_snapshot_is_published(
    database: Path, published: Path
) -> None:
    with open_published(published) as early:
        assert counted(early) == 0
        land(database, "tolls must fall")
        publish(database, published)
        assert counted(early) == 0
    with open_published(published) as late:
        assert counted(late) == 1
    assert sorted(path.name for path in published.parent.glob("*.draft*")) == []


def test_nothing_is_published_beside_a_left_over_log(database: Path, published: Path) -> None:
    before = published.read_bytes()
    land(database, "tolls must fall")
    database.with_name(database.name + ".wal").write_bytes(b"left by a killed run")
    with pytest.raises(WarehouseError, match=r"warehouse\.duckdb\.wal is left over, .* stays as"):
        publish(database, published)
    assert published.read_bytes() == before


def test_a_killed_writers_log_is_taken_in_by_the_next_one(database: Path, published: Path) -> None:
    writer = duckdb.connect(str(database))
    writer.execute("SET checkpoint_threshold = '1GB'")
    writer.execute("INSERT INTO cursors VALUES ('desk', 7, now()::TIMESTAMP)")
    log = database.with_name(database.name + ".wal")
    held = (database.read_bytes(), log.read_bytes())
    writer.close()
    database.write_bytes(held[0])
    log.write_bytes(held[1])

    with open_private(database) as connection:
        assert query(connection, "SELECT name FROM cursors").rows == (("desk",),)
    publish(database, published)
    with open_published(published) as reader:
        assert query(reader, "SELECT run_seq FROM cursors").rows == ((7,),)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE mine (a INTEGER)",
        "DELETE FROM statements",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/hostname'",
        "ATTACH 'other.duckdb'",
        "COPY statements TO 'statements.csv'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "SELECT no_such_column FROM statements",
    ],
)
def test_a_reader_can_neither_write_nor_leave_the_snapshot(published: Path, sql: str) -> None:
    with (
        open_published(published) as reader,
        pytest.raises(QueryRefused, match=r"^the query was not carried out: [\w ]+ Error:"),
    ):
        query(reader, sql)
    assert not list(published.parent.glob("*.csv"))


def test_a_home_without_a_snapshot_says_how_to_make_one(tmp_path: Path) -> None:
    with (
        pytest.raises(NothingPublished, match="start with `onrecord run`"),
        open_published(tmp_path / "published.duckdb"),
    ):
        pass


def test_a_damaged_snapshot_says_what_to_do(published: Path) -> None:
    published.write_bytes(b"no database at all" * 1000)
    with (
        pytest.raises(WarehouseDamaged, match=r"published\.duckdb cannot be opened .*Delete it"),
        open_published(published),
    ):
        pass


def test_a_damaged_private_database_says_what_to_do_and_stays(database: Path) -> None:
    database.write_bytes(b"no database at all" * 1000)
    with (
        pytest.raises(WarehouseDamaged, match=r"Move it away, .* nothing was written"),
        open_private(database),
    ):
        pass
    assert database.read_bytes().startswith(b"no database")
