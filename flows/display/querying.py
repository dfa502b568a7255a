"""A user's query carried out and printed, within limits that are told."""

import os
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TextIO

import duckdb

from flows.display.answers import print_rows
from flows.display.formats import Format, counted
from warehouse.asking import GRACE_SECONDS, Reading

TABLE_ROWS = 1_000
"""More rows than anybody reads in a terminal; a table needs all of them in memory."""
STUCK = 2
PROCESS_BYTES = 8 * 1024**3
"""Address space of a process that carries out anybody's SQL.

DuckDB's own limit does not count the values of one row: sorting one list of a billion numbers
would take all the memory of the machine.
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """How an answer is printed, and how much of it."""

    form: Format
    limit: int | None
    """Rows at most; 0 for all; None for what suits the form."""
    seconds: float

    @property
    def rows(self) -> int | None:
        """Rows at most, or None for all: JSON and CSV are for programs, which want all."""
        if self.limit is None:
            return TABLE_ROWS if self.form is Format.TABLE else None
        return self.limit or None


def print_query(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    limits: Limits,
    out: TextIO,
    notes: TextIO,
) -> int:
    """Carry out one query and print its rows; return how many.

    How many rows there are stands below a table; that rows were left out stands on ``notes``.

    Raises:
        QueryRefused: with the reason, and what to write instead.
    """

    def end_at_once() -> None:
        sys.stderr.write(
            f"onrecord: the query did not stop after {limits.seconds:g} s and another "
            f"{GRACE_SECONDS:g} s, so this program ends; nothing was changed.\n"
        )
        sys.stderr.flush()
        os._exit(STUCK)

    reading = Reading(
        connection, sql, seconds=limits.seconds, limit=limits.rows, when_stuck=end_at_once
    )
    printed = print_rows(reading.columns, reading.rows(), limits.form, out)
    if limits.form is Format.TABLE and not reading.is_cut:
        out.write(counted(printed, "row") + "\n")
    out.flush()
    if reading.is_cut:
        notes.write(
            f"Only the first {counted(printed, 'row')}; there are more: --limit 0 gives all, "
            "--format csv or json writes them as they come.\n"
        )
    return printed


def bound_memory() -> None:
    """Bound this process, for good; without effect where the system has no such limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = PROCESS_BYTES if hard == resource.RLIM_INFINITY else min(PROCESS_BYTES, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
