"""Rows of a query as Arrow, pandas or polars, whole or in batches."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from importlib import import_module
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.errors import LibraryMissing, QueryRefused

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

BATCH_ROWS = 10_000
"""Rows of one batch, unless the reader asks for another number."""


class Rows:
    """The rows of one query; it runs when they are asked for, and again each time.

    Times are UTC without a zone, with microseconds.
    """

    def __init__(
        self,
        connect: Callable[[], duckdb.DuckDBPyConnection],
        sql: str,
        parts: Sequence[Sequence[object]] = ((),),
    ) -> None:
        """Take a query and the values of its placeholders, once for each part, in order.

        Each reading has a connection of its own, so that several may be under way.
        """
        self._connect = connect
        self._sql = sql
        self._parts = parts

    def batches(self, rows: int = BATCH_ROWS) -> Iterator["pyarrow.RecordBatch"]:
        """Yield the rows in order, at most ``rows`` at a time.

        Raises:
            QueryRefused: the query cannot be carried out.
        """
        for values in self._parts:
            with closing(self._connect()) as cursor:
                yield from _reader(cursor, self._sql, values, rows)

    def arrow(self) -> "pyarrow.Table":
        """Return all rows as an Arrow table.

        Raises:
            QueryRefused: the query cannot be carried out.
        """
        import pyarrow

        with closing(self._connect()) as cursor:
            schema = _reader(cursor, self._sql, self._parts[0], BATCH_ROWS).schema
        return pyarrow.Table.from_batches(list(self.batches()), schema)

    def pandas(self) -> "pandas.DataFrame":
        """Return all rows as a pandas frame.

        Raises:
            LibraryMissing: pandas is not installed.
        """
        _require("pandas")
        return self.arrow().to_pandas()

    def polars(self) -> "polars.DataFrame":
        """Return all rows as a polars frame.

        Raises:
            LibraryMissing: polars is not installed.
        """
        frame: polars.DataFrame = _require("polars").from_arrow(self.arrow())
        return frame


def _reader(
    cursor: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object], rows: int
) -> "pyarrow.RecordBatchReader":
    try:
        return cursor.execute(sql, list(values)).to_arrow_reader(rows)
    except duckdb.Error as error:
        raise QueryRefused(f"the query was not carried out: {str(error).strip()}") from error


def _require(name: str) -> Any:  # noqa: ANN401
    try:
        return import_module(name)
    except ImportError as error:
        raise LibraryMissing(
            f"{name} is not installed: install it beside onrecord, or take .arrow() or "
            ".batches(), which need nothing more."
        ) from error
