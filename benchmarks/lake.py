"""The same warehouse in a lake and in a file: landing, opening, main views, size.

Run ``python -m benchmarks.lake``; ``--full`` stores 100,000 mentions in place of 20,000, and asks
the main views, too. Both hold the same made rows and land the same staged runs of 1,000 mentions,
in turns. Skipped where no PostgreSQL is installed. The server is our own, on the same machine: a
network adds its own delay to each query. By the clock, for much of it is waiting for that server.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from benchmarks.growth import ASKED, NAME_ONE
from benchmarks.landing import land_made
from benchmarks.made.one_run import stage_run
from benchmarks.made.own_postgres import running_postgres, why_not
from benchmarks.made.stored_year import ARTICLES_A_DAY, MENTIONS_EACH, make_year
from benchmarks.measuring.measure import Measure, Skipped
from benchmarks.measuring.running import run
from warehouse.database import open_private
from warehouse.lake_address import SCHEME, Lake, lake_at
from warehouse.snapshot import open_published, publish

MOST_TIMES = 15
"""How many times as long a landing in a lake may take."""
_ROUNDS = 3


def measure(full: bool) -> list[Measure]:
    """Return what takes how many times as long in a lake."""
    if why_not():
        raise Skipped(why_not())
    mentions = 100_000 if full else 20_000
    with running_postgres() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        address = SCHEME + server.new_database("lake")
        lake = lake_at(address, str(folder / "data"), folder)
        return list(_compared(folder, lake, mentions, full=full))


def _compared(folder: Path, lake: Lake, mentions: int, *, full: bool) -> Iterator[Measure]:
    file, published = folder / "warehouse.duckdb", folder / "published.duckdb"
    with open_private(file) as connection:
        make_year(connection, mentions // MENTIONS_EACH, requests=False)
    _copy(file, lake)
    size = f"{mentions:,} mentions stored"
    day = mentions // MENTIONS_EACH // ARTICLES_A_DAY + 1
    landings: dict[Path | Lake, list[float]] = {file: [], lake: []}
    for number in range(_ROUNDS):
        with open_private(file) as connection:
            stage_run(connection, folder / f"run-{number}", f"run-{number}", day + number)
        for place, seconds in landings.items():
            with open_private(place) as connection:
                seconds.append(_timed(partial(land_made, connection, folder, number)))
    yield _beside("landing 1,000 mentions", size, landings[lake], landings[file], MOST_TIMES)
    publish(file, published)
    in_lake, in_file = (
        _rounds(partial(_enter, partial(open_published, place))) for place in (lake, published)
    )
    yield _beside("opening to read", size, in_lake, in_file)
    for name, query in ASKED.items() if full else ():
        yield _beside(name, size, _ask(lake, query), _ask(published, query))
    written = sum(path.stat().st_size for path in Path(lake.data).rglob("*.parquet"))
    yield Measure("size", size, "MB", (written / 1e6,), "in a file", (file.stat().st_size / 1e6,))


def _beside(
    name: str, size: str, lake: list[float], file: list[float], at_most: float | None = None
) -> Measure:
    ours, theirs = (tuple(seconds * 1e3 for seconds in one) for one in (lake, file))
    return Measure(name, size, "ms by the clock", ours, "in a file", theirs, at_most=at_most)


def _copy(file: Path, lake: Lake) -> None:
    with open_private(lake) as connection:
        connection.execute(f"ATTACH '{file}' AS made (READ_ONLY)")
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'made' "
            "AND table_name <> 'schema_migrations'"
        ).fetchall()
        for (table,) in tables:
            connection.execute(f"INSERT INTO {table} FROM made.{table}")
        connection.execute("DETACH made")


def _ask(place: Path | Lake, query: str) -> list[float]:
    with open_published(place) as connection:
        connection.execute(NAME_ONE)
        return _rounds(lambda: connection.execute(query).fetchall())


def _enter(opening: Callable[[], AbstractContextManager[object]]) -> None:
    with opening():
        pass


def _rounds(work: Callable[[], object]) -> list[float]:
    return [_timed(work) for _ in range(_ROUNDS)]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(run(measure))
