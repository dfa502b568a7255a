"""What landed since a reader looked, for people and for programs."""

import json
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from typing import Any, TextIO

from flows.display.answers import print_answer
from flows.display.formats import Format, counted, json_safe, plain
from flows.errors import OutputFailed
from warehouse.reader import Changes
from warehouse.reading import Answer
from warehouse.results import Rows

STATEMENTS = "latest_statements"
"""The view that is read when no table is named."""


class NewsFormat(StrEnum):
    """How changes are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


def print_news(changes: Changes, form: NewsFormat, out: TextIO | None = None) -> None:
    """Print all changes and hand them to the operating system before returning.

    JSON is one array, JSON Lines one object a line: ``table``, ``change`` (landed or removed)
    and ``row``, which for a removal is the row's key.

    Raises:
        OutputFailed: not everything could be written.
        BrokenPipeError: nobody reads the pipe any more.
    """
    stream = out or sys.stdout
    try:
        _print(changes, form, stream)
        stream.flush()
        _sync(stream)
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up(stream)
        raise OutputFailed(
            f"what landed could not be written ({error.strerror}); the cursor stays where it is, "
            "and the same rows come again."
        ) from error


def _print(changes: Changes, form: NewsFormat, stream: TextIO) -> None:
    if form is NewsFormat.TABLE:
        _print_tables(changes, stream)
    elif form is NewsFormat.JSONL:
        for text in _objects(changes):
            stream.write(text + "\n")
    else:
        separator = "["
        for text in _objects(changes):
            stream.write(f"{separator}\n {text}")
            separator = ","
        stream.write("[]\n" if separator == "[" else "\n]\n")


def _objects(changes: Changes) -> Iterator[str]:
    for batch in changes.batches():
        change = "removed" if batch.is_removal else "landed"
        for row in batch.rows.to_pylist():
            shown = {"table": batch.table, "change": change, "row": plain(row)}
            text = json.dumps(shown, ensure_ascii=False)
            yield "".join(json_safe(character) for character in text)


def _print_tables(changes: Changes, stream: TextIO) -> None:
    from flows.display.console import make_console
    from flows.display.statement_list import print_statements

    console = make_console(stream)
    counts = []
    for table in changes.tables:
        landed, removed = _answer(changes.rows(table)), _answer(changes.removed(table))
        if table == STATEMENTS:
            status = landed.columns.index("status")
            standing = [row for row in landed.rows if row[status] != "withdrawn"]
            withdrawn = [row for row in landed.rows if row[status] == "withdrawn"]
            print_statements(console, Answer(landed.columns, tuple(standing)))
            if withdrawn:
                console.print("Withdrawn: no article says it any more", style="bold")
                print_statements(console, Answer(landed.columns, tuple(withdrawn)))
            counts.append(f"{counted(len(standing), 'statement')}, {len(withdrawn)} withdrawn")
        else:
            for heading, answer in ((table, landed), (f"{table}: gone", removed)):
                if answer.rows:
                    console.print(heading, style="bold", markup=False)
                    print_answer(answer, Format.TABLE, stream)
            counts.append(f"{table} {len(landed.rows)}, {len(removed.rows)} gone")
    console.print(f"{_span(changes)}: {'; '.join(counts)}", markup=False, soft_wrap=True)


def _span(changes: Changes) -> str:
    if changes.since >= changes.until:
        return f"Nothing has landed since run {changes.since}"
    first = changes.since + 1
    return f"Run {first}" if first == changes.until else f"Runs {first} to {changes.until}"


def _answer(rows: Rows) -> Answer:
    table = rows.arrow()
    mappings: list[dict[str, Any]] = table.to_pylist()
    return Answer(tuple(table.column_names), tuple(tuple(row.values()) for row in mappings))


def _give_up(stream: TextIO) -> None:
    """Let what is buffered go nowhere: Python would try to write it again at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _sync(stream: TextIO) -> None:
    """A file must outlive a power cut, or the cursor would stand behind rows that are lost."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.fsync(descriptor)
