"""The private database: opening it, and bringing its schema up to date."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse.durable import put_in_place
from warehouse.errors import (
    LandingFailed,
    SchemaTooNew,
    StorageFailed,
    WarehouseDamaged,
    WarehouseLocked,
)
from warehouse.lake_address import Lake

OFFLINE: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": False}
"""DuckDB would otherwise ask the network for an extension that a query seems to need."""

_CORRUPT = "Corrupt database file"
"""What DuckDB says of a block whose checksum is wrong, whenever it first reads it."""

_LEDGER = """
CREATE TABLE IF NOT EXISTS schema_migrations (name VARCHAR NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What bringing a warehouse up to date did."""

    applied: tuple[str, ...]
    """Names of the migrations, in their order."""
    kept: Path
    """The warehouse as it was before."""


@contextmanager
def open_private(path: Path | Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the private database for writing, migrated; call only under the writer's lock.

    The database is checkpointed and closed at the end of the block, so that no
    write-ahead log is left and the file can be copied. Of one with an older schema a copy is
    kept, as ``upgrade`` says. A lake is opened by ``write_lake``, with the errors named there.

    Raises:
        WarehouseLocked: when another program, such as DuckDB's own client, has it open.
        WarehouseDamaged: when the file is not a DuckDB database that this version reads.
        SchemaTooNew: when a newer onrecord has written it.
        StorageFailed: when the disk takes no more.
    """
    if isinstance(path, Lake):
        from warehouse.lake import write_lake

        with write_lake(path) as connection:
            yield connection
        return
    connection = _connect(path)
    try:
        if is_older(connection, path):
            connection.close()
            upgrade(path)
            connection = _connect(path)
        migrate(connection)
        yield connection
        _checkpoint(connection, path)
    except (duckdb.IOException, LandingFailed) as error:
        if _CORRUPT in str(error):
            raise _damaged(path, error) from error
        raise
    finally:
        connection.close()


def _checkpoint(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    try:
        connection.execute("CHECKPOINT")
    except (duckdb.IOException, duckdb.FatalException) as error:
        raise StorageFailed(
            f"{path} could not be written ({_first_line(error)}). Make room there; what had "
            "landed is kept beside it, and the next run takes it in."
        ) from error


def upgrade(path: Path | Lake) -> Upgrade | None:
    """Apply the migrations that a stored warehouse lacks; call under the writer's lock.

    Before the first one the file is copied to ``NAME.upgrading.duckdb``, which is named
    ``NAME.before-upgrade.duckdb`` when all are done. Each migration is a transaction: where one
    fails or the process is killed, those before it stand, and the next call goes on from there
    with the copy that there is.

    Returns:
        None where there is no warehouse yet, or nothing to do; also for a lake.

    Raises:
        WarehouseLocked, WarehouseDamaged, SchemaTooNew: as ``open_private``.
    """
    if isinstance(path, Lake) or not path.exists():
        return None
    connection = _connect(path)
    try:
        if not is_older(connection, path):
            return None
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    copy = path.with_name(f"{path.stem}.upgrading{path.suffix}")
    if not copy.exists():
        draft = copy.with_name(copy.name + ".draft")
        shutil.copyfile(path, draft)
        put_in_place(draft, copy)
    connection = _connect(path)
    try:
        applied = migrate(connection)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    kept = path.with_name(f"{path.stem}.before-upgrade{path.suffix}")
    put_in_place(copy, kept)
    return Upgrade(tuple(applied), kept)


def migrate(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Apply the migrations that are missing, each in its own transaction; return their names."""
    connection.execute(_LEDGER)
    done = applied_migrations(connection)
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
            with suppress(duckdb.TransactionException):  # a failed commit has rolled back
                connection.rollback()
            raise
        applied.append(name)
    return applied


def second_connection(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return another connection to what ``connection`` asks; it sees the last commit."""
    second = connection.cursor()
    # A cursor asks the database that DuckDB began with, which of a lake is an empty one.
    lakes = "SELECT database_name FROM duckdb_databases() WHERE type = 'ducklake'"
    for (name,) in second.execute(lakes).fetchall():
        second.execute(f'USE "{name}"')
    return second


def known_migrations() -> frozenset[str]:
    """Return the names of the migrations of this version."""
    return frozenset(name for name, _ in _migrations())


def applied_migrations(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the names of the migrations that made this warehouse; none for an empty file."""
    try:
        rows = connection.execute("SELECT name FROM schema_migrations").fetchall()
    except duckdb.CatalogException:
        return frozenset()
    return frozenset(name for (name,) in rows)


def require_known_schema(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse a warehouse with a migration that this version does not have.

    Raises:
        SchemaTooNew: naming the file and its schema.
    """
    known = [name for name, _ in _migrations()]
    unknown = sorted(applied_migrations(connection) - set(known))
    if unknown:
        raise SchemaTooNew(
            f"{path} was written by a newer onrecord (schema {unknown[-1]}; this one knows up to "
            f"{known[-1]}): install that version, or name another --home; nothing was written."
        )


def is_older(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Say whether a stored warehouse lacks migrations; one that is empty does not.

    Raises:
        SchemaTooNew: as ``require_known_schema``.
    """
    done = applied_migrations(connection)
    require_known_schema(connection, path)
    return bool(done) and any(name not in done for name, _ in _migrations())


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), config=OFFLINE)
    except duckdb.Error as error:
        if "lock on file" in str(error):
            raise WarehouseLocked(
                f"another program has {path} open ({_first_line(error)}). Close it there, and "
                "read published.duckdb beside it instead; nothing was written."
            ) from error
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> WarehouseDamaged:
    return WarehouseDamaged(
        f"{path} cannot be read as a DuckDB {duckdb.__version__} database "
        f"({_first_line(error)}). Put the last snapshot, published.duckdb, or a backup in its "
        "place; nothing was written."
    )


def _migrations() -> list[tuple[str, str]]:
    folder = files("warehouse").joinpath("migrations")
    scripts = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".sql")),
        key=lambda item: item.name,
    )
    return [(item.name.removesuffix(".sql"), item.read_text("utf-8")) for item in scripts]


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
