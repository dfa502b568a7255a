"""Named cursors: how far each reader has read.

A cursor is a small file in the home, not a row of the warehouse: a reader may move it while a
run holds the warehouse, and a new snapshot does not take it back. It is written beside its place,
synced and renamed, so it stands before or after a move and never between. Runs copy all
cursors into the table ``cursors``, for SQL.
"""

import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse.errors import CursorHeld, CursorRefused

FOLDER = "cursors"
"""Name of the folder in a home."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far one reader has read."""

    name: str
    run_seq: int = 0
    """Last run that it has read; 0 for nothing."""
    run_id: str = ""
    """Name of that run, by which another warehouse is noticed."""
    moved_at: datetime | None = None
    """When it last moved (UTC); None when it never did."""
    tables: tuple[str, ...] = ()
    """What it reads; empty until its first reading."""
    story_id: str = ""
    """The one story that it reads, or empty for all."""


@dataclass(slots=True)
class HeldCursor:
    """A cursor that this process alone may move."""

    position: Cursor
    _path: Path

    def move(self, position: Cursor) -> None:
        """Put the cursor there, for good when this returns."""
        write_durably(self._path, _as_json(position))
        self.position = position


@contextmanager
def hold_cursor(folder: Path, name: str, *, afresh: bool = False) -> Iterator[HeldCursor]:
    """Hold a cursor for the length of the block; a name that is new stands at run 0.

    With ``afresh`` what the cursor's file says is not read, so that a damaged one can be reset.
    The lock is the operating system's: it goes with its process, however that ends.

    Raises:
        CursorHeld: at once, when another process reads with it.
        CursorRefused: the name is none, or its file is damaged.
    """
    path = _path_of(folder, name)
    folder.mkdir(exist_ok=True)
    descriptor = os.open(path.with_name(f"{name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
            raise CursorHeld(
                f"process {holder or 'unknown'} is reading with the cursor {name}. Wait until it "
                "has ended, or name another cursor; nothing was read."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield HeldCursor(Cursor(name) if afresh else read_cursor(folder, name), path)
    finally:
        os.close(descriptor)


def read_cursor(folder: Path, name: str) -> Cursor:
    """Return where a cursor stands; one that never moved stands at run 0.

    Raises:
        CursorRefused: the name is none, or its file is damaged.
    """
    path = _path_of(folder, name)
    try:
        return _from_json(path.read_text("utf-8"))
    except FileNotFoundError:
        return Cursor(name)
    except (ValueError, TypeError, KeyError) as error:
        raise CursorRefused(
            f"{path} is no cursor ({error}). Nothing was read: put it where its reader stands "
            f"with `onrecord new --cursor {name} --reset RUN_SEQ`."
        ) from error


def list_cursors(folder: Path) -> list[Cursor]:
    """Return the cursors of a home by name, damaged ones left out."""
    found = []
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        with suppress(CursorRefused):
            found.append(read_cursor(folder, path.name.removesuffix(_SUFFIX)))
    return found


def drop_cursor(folder: Path, name: str) -> bool:
    """Forget a cursor; return whether there was one.

    Raises:
        CursorHeld: a process reads with it.
        CursorRefused: the name is none.
    """
    path = _path_of(folder, name)
    if not path.exists():
        return False
    with hold_cursor(folder, name, afresh=True):
        path.unlink(missing_ok=True)
    return True


def mirror_cursors(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Copy the cursors into the table ``cursors``, in a transaction of its own."""
    cursors = list_cursors(folder)
    connection.begin()
    connection.execute("DELETE FROM cursors")
    _insert(connection, "cursors", cursors)
    connection.commit()


def show_cursors(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Let queries of this connection see in ``cursors`` where they stand now.

    The snapshot holds where they stood when the last run landed.
    """
    cursors = list_cursors(folder)
    if cursors:
        connection.execute("CREATE TEMP TABLE cursors AS FROM cursors LIMIT 0")
        _insert(connection, "temp.cursors", cursors)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, cursors: list[Cursor]) -> None:
    for cursor in cursors:
        if cursor.moved_at is not None:
            connection.execute(
                f"INSERT INTO {table} VALUES (?, ?, ?)",  # noqa: S608
                [cursor.name, cursor.run_seq, cursor.moved_at.replace(tzinfo=None)],
            )


def write_durably(path: Path, text: str) -> None:
    """Replace a file so that it holds the old text or the new one, also after a power cut."""
    draft = path.with_name(path.name + ".draft")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _path_of(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise CursorRefused(
            f"{name!r} is no name of a cursor: write up to 64 small letters, digits, '.', '_' "
            "and '-', beginning with a letter or digit; nothing was read."
        )
    return folder / f"{name}{_SUFFIX}"


def _as_json(cursor: Cursor) -> str:
    values = asdict(cursor)
    values["moved_at"] = cursor.moved_at.isoformat() if cursor.moved_at else None
    return json.dumps(values, indent=1) + "\n"


def _from_json(text: str) -> Cursor:
    cursor = Cursor(**json.loads(text))
    moved_at = cursor.moved_at
    return replace(
        cursor,
        run_seq=int(cursor.run_seq),
        tables=tuple(cursor.tables),
        moved_at=datetime.fromisoformat(str(moved_at)) if moved_at else None,
    )
