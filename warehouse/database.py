"""The private database: opening it, and bringing its schema up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseDamaged, WarehouseLocked

OFFLINE: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": False}
"""DuckDB would otherwise ask the network for an extension that a query seems to need."""

_LEDGER = """
CREATE TABLE IF NOT EXISTS schema_migrations (name VARCHAR NOT NULL)
"""


@contextmanager
def open_private(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the private database for writing, migrated; call only under the writer's lock.

    The database is checkpointed and closed at the end of the block, so that no
    write-ahead log is left and the file can be copied.

    Raises:
        WarehouseLocked: when another program, such as DuckDB's own client, has it open.
        WarehouseDamaged: when the file is not a DuckDB database that this version reads.
    """
    try:
        connection = duckdb.connect(str(path), config=OFFLINE)
    except duckdb.Error as error:
        if "lock on file" in str(error):
            raise WarehouseLocked(
                f"another program has {path} open ({_first_line(error)}). Close it there, and "
                "read published.duckdb beside it instead; nothing was written."
            ) from error
        raise WarehouseDamaged(
            f"{path} cannot be opened as a DuckDB {duckdb.__version__} database "
            f"({_first_line(error)}). Move it away, or put a backup in its place; "
            "nothing was written."
        ) from error
    try:
        migrate(connection)
        yield connection
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def migrate(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Apply the migrations that are missing, each in its own transaction; return their names."""
    connection.execute(_LEDGER)
    done = {name for (name,) in connection.execute("SELECT name FROM schema_migrations").fetchall()}
    applied = []
    for name, script in _migrations():
        if name in done:
            continue
        connection.begin()
        try:
            connection.execute(script)
            connection.execute("INSERT INTO schema_migrations VALUES (?)", [name])
            connection.commit()
        except duckdb.Error:
            connection.rollback()
            raise
        applied.append(name)
    return applied


def _migrations() -> list[tuple[str, str]]:
    folder = files("warehouse").joinpath("migrations")
    scripts = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".sql")),
        key=lambda item: item.name,
    )
    return [(item.name.removesuffix(".sql"), item.read_text("utf-8")) for item in scripts]


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
