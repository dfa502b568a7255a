"""The private database: opening it, and upgrading a stored one with a copy kept."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connections import OFFLINE
from warehouse.durable import put_in_place
from warehouse.errors import (
    LandingFailed,
    StorageFailed,
    WarehouseDamaged,
    WarehouseLocked,
)
from warehouse.lake_address import Lake
from warehouse.migrating import is_older, migrate

_CORRUPT = "Corrupt database file"
"""What DuckDB says of a block whose checksum is wrong, whenever it first reads it."""


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


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
