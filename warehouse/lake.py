"""The warehouse of several machines: DuckLake, a PostgreSQL catalog with Parquet files.

The tables, the views and the landing are those of a file. DuckLake has no CHECK and no list for a
default, so the tables are copied from a migrated model in memory, and the checks are asserted at
the end of each landing. Nobody publishes: a reader sees the last commit, and keeps it.
"""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import duckdb

from warehouse.connections import OFFLINE, second_connection
from warehouse.errors import (
    LakeUnreachable,
    LibraryMissing,
    NothingPublished,
    QueryRefused,
    WarehouseLocked,
)
from warehouse.lake_address import SCHEME, Lake
from warehouse.lake_tables import has_tables, is_lake, make_tables, quoted

_NAME = "lake"
_LOCK = 6_028_154_371
"""Key of the advisory lock of writers; any number that nobody else takes."""
_MARK = "onrecord.lake"
"""File by which the folder is known."""
_SAID_TWICE = re.compile(r'^.*Unable to connect to Postgres at ".*?": ')
_EXTENSIONS = {
    "ducklake": "duckdb_extension_ducklake",
    "postgres_scanner": "duckdb_extension_postgres_scanner",
}
_MACHINERY = re.compile(
    r'postgres_|ducklake_|pg_clear_cache|\b(?:query|query_table|json_execute_serialized_sql)"?'
    r"(?:\s|/\*.*?\*/|--[^\n]*\n)*\(",
    re.IGNORECASE | re.DOTALL,
)
"""Functions that ask PostgreSQL or other servers past DuckDB, and those that carry out a text."""


@contextmanager
def write_lake(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a lake for writing, with its tables made where there are none.

    Raises:
        LakeUnreachable: PostgreSQL or the folder cannot be reached.
        LakeRefused: another version of onrecord has made its tables.
        LibraryMissing: the extensions are not installed.
    """
    with _answering(lake), closing(second_connection(_writer(lake))) as connection:
        yield connection


@cache
def _writer(lake: Lake) -> duckdb.DuckDBPyConnection:
    """Return the connection whose cursors write: a run opens the warehouse eight times."""
    connection = _loaded()
    try:
        _attach(connection, lake)
    except duckdb.Error as error:
        raise _unreachable(lake, error) from error
    # Retried by DuckLake itself, two landings could both stand as the same run.
    connection.execute("SET ducklake_max_retry_count = 0")
    # A landing is many small queries: handing each to threads takes as long again.
    connection.execute("SET threads = 1")
    if not has_tables(connection, lake):
        make_tables(connection, lake)
        Path(lake.data).mkdir(parents=True, exist_ok=True)
        Path(lake.data, _MARK).touch()
    _require_mounted(lake)
    return connection


@contextmanager
def read_lake(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a lake for reading only, as it is now, whoever writes meanwhile.

    Files outside it are out of reach; ``refuse_machinery`` keeps queries from other servers.

    Raises:
        NothingPublished: no run has landed in it.
        LakeUnreachable, LakeRefused, LibraryMissing: as ``write_lake``.
    """
    nothing = NothingPublished(f"nothing has landed in {lake} yet: start with `onrecord run`.")
    with _answering(lake), closing(_loaded()) as connection:
        try:
            _attach(connection, lake, "READ_ONLY")
            now = connection.execute(f"FROM ducklake_current_snapshot('{_NAME}')").fetchall()
            connection.execute("USE memory")
            connection.execute(f"DETACH {_NAME}")
            _attach(connection, lake, "READ_ONLY", f"SNAPSHOT_VERSION {int(now[0][0])}")
        except duckdb.Error as error:
            if "does not exist" in str(error):
                raise nothing from error
            raise _unreachable(lake, error) from error
        if not has_tables(connection, lake):
            raise nothing
        _require_mounted(lake)
        connection.execute(f"SET allowed_directories = [{quoted(lake.data)}]")
        yield connection


@contextmanager
def writers_turn(lake: Lake) -> Iterator[None]:
    """Hold the turn of writing, on whatever machine; PostgreSQL frees it when the process ends.

    Raises:
        WarehouseLocked: at once, when another holds it.
        LakeUnreachable: PostgreSQL cannot be reached.
    """
    with closing(_loaded()) as connection:
        try:
            connection.execute(f"ATTACH {quoted(lake.connection)} AS turn (TYPE postgres)")
            connection.begin()
            held = connection.execute(
                f"FROM postgres_query('turn', 'SELECT pg_try_advisory_xact_lock({_LOCK})')"
            ).fetchone()
        except duckdb.Error as error:
            raise _unreachable(lake, error) from error
        if held != (True,):
            raise WarehouseLocked(
                f"{lake} is being written from another machine or home. Wait until that run has "
                "ended; nothing was written."
            )
        yield


def refuse_machinery(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Keep somebody's query to the tables of a lake, away from servers that it could ask.

    Raises:
        QueryRefused: it names a function of the catalog, or one that carries out a text.
    """
    found = _MACHINERY.search(sql)
    if found and is_lake(connection):
        raise QueryRefused(
            f"{found[0].strip(' (')!r} is not carried out on a lake, since it can ask other "
            "servers: ask the tables and views that `.tables` or SHOW TABLES lists."
        )


def _attach(connection: duckdb.DuckDBPyConnection, lake: Lake, *more: str) -> None:
    # Machines may mount the folder at different places; the catalog knows the first one's.
    options = [f"DATA_PATH {quoted(lake.data)}", "OVERRIDE_DATA_PATH true", *more]
    address = quoted(f"{SCHEME}{lake.connection}")
    connection.execute(f"ATTACH {address} AS {_NAME} ({', '.join(options)})")
    connection.execute(f"USE {_NAME}")


def _loaded() -> duckdb.DuckDBPyConnection:
    """Return a connection with the extensions: from their wheels, else as DuckDB has them."""
    connection = duckdb.connect(config=OFFLINE)
    for extension, package in _EXTENSIONS.items():
        spec = find_spec(package)
        places = [] if spec is None else list(spec.submodule_search_locations or ())
        name = f"extensions/v{duckdb.__version__}/{extension}.duckdb_extension"
        files = [Path(place) / name for place in places if (Path(place) / name).exists()]
        try:
            connection.execute(f"LOAD {quoted(str(files[0])) if files else extension}")
        except duckdb.Error as error:
            raise LibraryMissing(
                f"DuckDB's extension {extension} is not installed, and warehouse.url needs it: "
                "install onrecord with its extra, onrecord[lake]; nothing was written."
            ) from error
    return connection


@contextmanager
def _answering(lake: Lake) -> Iterator[None]:
    try:
        yield
    except duckdb.IOException as error:
        raise _unreachable(lake, error) from error


def _require_mounted(lake: Lake) -> None:
    """Where the folder is not mounted, a writer would begin another one in its place."""
    if not Path(lake.data, _MARK).is_file():
        raise LakeUnreachable(
            f"{lake.data} is not the folder of {lake} ({_MARK} is not in it): mount it there, or "
            "mend warehouse.data_path in the settings; nothing was written."
        )


def _unreachable(lake: Lake, error: Exception) -> LakeUnreachable:
    reason = _SAID_TWICE.sub("", str(error).strip().partition("\n")[0])
    return LakeUnreachable(
        f"{lake} does not answer ({reason}): see that PostgreSQL runs there and that "
        f"{lake.data} is mounted, or mend warehouse in the settings; what had landed is kept."
    )
