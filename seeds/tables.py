"""Reading the CSV files of a story folder, and the marks that spreadsheets leave in them."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from seeds.problems import Problem
from seeds.schema import Table
from seeds.suggestions import nearest

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS_UTF8 = "save it as CSV with comma separators in UTF-8 without a byte order mark"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; every column of the schema has its cell, perhaps empty."""

    file: str
    number: int
    """The row as a spreadsheet numbers it: the header is row 1."""
    cells: dict[str, str]
    bad: frozenset[str] = frozenset()
    """Columns whose cell breaks its own rule; no further rule looks at them."""

    def good(self, column: str) -> str:
        """Return the cell, or nothing when it breaks its own rule."""
        return "" if column in self.bad else self.cells[column]

    def problem(self, column: str | None, problem: str, remedy: str) -> Problem:
        """Return a problem of this row."""
        return Problem(self.file, self.number, column, problem, remedy)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A file's rows, and what is wrong with the file itself."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    complete: bool
    """False when rows may be missing, so that references to them cannot be checked."""


def read_table(folder: Path, table: Table) -> ReadTable:
    """Read a table of ``folder``; whatever can be read is, beside the problems."""
    try:
        data = (folder / table.file).read_bytes()
    except FileNotFoundError:
        header = ",".join(table.column_names)
        return _unreadable(table, None, "the file is missing", f"add it with the header {header}")
    except OSError as error:
        cause = error.strerror or str(error)
        return _unreadable(table, None, f"the file cannot be read ({cause})", "mend its access")
    return parse_table(data, table)


def parse_table(data: bytes, table: Table) -> ReadTable:
    """Parse a table from the bytes of its file."""
    if data.startswith(_WIDE_MARKS) or b"\x00" in data:
        return _unreadable(table, 1, "the file is not UTF-8 (UTF-16, it seems)", _SAVE_AS_UTF8)
    problems: list[Problem] = []
    if data.startswith(_BYTE_ORDER_MARK):
        data = data.removeprefix(_BYTE_ORDER_MARK)
        problems.append(
            Problem(table.file, 1, None, "the file begins with a byte order mark", _SAVE_AS_UTF8)
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        bad = f"the file is not UTF-8 (byte 0x{data[error.start]:02x})"
        return _unreadable(table, line, bad, _SAVE_AS_UTF8, problems)
    records, torn = _records(text, table)
    if torn:
        problems.append(torn)
    if not records:
        empty = Problem(
            table.file, 1, None, "the file is empty", f"write {','.join(table.column_names)}"
        )
        return ReadTable((), (*problems, torn or empty), complete=False)
    header, *body = records
    header_problems = tuple(_header_problems(header, table))
    if any(name not in header for name in table.needed_names):
        return ReadTable((), (*problems, *header_problems), complete=False)
    rows, row_problems = _rows(header, body, table)
    return ReadTable(rows, (*problems, *header_problems, *row_problems), complete=torn is None)


def _unreadable(
    table: Table, row: int | None, problem: str, remedy: str, before: Sequence[Problem] = ()
) -> ReadTable:
    return ReadTable((), (*before, Problem(table.file, row, None, problem, remedy)), complete=False)


def _records(text: str, table: Table) -> tuple[list[list[str]], Problem | None]:
    """Split the text into records, up to the first that cannot be read."""
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        records.extend(reader)
    except csv.Error as error:
        return records, Problem(
            table.file,
            len(records) + 1,
            None,
            f"the row cannot be read ({error}), nor those below it",
            'enclose a cell that holds commas in "double quotes", and double those within it',
        )
    return records, None


def _header_problems(header: list[str], table: Table) -> Iterator[Problem]:
    expected = table.column_names
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and separator in header[0]:
            what = f"the columns are separated by {name}"
            yield Problem(table.file, 1, None, what, _SAVE_AS_UTF8)
            return
    missing = [name for name in expected if name not in header]
    for name in dict.fromkeys(header):
        if not name.strip():
            yield Problem(table.file, 1, None, "a column has no name", "delete the empty column")
        elif name not in expected:
            meant = nearest(name, missing)
            missing = [other for other in missing if other != meant]
            remedy = f"write {meant}" if meant else f"use {', '.join(expected)}"
            yield Problem(table.file, 1, name, "there is no such column", remedy)
        elif header.count(name) > 1:
            yield Problem(table.file, 1, name, "the column stands twice", "delete one of them")
    for name in (name for name in missing if name in table.needed_names):
        remedy = f"write the header {','.join(expected)}"
        yield Problem(table.file, 1, name, "the column is missing", remedy)


def _rows(
    header: list[str], body: list[list[str]], table: Table
) -> tuple[tuple[Row, ...], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    places = {name: header.index(name) for name in table.column_names if name in header}
    was_empty = False
    for number, record in enumerate(body, start=2):
        is_empty = not any(map(str.strip, record))
        if is_empty and not was_empty:
            what = "the row is empty"
            problems.append(Problem(table.file, number, None, what, "delete the empty rows"))
        was_empty = is_empty
        if is_empty:
            continue
        if len(record) != len(header):
            what = f"the row has {len(record)} cells, the header {len(header)}"
            remedy = 'write every cell, and enclose a cell that holds commas in "double quotes"'
            problems.append(Problem(table.file, number, None, what, remedy))
        filled = record + [""] * (len(header) - len(record))
        cells = {
            name: filled[places[name]] if name in places else "" for name in table.column_names
        }
        rows.append(Row(table.file, number, cells))
    return tuple(rows), problems
