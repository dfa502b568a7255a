from pathlib import Path

import duckdb
import pyarrow as pa
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


ESCAPES = """
    CREATE TABLE mine (a INTEGER)
    DELETE FROM statements
    FROM read_csv('/etc/passwd')
    FROM read_text('/etc/passwd')
    FROM read_blob('/etc/passwd')
    FROM read_json('/etc/passwd')
    FROM read_parquet('/etc/passwd')
    FROM parquet_metadata('/etc/passwd')
    FROM sniff_csv('/etc/passwd')
    FROM glob('/etc/*')
    FROM '/etc/hostname'
    FROM 'file.csv'
    FROM 'http://192.0.2.1/file.csv'
    FROM duckdb_secrets()
    FROM local_of_python
    SELECT getenv('HOME')
    ATTACH 'other.duckdb'
    ATTACH ':memory:' AS other
    COPY statements TO 'out.csv'
    COPY (SELECT 1) TO 'out.parquet'
    COPY statements FROM '/etc/passwd'
    EXPORT DATABASE 'exported'
    IMPORT DATABASE 'exported'
    EXPLAIN ANALYZE COPY statements TO 'out.csv'
    SET enable_external_access = true
    SET memory_limit = '100GB'
    RESET memory_limit
    SET temp_directory = '/tmp'
    PRAGMA memory_limit = '100GB'
    PRAGMA enable_profiling = 'json'
    PRAGMA profiling_output = 'out.json'
    INSTALL httpfs
    LOAD httpfs
    FORCE INSTALL json FROM 'http://192.0.2.1/'
    UPDATE EXTENSIONS
    CREATE SECRET s (TYPE http)
    CREATE PERSISTENT SECRET s (TYPE http)
    CREATE MACRO mine() AS 1
    SELECT no_such_column FROM statements
"""


@pytest.mark.parametrize("sql", ESCAPES.strip().splitlines())
def test_a_reader_can_neither_write_nor_leave_the_snapshot(
    published: Path, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(published.parent)
    local_of_python = pa.table({"a": [1]})
    before = sorted(published.parent.iterdir())
    with open_published(published) as reader:
        assert local_of_python.num_rows == 1
        with pytest.raises(duckdb.Error):
            reader.execute(sql)
        with pytest.raises(QueryRefused):
            query(reader, sql)
    assert sorted(published.parent.iterdir()) == before


def test_a_home_without_a_snapshot_says_how_to_make_one(tmp_path: Path) -> None:
    with (
        pytest.raises(NothingPublished, match="start with `onrecord run`"),
        open_published(tmp_path / "published.duckdb"),
    ):
        pass


def test_a_damaged_snapshot_says_what_to_do(published: Path) -> None:
    published.write_bytes(b"no database at all" * 1000)
    with (
        pytest.raises(WarehouseDamaged, match=r"published\.duckdb cannot be read .*Delete it"),
        open_published(published),
    ):
        pass


def test_a_damaged_private_database_says_what_to_do_and_stays(database: Path) -> None:
    database.write_bytes(b"no database at all" * 1000)
    with (
        pytest.raises(WarehouseDamaged, match=r"Put the last snapshot, .* nothing was written"),
        open_private(database),
    ):
        pass
    assert database.read_bytes().startswith(b"no database")
