"""Landing a run of 1,000 mentions into ever larger warehouses, against a bare anti-join landing.

Run ``python -m benchmarks.landing``; ``--full`` stores up to a million mentions in place of
100,000. Ours is the whole transaction: 100 articles
with revisions, entries, 1,000 mentions, 400 appearances, a quarter of them of statements that the
run before landed, and what follows from them; statements, actors and terms made anew, changes
recorded, uniqueness asserted. The floor inserts the same staged revisions, entries and mentions by
anti-join alone into a copy of the same file; the other peer is ``INSERT ... ON CONFLICT`` into
tables with primary keys. Publishing and opening are measured beside.

Growth is judged by CPU time, which other work on the machine changes the least: of nine landings
after one that is not counted, the least. The sizes take turns.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks.made.one_run import stage_run
from benchmarks.made.stored_year import ARTICLES_A_DAY, MENTIONS_EACH, STORY, make_year
from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import cpu_seconds, run
from seeds.story import Story
from transforms.statement_records import RunFacts
from warehouse.database import open_private
from warehouse.landing import land

MOST_GROWTH = 1.5
"""How much longer a landing into the largest may take than into the smallest."""
_ROUNDS = 7
_BARE = {"article_revisions": ("revisions", "revision_id"), "entries": ("entries", "entry_id"),
         "mentions": ("mentions", "mention_id")}  # fmt: skip
_AT = datetime(2026, 1, 1, tzinfo=UTC)


def measure(full: bool) -> list[Measure]:
    """Return what a landing costs beside both peers, and its growth."""
    sizes = (10_000, 1_000_000 if full else 100_000)
    with tempfile.TemporaryDirectory() as folder:
        made = [_make(Path(folder, str(size)), size) for size in sizes]
        (small, ours) = _land_in_turn(made)
        _, bare = _insert_in_turn(made, keyed=False)
        small_keyed, keyed = _insert_in_turn(made, keyed=True)
    name, unit = "landing 1,000 mentions", "ms of CPU"
    size = f"{sizes[1]:,} mentions stored"
    few = f"with {sizes[0]:,} stored"
    return [
        Measure(name, size, unit, ours, "bare anti-join of 3 tables", bare),
        Measure(f"{name}, keyed", size, unit, ours, "INSERT ... ON CONFLICT of 3 tables", keyed),
        Measure(f"{name}, its growth", size, unit, ours, few, small, at_most=MOST_GROWTH),
        Measure("the growth of INSERT ... ON CONFLICT", size, unit, keyed, few, small_keyed),
    ]


class _Made(NamedTuple):
    """A made warehouse, and a copy of it for the peers."""

    folder: Path
    next_day: int


def _make(folder: Path, size: int) -> _Made:
    folder.mkdir()
    with open_private(folder / "warehouse.duckdb") as connection:
        make_year(connection, size // MENTIONS_EACH, requests=False)
    shutil.copyfile(folder / "warehouse.duckdb", folder / "bare.duckdb")
    return _Made(folder, size // MENTIONS_EACH // ARTICLES_A_DAY + 1)


def _land_in_turn(made: Sequence[_Made]) -> list[tuple[float, ...]]:
    with ExitStack() as stack:
        connections = [
            stack.enter_context(open_private(one.folder / "warehouse.duckdb")) for one in made
        ]

        def landing(place: int, number: int) -> float:
            connection, (folder, day) = connections[place], made[place]
            run, known = f"run-{number}", f"run-{number - 1}" if number else ""
            stage_run(connection, folder / run, run, day + number, known)
            return cpu_seconds(lambda: land_made(connection, folder, number))

        return _in_turn(len(made), landing)


def _insert_in_turn(made: Sequence[_Made], *, keyed: bool) -> list[tuple[float, ...]]:
    with ExitStack() as stack:
        connections = []
        for one in made:
            path = one.folder / ("keyed.duckdb" if keyed else "bare.duckdb")
            connections.append(stack.enter_context(duckdb.connect(str(path))))
            if keyed:
                _make_keyed(connections[-1], one.folder / "bare.duckdb")

        def inserting(place: int, number: int) -> float:
            staging = made[place].folder / f"run-{number}"
            return cpu_seconds(lambda: _insert(connections[place], staging, keyed=keyed))

        return _in_turn(len(made), inserting)


def _in_turn(count: int, measured: Callable[[int, int], float]) -> list[tuple[float, ...]]:
    """Return each warehouse's rounds, in ms; in turn, so that all have the same load."""
    rounds = [
        [measured(place, number) * 1e3 for place in range(count)] for number in range(1 + _ROUNDS)
    ]
    return list(zip(*rounds[1:], strict=True))


def land_made(connection: duckdb.DuckDBPyConnection, folder: Path, number: int) -> None:
    """Land a run that was staged there."""
    # The version of the made runs, so that no vocabulary lands.
    story = Story(STORY, STORY, ("en",), None, "", (), (), (), (), (), (), (), ())
    facts = RunFacts(f"run-{number}", STORY, story.version_hash, _AT, _AT, 1, 0, 0, 1)
    landed = land(connection, story, facts, folder / f"run-{number}")
    assert landed.mentions == 1_000


def _insert(connection: duckdb.DuckDBPyConnection, staging: Path, *, keyed: bool) -> None:
    """Insert a run's rows as they are: by anti-join, or by the primary key."""
    connection.begin()
    for table, (name, key) in _BARE.items():
        staged = f"read_parquet('{staging / name}.parquet')"
        values = ", ".join(_value(connection, column, staged) for column in _columns(
            connection, table))  # fmt: skip
        rows = f"SELECT {values} FROM {staged} s"
        if keyed:
            connection.execute(f"INSERT INTO {table} {rows} ON CONFLICT DO NOTHING")
        else:
            connection.execute(f"INSERT INTO {table} {rows} ANTI JOIN {table} USING ({key})")
    connection.commit()


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? "
        "ORDER BY column_index",
        [table],
    ).fetchall()


def _value(connection: duckdb.DuckDBPyConnection, column: tuple[str, str], staged: str) -> str:
    """Return what stands in a column: the staged value, else something of its type."""
    name, kind = column
    given = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {staged}").fetchall()}
    if name in given:
        return f's."{name}"'
    return {"TIMESTAMP": "TIMESTAMP '2026-01-01'", "VARCHAR": "''"}.get(kind, "1")


def _make_keyed(connection: duckdb.DuckDBPyConnection, copy: Path) -> None:
    connection.execute(f"ATTACH '{copy}' AS made (READ_ONLY)")
    for table, (_, key) in _BARE.items():
        columns = connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() "
            "WHERE table_name = ? AND database_name = 'made' ORDER BY column_index",
            [table],
        ).fetchall()
        listed = ", ".join(f'"{name}" {kind}' for name, kind in columns)
        connection.execute(f"CREATE TABLE {table} ({listed}, PRIMARY KEY ({key}))")
        connection.execute(f"INSERT INTO {table} FROM made.{table}")
    connection.execute("DETACH made")
    connection.execute("CHECKPOINT")


if __name__ == "__main__":
    sys.exit(run(measure))
