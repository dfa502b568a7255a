"""Checks of single cells: what the schema asks, and what spreadsheets do to text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from seeds.dates import first_day
from seeds.problems import Problem
from seeds.schema import DATE_TYPE, Column, Table
from seeds.suggestions import did_you_mean
from seeds.tables import Row

_PROSE = frozenset({"note", "description", "scope_note"})
"""Columns for people only, where line breaks and typographic quotes are welcome."""

_INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
"""Control and format characters, but for the joiners that Persian and Hindi spell with."""

_MISREAD = re.compile("\ufffd|[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac")
"""UTF-8 that was read as Windows-1252, or bytes that nobody could read."""

_SHEET_ERROR = re.compile(r"#(?:REF|NAME|VALUE|NULL|NUM|N/A|DIV/0)[!?]?")
_DOUBLE_QUOTES = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb]")
_ALL_SMART_QUOTES = re.compile("[\u2018-\u201f\u00ab\u00bb]")
_OTHER_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{5}|\d{4}[./]\d{1,2}[./]\d{1,2}")
_YES = frozenset({"true", "1", "y", "yes", "x"})
_NO = frozenset({"false", "0", "n", "no"})


class _Fault(NamedTuple):
    problem: str
    remedy: str
    meant: str = ""
    """The value that was meant, where that is plain: references to it shall not dangle."""


def check_cells(rows: Iterable[Row], table: Table) -> tuple[tuple[Row, ...], list[Problem]]:
    """Check each cell alone; return the rows as they were meant, and the problems."""
    checked: list[Row] = []
    problems: list[Problem] = []
    for row in rows:
        bad: set[str] = set()
        cells: dict[str, str] = {}
        for column in table.columns:
            value = row.cells[column.name]
            cell = _strip(value)
            if cell != value:
                what = f"{_shown(value)} has blanks around it"
                problems.append(row.problem(column.name, what, f"write {cell}"))
            fault = _fault(cell, column)
            if fault:
                bad.add(column.name)
                problems.append(row.problem(column.name, fault.problem, fault.remedy))
            cells[column.name] = fault.meant or cell if fault else cell
        checked.append(replace(row, cells=cells, bad=frozenset(bad)))
    return tuple(checked), problems


def _strip(value: str) -> str:
    """Remove blanks from both ends, the invisible ones too."""
    return value.strip(" \t\r\n\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u200b\u2060\u3000\ufeff")


def _shown(value: str) -> str:
    short = value if len(value) <= 60 else f"{value[:57]}..."
    return f'"{short}"'


def _fault(value: str, column: Column) -> _Fault | None:
    """Return the first fault of a cell: the others may well be its consequences."""
    if not value:
        return _absence(column)
    return _damage(value, column) or _breach(value, column)


def _absence(column: Column) -> _Fault | None:
    if not column.required:
        return None
    if column.allowed:
        return _Fault("the cell is empty", f"write one of {', '.join(column.allowed)}")
    return _Fault("the cell is empty", f"write a value like {column.example}")


def _damage(value: str, column: Column) -> _Fault | None:
    if value.isascii() and value.isprintable() and value[0] not in "#=":
        return None
    if _SHEET_ERROR.fullmatch(value):
        return _Fault(f"{value} is a spreadsheet's error", "write the value itself")
    if value.startswith("="):
        return _Fault(f"{_shown(value)} is a formula", "write the value itself")
    if _MISREAD.search(value):
        remedy = "write the letters anew, and open the file as UTF-8"
        return _Fault(f"{_shown(value)} holds letters that were misread", remedy)
    if column.name in _PROSE:
        return None
    invisible = _INVISIBLE.search(value)
    if invisible:
        name = unicodedata.name(invisible.group(), "control character").lower()
        what = f"{_shown(value)} holds an invisible U+{ord(invisible.group()):04X} ({name})"
        return _Fault(what, "delete it", _INVISIBLE.sub("", value))
    quotes = _DOUBLE_QUOTES if column.is_free_text else _ALL_SMART_QUOTES
    if quotes.search(value):
        meant = quotes.sub("", value)
        return _Fault(f"{_shown(value)} holds typographic quotes", f"write {meant}", meant)
    return None


def _breach(value: str, column: Column) -> _Fault | None:
    if column.rdf_type == DATE_TYPE:
        return _date_breach(value)
    if column.allowed and value not in column.allowed:
        return _Fault(f"{_shown(value)} is not allowed", _allowed_remedy(value, column))
    if column.pattern and not column.pattern.fullmatch(value):
        meant = _rewritten(value, column.pattern)
        example = f"write it like {column.example}"
        what = f"{_shown(value)} has the wrong form"
        return _Fault(what, f"write {meant}" if meant else example, meant)
    return None


def _date_breach(value: str) -> _Fault | None:
    form = "write YYYY, YYYY-MM or YYYY-MM-DD"
    try:
        first_day(value)
    except ValueError:
        if _OTHER_DATE.fullmatch(value):
            return _Fault(f"{_shown(value)} is a date in another form", form)
        return _Fault(f"{_shown(value)} is no date", form)
    return None


def _allowed_remedy(value: str, column: Column) -> str:
    if column.allowed == ("yes", "no"):
        if value.casefold() in _YES | _NO:
            return f"write {'yes' if value.casefold() in _YES else 'no'}"
        return "write yes or no"
    return did_you_mean(value, column.allowed) or f"write one of {', '.join(column.allowed)}"


def _rewritten(value: str, pattern: re.Pattern[str]) -> str:
    """Return the value in the right form where that is only a matter of writing."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
    return next((form for form in (slug, plain.upper()) if pattern.fullmatch(form)), "")
