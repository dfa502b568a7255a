"""Reading a home's warehouse from Python: tables, queries, and what is new to a named cursor.

``from warehouse import open_reader`` is the way in; docs/incremental.md shows it at work.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse.changed_rows import LATEST_STATEMENTS, changed_rows, removed_rows
from warehouse.changes import TableShape, table_shapes
from warehouse.connections import second_connection
from warehouse.cursors import FOLDER, Cursor, hold_cursor, list_cursors, read_cursor, show_cursors
from warehouse.errors import CursorRefused, QueryRefused
from warehouse.lake_address import Lake
from warehouse.results import BATCH_ROWS, Rows
from warehouse.snapshot import open_published

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True, slots=True)
class Batch:
    """Some changes of one table, in the order of their run_seq."""

    table: str
    is_removal: bool
    """True for rows that are gone: then ``rows`` holds their key, as text, and run_seq."""
    rows: "pyarrow.RecordBatch"


@dataclass(frozen=True, slots=True)
class Changes:
    """What landed after run ``since``, up to and with run ``until``.

    Whoever deletes what is removed and puts in what came, by its key, has the published rows.
    """

    since: int
    until: int
    tables: tuple[str, ...]
    story_id: str
    _connection: duckdb.DuckDBPyConnection
    _shapes: dict[str, TableShape]

    def rows(self, table: str) -> Rows:
        """Return the rows that came or changed, as they are now, by run_seq and key."""
        return changed_rows(
            self._connection, self._shapes[table], self.since, self.until, self.story_id
        )

    def removed(self, table: str) -> Rows:
        """Return the keys, as text, of the rows that are gone, each with the run_seq."""
        return removed_rows(
            self._connection, self._shapes[table], self.since, self.until, self.story_id
        )

    def batches(self, rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """Yield all changes, table by table, at most ``rows`` at a time."""
        for table in self.tables:
            for removal, part in ((True, self.removed(table)), (False, self.rows(table))):
                for batch in part.batches(rows):
                    if batch.num_rows:
                        yield Batch(table, removal, batch)


class Reader:
    """A published snapshot, as it was when it was opened."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, cursors: Path, clock: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._cursors = cursors
        self._clock = clock
        shapes = table_shapes(connection)
        held = connection.execute("SELECT run_seq, run_id FROM runs ORDER BY run_seq").fetchall()
        self._runs: dict[int, str] = dict(held)
        self._shapes = shapes | {LATEST_STATEMENTS.name: LATEST_STATEMENTS}

    @property
    def run_seq(self) -> int:
        """The last run in this snapshot; 0 before the first."""
        return max(self._runs, default=0)

    def tables(self) -> list[str]:
        """Return the tables whose changes can be read, and the view latest_statements."""
        return sorted(self._shapes)

    def key(self, table: str) -> tuple[str, ...]:
        """Return the columns that name a row of a table.

        Raises:
            QueryRefused: there is no such table, or its rows carry no run_seq.
        """
        return self._shape(table).key

    def query(self, sql: str) -> Rows:
        """Return the answer to one SQL query, which can only read this snapshot."""
        return Rows(self._connect, sql)

    def cursors(self) -> list[Cursor]:
        """Return the named cursors of this home, as they stand now."""
        return list_cursors(self._cursors)

    @contextmanager
    def changes(
        self, cursor: str, tables: Sequence[str] | None = None, story_id: str = ""
    ) -> Iterator[Changes]:
        """Give what landed since a named cursor, and move it when the block ends normally.

        An exception in the block leaves the cursor where it is, and so does a process that
        dies in it: the same changes come again. ``tables`` are those of ``tables()`` if none are
        named. A cursor keeps to the tables and the story of its first reading.

        Raises:
            CursorHeld: at once, when another process reads with the cursor.
            CursorRefused: its name is none; it reads other tables; or it stands at a run
                that this snapshot does not have.
            QueryRefused: there is no such table.
        """
        self.changes_since(0, tables, story_id)  # a wrong table leaves no trace
        with hold_cursor(self._cursors, cursor) as held:
            found = self._since(held.position, tables, story_id)
            yield found
            moved = replace(
                held.position, run_seq=found.until, run_id=self._runs.get(found.until, ""),
                tables=found.tables, story_id=story_id, moved_at=self._clock(),
            )  # fmt: skip
            if replace(moved, moved_at=held.position.moved_at) != held.position:
                held.move(moved)

    def peek(self, cursor: str, tables: Sequence[str] | None = None, story_id: str = "") -> Changes:
        """Return what ``changes`` would give; the cursor is neither held nor moved.

        Raises:
            CursorRefused: as ``changes`` does.
            QueryRefused: there is no such table.
        """
        return self._since(read_cursor(self._cursors, cursor), tables, story_id)

    def changes_since(
        self, run_seq: int, tables: Sequence[str] | None = None, story_id: str = ""
    ) -> Changes:
        """Return what landed after a run, for readers that keep their own place.

        Raises:
            QueryRefused: there is no such table, or its rows belong to no single story.
        """
        shapes = {name: self._shape(name) for name in tables or self.tables()}
        for name, shape in shapes.items():
            if story_id and not shape.has_story:
                raise QueryRefused(
                    f"rows of {name} belong to no single story: leave the story out; "
                    "nothing was read."
                )
        return Changes(
            run_seq, self.run_seq, tuple(shapes), story_id, self._connection, shapes
        )  # fmt: skip

    def reset(self, cursor: str, run_seq: int) -> None:
        """Put a cursor behind a run, 0 for the beginning; it may then read other tables.

        Raises:
            CursorHeld: another process reads with it.
            CursorRefused: its name is none, or the snapshot does not have that run.
        """
        if run_seq and run_seq not in self._runs:
            raise CursorRefused(
                f"there is no run {run_seq}: this snapshot has {self.run_seq} runs; the cursor "
                f"{cursor} stays where it is."
            )
        run_id = self._runs.get(run_seq, "")
        with hold_cursor(self._cursors, cursor, afresh=True) as held:
            held.move(Cursor(cursor, run_seq, run_id, self._clock()))

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection = second_connection(self._connection)
        show_cursors(connection, self._cursors)
        return connection

    def _since(self, cursor: Cursor, tables: Sequence[str] | None, story_id: str) -> Changes:
        chosen = tuple(tables or self.tables())
        reads, asked = (cursor.tables, cursor.story_id), (chosen, story_id)
        if cursor.tables and (set(reads[0]), reads[1]) != (set(chosen), story_id):
            raise CursorRefused(
                f"the cursor {cursor.name} reads {_described(*reads)}, not {_described(*asked)}: "
                "it would pass over the rest. Name another cursor, or put this one anew with "
                "--reset; nothing was read."
            )
        if cursor.run_seq and self._runs.get(cursor.run_seq) != cursor.run_id:
            raise CursorRefused(
                f"the cursor {cursor.name} stands at run {cursor.run_seq}, {cursor.run_id}, which "
                f"this snapshot (up to run {self.run_seq}) does not have: the snapshot was opened "
                "before, or another copy of the warehouse was put here. Open it again, or put "
                "the cursor anew with --reset; nothing was read."
            )
        return self.changes_since(cursor.run_seq, chosen, story_id)

    def _shape(self, table: str) -> TableShape:
        if table not in self._shapes:
            raise QueryRefused(
                f"there is no table {table!r} whose changes can be read: there are "
                f"{', '.join(self.tables())}."
            )
        return self._shapes[table]


@contextmanager
def open_reader(
    home: str | Path,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    lake: Lake | None = None,
) -> Iterator[Reader]:
    """Open the published snapshot of a home, or the lake, also while a run is under way.

    The reader keeps the view of its moment; to see later runs, close it and open another.

    Raises:
        NothingPublished: no run has been published in this home.
        WarehouseDamaged: the snapshot cannot be opened.
    """
    folder = Path(home)
    with open_published(lake or folder / "published.duckdb") as connection:
        yield Reader(connection, folder / FOLDER, clock)


def _described(tables: Sequence[str], story_id: str) -> str:
    return ", ".join(tables) + (f" of {story_id}" if story_id else "")
