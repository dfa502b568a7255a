"""The same warehouse in a lake and in a file: landing, opening, main views, size.

Run ``python -m benchmarks.lake [MENTIONS]``; 100,000 without a number. Both hold the same made
rows and land the same staged runs of 1,000 mentions, in turns. Skipped where no PostgreSQL is
installed. The server is our own, on the same machine: a network adds its own delay to each query.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path

from benchmarks.growth import _ASKED
from benchmarks.landing import _land
from benchmarks.made.one_run import stage_run
from benchmarks.made.own_postgres import running_postgres, why_not
from benchmarks.made.stored_year import ARTICLES_A_DAY, MENTIONS_EACH, make_year
from warehouse.database import open_private
from warehouse.lake import writers_turn
from warehouse.lake_address import SCHEME, Lake, lake_at
from warehouse.snapshot import open_published, publish

MOST_TIMES = 15
"""How many times as long a landing in a lake may take."""
_ROUNDS = 3


def main(arguments: list[str]) -> int:
    """Print the figures; return 1 where a landing takes too many times as long."""
    if why_not():
        print(f"skipped: {why_not()}")
        return 0
    mentions = int(arguments[0]) if arguments else 100_000
    with running_postgres() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        address = SCHEME + server.new_database("lake")
        return _compare(folder, lake_at(address, str(folder / "data"), folder), mentions)


def _compare(folder: Path, lake: Lake, mentions: int) -> int:
    file, published = folder / "warehouse.duckdb", folder / "published.duckdb"
    with open_private(file) as connection:
        make_year(connection, mentions // MENTIONS_EACH, requests=False)
    _copy(file, lake)
    day = mentions // MENTIONS_EACH // ARTICLES_A_DAY + 1
    print(f"{mentions:,} mentions stored{'file':>26}{'lake':>11}   times")
    landings: dict[Path | Lake, list[float]] = {file: [], lake: []}
    for number in range(_ROUNDS):
        with open_private(file) as connection:
            stage_run(connection, folder / f"run-{number}", f"run-{number}", day + number)
        for place, seconds in landings.items():
            with open_private(place) as connection:
                seconds.append(_timed(partial(_land, connection, folder, number)))
    times = _tell("a landing of 1,000 mentions", *(min(found) for found in landings.values()))
    _tell("publishing", _least(lambda: publish(file, published)), 0.0)
    places = (published, lake)
    _tell("the turn of writing", 0.0, _least(partial(_enter, partial(writers_turn, lake))))
    _tell("opening to read", *(_least(partial(_enter, partial(open_published, place)))
                               for place in places))  # fmt: skip
    for name, query in _ASKED.items():
        _tell(name, *(_ask(place, query) for place in places))
    written = sum(path.stat().st_size for path in Path(lake.data).rglob("*.parquet"))
    count = len(list(Path(lake.data).rglob("*.parquet")))
    print(
        f"file {file.stat().st_size / 1e6:,.0f} MB; lake {written / 1e6:,.0f} MB in {count} files"
    )
    return 1 if times > MOST_TIMES else 0


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


def _ask(place: Path | Lake, query: str) -> float:
    with open_published(place) as connection:
        return _least(lambda: connection.execute(query).fetchall())


def _enter(opening: Callable[[], AbstractContextManager[object]]) -> None:
    with opening(), nullcontext():
        pass


def _tell(what: str, file: float, lake: float) -> float:
    times = lake / file if file and lake else 0.0
    cells = [f"{seconds * 1e3:8,.0f} ms" if seconds else f"{'-':>11}" for seconds in (file, lake)]
    print(f"{what:<38}{''.join(cells)}{f'{times:8.1f}' if times else f'{chr(45):>8}'}", flush=True)
    return times


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _least(work: Callable[[], object]) -> float:
    return min(_timed(work) for _ in range(_ROUNDS))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
