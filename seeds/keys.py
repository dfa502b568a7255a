"""Checks of keys: values that may stand once only, and values that must stand elsewhere."""

from collections.abc import Iterator, Mapping

from seeds.problems import Problem
from seeds.schema import Table, story_tables
from seeds.suggestions import did_you_mean
from seeds.tables import ReadTable


def check_keys(tables: Mapping[str, ReadTable]) -> Iterator[Problem]:
    """Yield the repeated keys and the dangling references of all tables."""
    for name, table in story_tables().items():
        yield from _repeated(table.key, tables[name])
        for column in table.columns:
            if column.unique:
                yield from _repeated((column.name,), tables[name])
        yield from _dangling(table, tables)


def _repeated(columns: tuple[str, ...], read: ReadTable) -> Iterator[Problem]:
    first: dict[tuple[str, ...], int] = {}
    for row in read.rows if columns else ():
        values = tuple(row.good(column) for column in columns)
        if not all(values):
            continue
        if values in first:
            shown = ", ".join(values)
            yield row.problem(
                columns[-1] if len(columns) == 1 else None,
                f"{shown} stands already in row {first[values]}",
                "change or delete one of the two",
            )
        first.setdefault(values, row.number)


_MOST_SUGGESTIONS = 20
"""Looking for the nearest name takes about 10 ms among 5,000; a wrong column has as many."""


def _dangling(table: Table, tables: Mapping[str, ReadTable]) -> Iterator[Problem]:
    for reference in table.references:
        target = tables[reference.table]
        if not target.complete:
            continue
        known = dict.fromkeys(row.cells[reference.target] for row in target.rows)
        unknown: dict[str, str] = {}
        for row in tables[table.name].rows:
            value = row.good(reference.column)
            if value and value not in known:
                file = story_tables()[reference.table].file
                if value not in unknown:
                    seek = len(unknown) < _MOST_SUGGESTIONS
                    unknown[value] = did_you_mean(value, known) if seek else ""
                remedy = unknown[value] or f"add it to {file}, or delete the row"
                yield row.problem(reference.column, f"{value} is not in {file}", remedy)
