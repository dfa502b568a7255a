"""A year of 200 articles a day: the size of its warehouse, and how fast the main views answer.

Run ``python -m benchmarks.growth``; ``--full`` takes the whole year in place of a fifth of it, and
also backup, Parquet export, and compaction after a fifth of the articles was deleted. Each answer
is held against ten bare scans of the statements that follow it, in CPU time: DuckDB works with as
many threads as there are cores. The slowest answer by the clock stands beside.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from benchmarks.made.stored_year import make_year
from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import in_turn, run
from flows.installation.home import Home
from flows.upkeep.backups import back_up
from flows.upkeep.compacting import compact_home
from flows.upkeep.exports import to_parquet
from warehouse.database import open_private
from warehouse.snapshot import open_published, publish

ARTICLES = 365 * 200
MOST_MEGABYTES = 2_000
"""For a year of articles."""
MOST_MILLISECONDS = 200
_ROUNDS, _SCANS = 7, 10
_SCAN = "SELECT count(*), max(length(text)) FROM statements"
_ONE = "(SELECT max(statement_id) FROM statement_appearances WHERE NOT is_first)"
NAME_ONE = f"SET VARIABLE one = {_ONE}"
"""To be executed before ``ASKED``."""
ASKED = {
    "latest_statements, 20": "FROM latest_statements LIMIT 20",
    "statements_by_term, one term, 20":
        "FROM statements_by_term WHERE term_id = 'term-3' ORDER BY said_at DESC LIMIT 20",
    "actor_term_matrix, whole": "FROM actor_term_matrix",
    "first_reports, one id": "FROM first_reports WHERE statement_id = getvariable('one')",
    "first_reports, one by a subquery": f"FROM first_reports WHERE statement_id = {_ONE}",
    "outlet_lag, one id": "FROM outlet_lag WHERE statement_id = getvariable('one')",
    "outlet_lag, one by a subquery": f"FROM outlet_lag WHERE statement_id = {_ONE}",
    "altered_quotations, 20": "FROM altered_quotations LIMIT 20",
    "joint_statements, 20": "FROM joint_statements ORDER BY said_at DESC LIMIT 20",
    "feed_health": "FROM feed_health",
    "what_changed, last run":
        "FROM what_changed WHERE run_seq = (SELECT max(run_seq) FROM runs)",
}  # fmt: skip


def measure(full: bool) -> list[Measure]:
    """Return the size of the file and what each answer costs."""
    articles = ARTICLES if full else ARTICLES // 5
    size = f"{articles:,} articles"
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        with open_private(home.private) as connection:
            make_year(connection, articles, requests=True)
        publish(home.private, home.published)
        private, _ = home.own_files("bench")
        megabytes = private.stat().st_size / 1e6
        most = MOST_MEGABYTES * articles / ARTICLES
        measures = [Measure("the file", size, "MB", (megabytes,), at_most=most)]
        with open_published(home.published) as connection:
            measures += _ask(connection, size)
        return measures + (_look_after(home, size) if full else [])


def _ask(connection: duckdb.DuckDBPyConnection, size: str) -> list[Measure]:
    def scan() -> None:
        for _ in range(_SCANS):
            _answer(connection, _SCAN)

    connection.execute(NAME_ONE)
    measures = []
    clocks: dict[str, tuple[float, ...]] = {}
    for name, query in ASKED.items():
        times: list[float] = []

        def answer(query: str = query, times: list[float] = times) -> None:
            started = time.perf_counter()
            _answer(connection, query)
            times.append(time.perf_counter() - started)

        ours, scans = in_turn(_ROUNDS, answer, scan, warm=True)
        clocks[name] = tuple(seconds * 1e3 for seconds in times[1:])
        spent = [tuple(seconds * 1e3 for seconds in one) for one in (ours, scans)]
        measures.append(
            Measure(name, size, "ms of CPU", spent[0], f"{_SCANS} bare scans", spent[1])
        )
    slowest = max(clocks.values(), key=min)
    return [
        *measures,
        Measure(
            "the slowest of these", size, "ms by the clock", slowest, at_most=MOST_MILLISECONDS
        ),
    ]


def _answer(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    connection.execute(query).fetchall()


def _look_after(home: Home, size: str) -> list[Measure]:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    tar, tables = home.folder / "backup.tar", home.folder / "tables"
    seconds = {"backup": _seconds(lambda: back_up(home, tar, now, documents=False))}
    tar.unlink()
    seconds["export"] = _seconds(lambda: to_parquet(home, tables, 0, now))
    shutil.rmtree(tables)
    with open_private(home.private) as connection:
        for table in ("article_revisions", "mentions", "statement_appearances"):
            connection.execute(f"DELETE FROM {table} WHERE hash(revision_id) % 5 = 0")
    seconds["compaction"] = _seconds(lambda: compact_home(home))
    return [Measure(name, size, "s by the clock", (taken,)) for name, taken in seconds.items()]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(run(measure))
