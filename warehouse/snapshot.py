"""The published snapshot: the file that everything reads.

DuckDB lets one process write a file, or many read it, never both. So the run writes a
private file, and when that is closed a copy takes the place of the published one by an
atomic rename. A reader that is open keeps the view it has.
"""

import os
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.connections import OFFLINE
from warehouse.cursors import FOLDER, show_cursors
from warehouse.errors import NothingPublished, SchemaTooOld, WarehouseDamaged, WarehouseError
from warehouse.lake_address import Lake
from warehouse.migrating import is_older

READER_MEMORY = "2GB"
"""What DuckDB's operators may hold; without a temporary folder, so that no disk is filled.

Values of one row are not counted by DuckDB: ``onrecord sql`` bounds its whole process too.
"""

_READER_SETTINGS = (
    "SET temp_directory = ''",
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def publish(private: Path | Lake, published: Path | Lake) -> None:
    """Replace ``published`` with a copy of the closed database ``private``; a lake needs none.

    Raises:
        WarehouseError: when ``private`` still has a write-ahead log, whose rows a copy
            would miss.
    """
    if isinstance(private, Lake) or isinstance(published, Lake):
        return
    log = private.with_name(private.name + ".wal")
    if log.exists():
        raise WarehouseError(
            f"{log} is left over, so a copy of {private.name} would miss its rows; "
            "the published snapshot stays as it was and the next run publishes again."
        )
    draft = published.with_name(published.name + ".draft")
    shutil.copyfile(private, draft)
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(published)
    _sync_folder(published.parent)


@contextmanager
def open_published(published: Path | Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the snapshot for reading only, cut off from other files and the network.

    A lake is opened as it is at this moment, by ``read_lake``, with the errors named there.

    Raises:
        NothingPublished: when there is no snapshot.
        WarehouseDamaged: when the file cannot be opened, or a part of it that is asked for is
            damaged.
        SchemaTooNew: when a newer onrecord has published it.
        SchemaTooOld: when an older one has, and no run or upgrade since.
    """
    with _opened(published) as connection:
        show_cursors(connection, published.parent / FOLDER)
        if not _is_locked(connection):
            connection.execute(f"SET memory_limit = '{READER_MEMORY}'")
            for setting in _READER_SETTINGS:
                connection.execute(setting)
        yield connection


@contextmanager
def _opened(published: Path | Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    if isinstance(published, Lake):
        from warehouse.lake import read_lake

        with read_lake(published) as connection:
            yield connection
        return
    if not published.exists():
        raise NothingPublished(
            f"nothing is published in {published.parent} yet: start with `onrecord run`, "
            "or name another --home."
        )
    try:
        connection = duckdb.connect(str(published), read_only=True, config=OFFLINE)
    except duckdb.Error as error:
        raise _damaged(published, error) from error
    try:
        if is_older(connection, published):
            raise SchemaTooOld(
                f"{published} was published by an older onrecord, and this one asks for what is "
                f"not in it: type `onrecord migrate --home {shlex.quote(str(published.parent))}`, "
                "or wait for the next run, which does the same; nothing was read."
            )
        yield connection
    except duckdb.IOException as error:
        raise _damaged(published, error) from error
    finally:
        connection.close()


def _damaged(published: Path, error: Exception) -> WarehouseDamaged:
    reason = str(error).strip().partition("\n")[0]
    return WarehouseDamaged(
        f"{published} cannot be read ({reason}). Delete it: "
        "the next `onrecord run` publishes it again from the private database."
    )


def is_current(published: Path | Lake) -> bool:
    """Say whether there is a snapshot that this version reads.

    Raises:
        SchemaTooNew: as ``open_published``.
    """
    try:
        with open_published(published):
            return True
    except (NothingPublished, SchemaTooOld, WarehouseDamaged):
        return False


def _is_locked(connection: duckdb.DuckDBPyConnection) -> bool:
    """Two readers of one process share DuckDB's settings, which the first has locked."""
    return connection.execute("SELECT current_setting('lock_configuration')").fetchall() == [
        (True,)
    ]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
