"""Landing a run of 1,000 mentions into ever larger warehouses, against a bare anti-join landing.

Run ``python -m benchmarks.landing [MENTIONS ...]``. Ours is the whole transaction: 100 articles
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
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks.made.one_run import stage_run
from benchmarks.made.stored_year import ARTICLES_A_DAY, MENTIONS_EACH, STORY, make_year
from seeds.story import Story
from transforms.statement_records import RunFacts
from warehouse.database import open_private
from warehouse.landing import land
from warehouse.snapshot import open_published, publish

SIZES = (10_000, 100_000, 1_000_000)
MOST_GROWTH = 1.5
"""How much longer a landing into the largest may take than into the smallest."""
_ROUNDS = 9
_BARE = {"article_revisions": ("revisions", "revision_id"), "entries": ("entries", "entry_id"),
         "mentions": ("mentions", "mention_id")}  # fmt: skip
_AT = datetime(2026, 1, 1, tzinfo=UTC)


def main(arguments: list[str]) -> int:
    """Print the figures; return 1 where the landing grows with what is stored."""
    sizes = [int(size) for size in arguments] or SIZES
    with tempfile.TemporaryDirectory() as folder:
        made = [_make(Path(folder, str(size)), size) for size in sizes]
        spent = {"ours": _land_in_turn(made)}
        published = [_publishing(one.folder) for one in made]
        spent["anti-join"] = _insert_in_turn(made, keyed=False)
        spent["on conflict"] = _insert_in_turn(made, keyed=True)
        weights = [(one.folder / "warehouse.duckdb").stat().st_size for one in made]
    print(
        "  mentions stored   ours (CPU)      anti-join (CPU) on conflict (CPU) publish  open   file"
    )
    for place, size in enumerate(sizes):
        publishing, opening = published[place]
        print(
            f"{size:>17,} " + "  ".join(str(times[place]) for times in spent.values()),
            f"{publishing * 1e3:6.0f} ms {opening * 1e3:2.0f} ms {weights[place] / 1e6:4.0f} MB",
        )
    growth = {kind: max(cpu) / min(cpu) for kind, cpu in (
        (kind, [one.cpu for one in times]) for kind, times in spent.items())}  # fmt: skip
    for kind, times in growth.items():
        print(f"growth of {kind:11} {times:.2f}")
    print(f"at most {MOST_GROWTH} for ours")
    return 1 if growth["ours"] > MOST_GROWTH else 0


class _Spent(NamedTuple):
    """Seconds by the clock and of the processor."""

    clock: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.clock * 1e3:4.0f} ms ({self.cpu * 1e3:4.0f})"


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


def _land_in_turn(made: Sequence[_Made]) -> list[_Spent]:
    with ExitStack() as stack:
        connections = [
            stack.enter_context(open_private(one.folder / "warehouse.duckdb")) for one in made
        ]

        def landing(place: int, number: int) -> _Spent:
            connection, (folder, day) = connections[place], made[place]
            run, known = f"run-{number}", f"run-{number - 1}" if number else ""
            stage_run(connection, folder / run, run, day + number, known)
            return _timed(lambda: _land(connection, folder, number))

        return _in_turn(len(made), landing)


def _insert_in_turn(made: Sequence[_Made], *, keyed: bool) -> list[_Spent]:
    with ExitStack() as stack:
        connections = []
        for one in made:
            path = one.folder / ("keyed.duckdb" if keyed else "bare.duckdb")
            connections.append(stack.enter_context(duckdb.connect(str(path))))
            if keyed:
                _make_keyed(connections[-1], one.folder / "bare.duckdb")

        def inserting(place: int, number: int) -> _Spent:
            staging = made[place].folder / f"run-{number}"
            return _timed(lambda: _insert(connections[place], staging, keyed=keyed))

        return _in_turn(len(made), inserting)


def _in_turn(count: int, measured: Callable[[int, int], _Spent]) -> list[_Spent]:
    """Return the least of each warehouse's rounds; in turn, so that all have the same load."""
    rounds = [[measured(place, number) for place in range(count)] for number in range(1 + _ROUNDS)]
    return [_least(times) for times in zip(*rounds[1:], strict=True)]


def _publishing(folder: Path) -> tuple[float, float]:
    database, published = folder / "warehouse.duckdb", folder / "published.duckdb"
    return (
        _least([_timed(lambda: publish(database, published)) for _ in range(5)]).clock,
        _least([_timed(lambda: _open(published)) for _ in range(5)]).clock,
    )


def _land(connection: duckdb.DuckDBPyConnection, folder: Path, number: int) -> None:
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


def _open(published: Path) -> None:
    with open_published(published) as connection:
        connection.execute("SELECT count(*) FROM mentions").fetchall()


def _timed(work: Callable[[], object]) -> _Spent:
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return _Spent(time.perf_counter() - clock, time.process_time() - cpu)


def _least(times: Sequence[_Spent]) -> _Spent:
    return _Spent(min(one.clock for one in times), min(one.cpu for one in times))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
