"""A year of 200 articles a day: the size of its warehouse, and how fast the main views answer.

Run ``python -m benchmarks.growth [ARTICLES]``; 73,000 without a number (two minutes). Each answer
is held against one bare scan of the statements, in the same run, and CPU time stands beside the
clock: DuckDB works with as many threads as there are cores. Compaction after a fifth of the
articles was deleted, backup and Parquet export are measured beside.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb

from benchmarks.made.stored_year import make_year
from flows.installation.home import Home
from flows.upkeep.backups import back_up
from flows.upkeep.compacting import compact_home
from flows.upkeep.exports import to_parquet
from warehouse.compaction import file_use
from warehouse.database import open_private
from warehouse.snapshot import open_published, publish

ARTICLES = 365 * 200
MOST_BYTES = 2_000_000_000
MOST_SECONDS = 0.2
_ROUNDS = 9
_SCAN = "SELECT count(*), max(length(text)) FROM statements"
_ONE = "(SELECT max(statement_id) FROM statement_appearances WHERE NOT is_first)"
_ASKED = {
    "latest_statements, 20": "FROM latest_statements LIMIT 20",
    "statements_by_term, one term, 20":
        "FROM statements_by_term WHERE term_id = 'term-3' ORDER BY said_at DESC LIMIT 20",
    "actor_term_matrix, whole": "FROM actor_term_matrix",
    "first_reports, one statement": f"FROM first_reports WHERE statement_id = {_ONE}",
    "outlet_lag, one statement": f"FROM outlet_lag WHERE statement_id = {_ONE}",
    "altered_quotations, 20": "FROM altered_quotations LIMIT 20",
    "joint_statements, 20": "FROM joint_statements ORDER BY said_at DESC LIMIT 20",
    "feed_health": "FROM feed_health",
    "what_changed, last run":
        "FROM what_changed WHERE run_seq = (SELECT max(run_seq) FROM runs)",
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Print the figures; return 1 where the file or an answer is over its limit."""
    articles = int(arguments[0]) if arguments else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        with open_private(home.private) as connection:
            make_year(connection, articles, requests=True)
        publish(home.private, home.published)
        size = home.private.stat().st_size
        print(f"{articles:,} articles: {size / 1e6:,.0f} MB (at most {MOST_BYTES / 1e6:,.0f})")
        with open_published(home.published) as connection:
            slow = _ask(connection)
        _look_after(home)
    return 1 if slow or size > MOST_BYTES else 0


def _ask(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Print how long each question takes; return those that take too long."""
    scan, scan_cpu = _least(partial(_answer, connection, _SCAN))
    print(f"bare scan of the statements {scan * 1e3:.0f} ms; at most {MOST_SECONDS * 1e3:.0f} ms:")
    slow = []
    for name, query in _ASKED.items():
        seconds, cpu = _least(partial(_answer, connection, query))
        mark = "" if seconds <= MOST_SECONDS else "  TOO LONG"
        print(
            f"  {name:34} {seconds * 1e3:5.0f} ms, {cpu * 1e3:4.0f} ms of CPU, "
            f"{cpu / scan_cpu:5.1f} scans{mark}",
            flush=True,
        )
        if mark:
            slow.append(name)
    return slow


def _answer(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    connection.execute(query).fetchall()


def _look_after(home: Home) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    tar, tables = home.folder / "backup.tar", home.folder / "tables"
    print(f"backup {_seconds(lambda: back_up(home, tar, now, documents=False)):.1f} s", end="; ")
    tar.unlink()
    exported = _seconds(lambda: to_parquet(home, tables, 0, now))
    written = sum(path.stat().st_size for path in tables.rglob("*.parquet")) / 1e6
    print(f"export {exported:.1f} s, {written:,.0f} MB of Parquet")
    shutil.rmtree(tables)
    with open_private(home.private) as connection:
        for table in ("article_revisions", "mentions", "statement_appearances"):
            connection.execute(f"DELETE FROM {table} WHERE hash(revision_id) % 5 = 0")
    use, before = file_use(home.private), home.private.stat().st_size
    seconds = _seconds(lambda: compact_home(home))
    after = home.private.stat().st_size
    print(
        f"a fifth deleted: {before / 1e6:,.0f} MB, {use.free / use.total:.0%} free blocks; "
        f"compacted in {seconds:.1f} s: {after / 1e6:,.0f} MB"
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _least(work: Callable[[], object]) -> tuple[float, float]:
    """Return the least time by the clock, and the least of the processor."""
    clocks, cpus = [], []
    for _ in range(_ROUNDS):
        clock, cpu = time.perf_counter(), time.process_time()
        work()
        clocks.append(time.perf_counter() - clock)
        cpus.append(time.process_time() - cpu)
    return min(clocks), min(cpus)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
