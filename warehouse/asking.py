"""Anybody's SQL on the published snapshot: one reading query, within limits."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb

from warehouse.catalog import columns_by_table
from warehouse.errors import QueryRefused
from warehouse.lake import refuse_machinery
from warehouse.misnamed import describe

READING = frozenset({"SELECT", "EXPLAIN"})
"""DuckDB's statement types that only read; SHOW, DESCRIBE, FROM and VALUES are a SELECT to it."""
BATCH = 1_000
"""Rows fetched at a time: an answer of any length needs the memory of so many."""
GRACE_SECONDS = 5.0
"""How long one step of DuckDB may go on after it was told to stop; within one it cannot."""


class Reading:
    """The answer to a query, read a batch at a time; only DuckDB's own time counts."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        sql: str,
        *,
        seconds: float | None = None,
        limit: int | None = None,
        when_stuck: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin a query.

        Args:
            connection: a connection of ``open_published``.
            sql: one statement that reads.
            seconds: how long DuckDB may work on it; None for no limit.
            limit: how many rows are read at most; None for all.
            when_stuck: called from another thread when DuckDB did not stop in time.

        Raises:
            QueryRefused: with the reason, and what to write instead.
        """
        self._connection, self._sql = connection, sql
        self._limit, self._when_stuck = limit, when_stuck
        self._seconds = self._left = seconds
        self._is_over = False
        self.is_cut = False
        """True, once all rows are read, when there are more than ``limit``."""
        with self._limited():
            _require_reading(connection, sql)
            self._cursor = connection.execute(sql)
        self.columns = tuple(column[0] for column in self._cursor.description or ())

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows, up to the limit.

        Raises:
            QueryRefused: when the time is over, or DuckDB fails on the way.
        """
        given = 0
        while batch := self._fetch(BATCH):
            for row in batch:
                if given == self._limit:
                    self.is_cut = True
                    return
                given += 1
                yield row

    def _fetch(self, size: int) -> Sequence[tuple[Any, ...]]:
        with self._limited():
            return self._cursor.fetchmany(size)

    def _stop(self) -> None:
        self._is_over = True
        self._connection.interrupt()

    @contextmanager
    def _limited(self) -> Iterator[None]:
        timers: list[threading.Timer] = []
        if self._left is not None:
            timers = [
                threading.Timer(self._left, self._stop),
                threading.Timer(self._left + GRACE_SECONDS, self._when_stuck),
            ]
        started = time.monotonic()
        try:
            for timer in timers:
                timer.daemon = True
                timer.start()
            yield
        except duckdb.InterruptException as error:
            if not self._is_over:
                raise QueryRefused("the query was stopped.") from error
            raise QueryRefused(
                f"the query was stopped after {self._seconds:g} s: narrow it, or give it more "
                "time with --timeout."
            ) from error
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise QueryRefused(
                "the query needs more memory than a reader gets: narrow it, or ask "
                "published.duckdb with DuckDB's own client."
            ) from error
        except duckdb.Error as error:
            told = str(error).strip()
            helpful = describe(self._sql, told, columns_by_table(self._connection))
            raise QueryRefused(helpful or f"the query was not carried out: {told}") from error
        finally:
            for timer in timers:
                timer.cancel()
            if self._left is not None:
                self._left = max(0.001, self._left - (time.monotonic() - started))


def _require_reading(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Refuse what is not one reading statement.

    The snapshot is opened read-only and cut off from files and network; this keeps out what
    that leaves, such as temporary tables and logs.
    """
    refuse_machinery(connection, sql)
    found = connection.extract_statements(sql)
    kinds = [str(statement.type).rpartition(".")[2] for statement in found]
    # DuckDB makes two statements, without a text of their own, of a PIVOT without IN.
    if kinds == ["CREATE", "SELECT"] and not any(statement.query for statement in found):
        return
    if not kinds:
        raise QueryRefused("the query is empty: write one, such as FROM latest_statements LIMIT 9.")
    if len(kinds) != 1:
        raise QueryRefused(f"the query holds {len(kinds)} statements: write one at a time.")
    if kinds[0] not in READING:
        raise QueryRefused(
            f"{kinds[0]} is not carried out, since the snapshot can only be read: ask with "
            "SELECT, FROM, SHOW TABLES, DESCRIBE, SUMMARIZE, PIVOT or EXPLAIN."
        )
