"""Statements as a person reads them: a table, or paragraphs on a narrow terminal."""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.display.formats import join, printable, shown
from warehouse.reading import Answer

_NOBODY = "nobody named"
_NARROW = 80
"""Below so many columns a table of statements leaves a few letters to each cell."""


def print_statements(console: Console, answer: Answer) -> None:
    """Print statements as a table, or as paragraphs where the terminal is narrow."""
    if not answer.rows:
        return
    if console.width >= _NARROW:
        console.print(_statements_table(answer))
        return
    for row in answer.as_mappings():
        console.print(_statement_paragraph(row))


def _statement_paragraph(row: Mapping[str, Any]) -> RenderableType:
    head = Text.assemble(
        (f"{row['said_at']:%d %b %Y}  ", "dim"),
        (_speakers(row["speakers"], row["offices"]), "bold"),
        (f"  [{row['speech_type']}]", "dim"),
    )
    terms = join(row["terms"])
    where = f"about {terms}; " if terms else ""
    where += f"first in {_outlets(row)}"
    words = Padding(Text(shown(row["text"])), (0, 0, 0, 2))
    return Group(head, words, Padding(Text(where, style="dim"), (0, 0, 1, 2)))


def _statements_table(answer: Answer) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False, row_styles=("", "dim"))
    table.add_column("said", no_wrap=True)
    table.add_column("speaker, office", ratio=3, overflow="fold")
    table.add_column("type", no_wrap=True)
    table.add_column("words", ratio=7, overflow="fold")
    table.add_column("terms", ratio=2, overflow="fold")
    table.add_column("first outlet", ratio=2, overflow="fold")
    for row in answer.as_mappings():
        table.add_row(
            row["said_at"].strftime("%d %b %Y"),
            Text(_speakers(row["speakers"], row["offices"])),
            row["speech_type"],
            Text(shown(row["text"])),
            Text(join(row["terms"])),
            Text(_outlets(row)),
        )
    return table


def _speakers(names: list[str] | None, offices: list[str] | None) -> str:
    parts = [
        f"{name}, {office}" if office else name
        for name, office in zip(names or [], offices or [], strict=True)
    ]
    return printable("; ".join(parts)) or _NOBODY


def _outlets(row: Mapping[str, Any]) -> str:
    others = (row["outlets"] or 1) - 1
    return f"{row['first_outlet']}" + (f" (+{others})" if others > 0 else "")
