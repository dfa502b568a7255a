"""A difference between two revisions, for a terminal, a pipe or a program."""

import json
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from flows.display.formats import plain, printable

if TYPE_CHECKING:
    from rich.text import Text

    from transforms.articles.difference import Change
    from warehouse.article_reading import StoredVersion

_MARKS = {"same": " ", "added": "+", "removed": "-", "changed": "~"}
_STYLES = {"same": "dim", "added": "green", "removed": "red strike", "changed": ""}
_AROUND = 1
"""Unchanged paragraphs shown on each side of a change; the others are counted."""


def print_difference(
    before: "StoredVersion", after: "StoredVersion", found: "Sequence[Change]", out: TextIO
) -> None:
    """Print both revisions' facts, then each change with a paragraph around it."""
    from rich.text import Text

    from flows.display.console import make_console

    console = make_console(out)
    console.print(Text(printable(after.title), style="bold"))
    console.print(Text(printable(f"{after.outlet}  {after.url}  article {after.article_id}")))
    console.print(Text(f"{_named(before)}  →  {_named(after)}; {summary(found)}"))
    for place in _shown(found):
        if isinstance(place, int):
            console.print(Text(f"\n  … {place} unchanged …", style="dim"))
            continue
        console.print()
        console.print(_paragraph(place, with_marks=not console.is_terminal))


def print_difference_json(
    before: "StoredVersion", after: "StoredVersion", found: "Sequence[Change]", out: TextIO
) -> None:
    """Print one object: both revisions' facts, and every paragraph with its kind and pieces."""
    value = {
        "article_id": after.article_id,
        "from": _facts(before),
        "to": _facts(after),
        "changes": [
            {
                "kind": change.kind,
                "before": change.before,
                "after": change.after,
                "pieces": [{"kind": piece.kind, "text": piece.text} for piece in change.pieces],
            }
            for change in found
        ],
    }
    out.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def summary(found: "Sequence[Change]") -> str:
    """Return how many paragraphs changed, came and went, in words."""
    counts = [
        f"{number} {word}"
        for word in ("changed", "added", "removed")
        if (number := sum(change.kind == word for change in found))
    ]
    return f"paragraphs: {', '.join(counts)}" if counts else "the texts are the same"


def _shown(found: "Sequence[Change]") -> "list[Change | int]":
    """Return the changes and what is around them; a number stands for what is left out."""
    near = {
        place + step
        for place, change in enumerate(found)
        if change.kind != "same"
        for step in range(-_AROUND, _AROUND + 1)
    }
    shown: list[Change | int] = []
    for place, change in enumerate(found):
        if place in near:
            shown.append(change)
        elif shown and isinstance(shown[-1], int):
            shown[-1] += 1
        else:
            shown.append(1)
    return shown


def _paragraph(change: "Change", *, with_marks: bool) -> "Text":
    from rich.text import Text

    text = Text(f"{_MARKS[change.kind]} ", style=_STYLES[change.kind])
    if not change.pieces:
        words = change.after or change.before
        if change.kind == "same":
            words = textwrap.shorten(words, 160, placeholder=" …")
        return text.append(printable(words))
    for piece in change.pieces:
        words = printable(piece.text)
        if piece.kind == "added":
            text.append(f"{{+{words}+}}" if with_marks else words, style="bold green")
        elif piece.kind == "removed":
            text.append(f"[-{words}-]" if with_marks else words, style="red strike")
        else:
            text.append(words)
    return text


def _named(version: "StoredVersion") -> str:
    way = ", the feed's own words" if version.extraction == "feed" else ""
    return f"revision {version.version} of {version.fetched_at:%Y-%m-%d %H:%M} UTC{way}"


def _facts(version: "StoredVersion") -> dict[str, object]:
    return {
        "version": version.version,
        "title": version.title,
        "url": version.url,
        "extraction": version.extraction,
        "fetched_at": plain(version.fetched_at),
    }
