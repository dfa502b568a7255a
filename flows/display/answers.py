"""Rows of any length as JSON, CSV or a table."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO

from flows.display.console import make_console
from flows.display.formats import Format, counted, json_safe, plain, printable, shown
from warehouse.answers import Answer, distinct

if TYPE_CHECKING:
    from rich.console import Console

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_MOST_UNBROKEN = 24
"""Longer words, which are ids and addresses, may be folded in a column."""

Row = Sequence[Any]


def print_answer(answer: Answer, form: Format, out: TextIO | None = None) -> None:
    """Print an answer; JSON is one array of objects and nothing else."""
    stream = out or sys.stdout
    printed = print_rows(answer.columns, answer.rows, form, stream)
    if form is Format.TABLE:
        stream.write(counted(printed, "row") + "\n")


def print_rows(columns: Sequence[str], rows: Iterable[Row], form: Format, stream: TextIO) -> int:
    """Print rows as they come, a table when all are there; return how many."""
    match form:
        case Format.JSON:
            return _print_json(columns, rows, stream)
        case Format.CSV:
            return _print_csv(columns, rows, stream)
    return _print_table(columns, list(rows), stream)


def _print_json(columns: Sequence[str], rows: Iterable[Row], stream: TextIO) -> int:
    """One array of objects, an object a line, and nothing else."""
    names = distinct(columns)
    number = 0
    for number, row in enumerate(rows, 1):
        values = {name: plain(value) for name, value in zip(names, row, strict=True)}
        line = json.dumps(values, ensure_ascii=False, allow_nan=False)
        stream.write(",\n " if number > 1 else "[")
        stream.write("".join(json_safe(character) for character in line))
    stream.write("]\n" if number else "[]\n")
    return number


def _print_csv(columns: Sequence[str], rows: Iterable[Row], stream: TextIO) -> int:
    """RFC 4180: a head, CRLF after each record, quotation marks where they are needed."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([_cell(column) for column in columns])
    printed = 0
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        printed += 1
    return printed


def _cell(value: Any) -> Any:  # noqa: ANN401
    """A cell for spreadsheets: nested values as JSON, and no text that runs as a formula.

    Numbers stay as they are, also those that are text; other text that a spreadsheet would
    carry out gets an apostrophe before it.
    """
    if isinstance(value, Decimal):
        return str(value)
    value = plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        value = printable(value)
        runs = value.startswith(_FORMULA) and not _NUMBER.fullmatch(value)
        return "'" + value if runs else value
    return value


def _print_table(columns: Sequence[str], rows: Sequence[Row], stream: TextIO) -> int:
    console = make_console(stream)
    cells = [[shown(value) for value in row] for row in rows]
    if _needed_width(columns, cells) <= console.width or not rows:
        _print_grid(console, columns, rows, cells)
    else:
        _print_records(console, columns, rows, cells)
    return len(rows)


def _needed_width(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """Return the columns of a terminal in which no ordinary word is folded."""
    widths = [
        max(_longest_word(text) for text in texts)
        for texts in zip(columns, *cells, strict=True)
    ]  # fmt: skip
    return sum(widths) + 3 * len(widths)


def _longest_word(text: str) -> int:
    return max((min(len(word), _MOST_UNBROKEN) for word in text.split()), default=0)


def _print_grid(
    console: "Console",
    columns: Sequence[str],
    rows: Sequence[Row],
    cells: Sequence[Sequence[str]],
) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, column in enumerate(columns):
        numeric = bool(rows) and all(_is_number(row[place]) for row in rows)
        table.add_column(
            Text(printable(column)), overflow="fold", justify="right" if numeric else "left"
        )
    for row, texts in zip(rows, cells, strict=True):
        table.add_row(
            *(
                Text("NULL", style="dim") if value is None else Text(text)
                for value, text in zip(row, texts, strict=True)
            )
        )
    console.print(table)


def _print_records(
    console: "Console",
    columns: Sequence[str],
    rows: Sequence[Row],
    cells: Sequence[Sequence[str]],
) -> None:
    """Print one value a line, where a table would fold its words."""
    from rich.rule import Rule
    from rich.table import Table
    from rich.text import Text

    for number, (row, texts) in enumerate(zip(rows, cells, strict=True), 1):
        console.print(Rule(Text(f"row {number}", style="dim"), align="left", style="dim"))
        record = Table.grid(padding=(0, 2))
        record.add_column(style="bold", no_wrap=True)
        record.add_column(overflow="fold")
        for column, value, text in zip(columns, row, texts, strict=True):
            shown_value = Text("NULL", style="dim") if value is None else Text(text)
            record.add_row(Text(printable(column)), shown_value)
        console.print(record)
    console.print()


def _is_number(value: Any) -> bool:  # noqa: ANN401
    return value is None or (
        isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    )
