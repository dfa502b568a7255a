"""Answers as a table, JSON or CSV."""

import csv
import json
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, TextIO

from flows.display.console import make_console
from warehouse.reading import Answer

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def print_answer(answer: Answer, form: Format, out: TextIO | None = None) -> None:
    """Print an answer; JSON is one array of objects and nothing else."""
    stream = out or sys.stdout
    if form is Format.JSON:
        rows = [{name: plain(value) for name, value in row.items()} for row in answer.as_mappings()]
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        stream.write("".join(_json_safe(character) for character in text) + "\n")
    elif form is Format.CSV:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([_cell(column) for column in answer.columns])
        writer.writerows([_cell(value) for value in row] for row in answer.rows)
    else:
        _print_table(answer, stream)


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON has it: times in ISO 8601 (UTC), durations in seconds."""
    match value:
        case datetime():
            return _in_utc(value).isoformat() + "Z"
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Decimal():
            return float(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case float() if value != value or value in (float("inf"), float("-inf")):
            return None
        case None | bool() | int() | float() | str():
            return value
    return str(value)


def _in_utc(at: datetime) -> datetime:
    """Return a time without its zone; DuckDB's timestamps have none, and are UTC here."""
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def _cell(value: Any) -> Any:  # noqa: ANN401
    """A cell for spreadsheets: nested values as JSON, and no text that runs as a formula."""
    value = plain(value)
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        value = printable(value)
        return "'" + value if value.startswith(_FORMULA) else value
    return value


def _print_table(answer: Answer, stream: TextIO) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in answer.columns:
        table.add_column(Text(printable(column)), overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(shown(value)) for value in row))
    console = make_console(stream)
    console.print(table)
    console.print(Text(counted(len(answer.rows), "row")))


def shown(value: Any) -> str:  # noqa: ANN401
    """Return a value as a person reads it in a table; control characters are dropped."""
    match value:
        case None:
            return ""
        case datetime():
            return _in_utc(value).strftime("%Y-%m-%d %H:%M")
        case list() | tuple():
            return ", ".join(shown(item) for item in value)
        case dict():
            return printable(json.dumps(plain(value), ensure_ascii=False))
    return printable(str(value))


def printable(text: str) -> str:
    """Return ``text`` without the control and bidi characters that could drive a terminal."""
    return "".join(c for c in text if c in "\n\t" or not _drives(c))


def join(values: Iterable[str]) -> str:
    """Return the values that are not empty, parted by commas."""
    return ", ".join(value for value in values if value)


def counted(number: int, word: str) -> str:
    """Return the number with its noun: 1 row, 2 rows."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def _json_safe(character: str) -> str:
    """JSON may write any character as an escape, which keeps the value exact."""
    return f"\\u{ord(character):04x}" if character > " " and _drives(character) else character


def _drives(character: str) -> bool:
    return (
        character < " "
        or "\x7f" <= character <= "\x9f"
        or character in "\u200e\u200f\u061c"
        or "\u202a" <= character <= "\u202e"
        or "\u2066" <= character <= "\u2069"
    )
