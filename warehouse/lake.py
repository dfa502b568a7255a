"""The warehouse of several machines: DuckLake, a PostgreSQL catalog with Parquet files.

The tables, the views and the landing are those of a file. DuckLake has no CHECK and no list for a
default, so the tables are copied from a migrated model in memory, and the checks are asserted at
the end of each landing. Nobody publishes: a reader sees the last commit, and keeps it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import duckdb

from warehouse.database import OFFLINE
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
    with _loaded() as connection:
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
        yield connection


@contextmanager
def read_lake(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a lake for reading only, as it is now, whoever writes meanwhile.

    Files outside it are out of reach; ``refuse_machinery`` keeps queries from other servers.

    Raises:
        NothingPublished: no run has landed in it.
        LakeUnreachable, LakeRefused, LibraryMissing: as ``write_lake``.
    """
    nothing = NothingPublished(f"nothing has landed in {lake} yet: start with `onrecord run`.")
    with _loaded() as connection:
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
        connection.execute(f"SET allowed_directories = [{quoted(lake.data)}]")
        yield connection


@contextmanager
def writers_turn(lake: Lake) -> Iterator[None]:
    """Hold the turn of writing, on whatever machine; PostgreSQL frees it when the process ends.

    Raises:
        WarehouseLocked: at once, when another holds it.
        LakeUnreachable: PostgreSQL cannot be reached.
    """
    with _loaded() as connection:
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


@contextmanager
def _loaded() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection with the extensions: from their wheels, else as DuckDB has them."""
    with duckdb.connect(config=OFFLINE) as connection:
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
        yield connection


def _unreachable(lake: Lake, error: Exception) -> LakeUnreachable:
    reason = str(error).strip().partition("\n")[0]
    return LakeUnreachable(
        f"{lake} cannot be opened ({reason}): see that PostgreSQL answers there and that "
        f"{lake.data} is mounted, or mend warehouse in the settings; nothing was written."
    )
