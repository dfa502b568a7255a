"""Compaction: the private database written anew, without the room of what was deleted."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connections import OFFLINE
from warehouse.database import open_private
from warehouse.durable import put_in_place


@dataclass(frozen=True, slots=True)
class FileUse:
    """How much of a database file is in use, in bytes."""

    total: int
    free: int
    """Blocks that hold nothing any more."""


def file_use(path: Path) -> FileUse:
    """Return how much of the private database is in use; call under the writer's lock."""
    with open_private(path) as connection:
        ((block, total, free),) = connection.execute(
            "SELECT block_size, total_blocks, free_blocks FROM pragma_database_size()"
        ).fetchall()
    return FileUse(int(block * total), int(block * free))


def compact(path: Path) -> None:
    """Write the private database anew and put it in place; call under the writer's lock.

    Until its name changes hands the file stays as it was, so that a crash or a full disk on
    the way costs nothing; what a killed compaction left is written over. It needs room for a
    second file of the size of what is in use.
    """
    draft = path.with_name(path.name + ".compacting")
    for left in (draft, draft.with_name(draft.name + ".wal")):
        left.unlink(missing_ok=True)
    try:
        with duckdb.connect(config=OFFLINE) as connection:
            connection.execute(f"ATTACH {_quoted(path)} AS stored (READ_ONLY)")
            connection.execute(f"ATTACH {_quoted(draft)} AS compacted")
            connection.execute("COPY FROM DATABASE stored TO compacted")
            connection.execute("CHECKPOINT compacted")
            connection.execute("DETACH compacted")
        put_in_place(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
