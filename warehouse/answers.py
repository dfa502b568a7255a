"""The answer to a question: columns and rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows of a query, as plain Python values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def only(self, *columns: str) -> "Answer":
        """Return the answer with these columns, in this order."""
        places = [self.columns.index(column) for column in columns]
        rows = (tuple(row[place] for place in places) for row in self.rows)
        return Answer(columns, tuple(rows))

    def as_mappings(self) -> list[dict[str, Any]]:
        """Return each row as a mapping by column; a doubled column gets a number."""
        names = distinct(self.columns)
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def distinct(columns: Sequence[str]) -> list[str]:
    """Return the names of the columns; a doubled one gets a number."""
    names: list[str] = []
    for column in columns:
        name, number = column, 2
        while name in names:
            name, number = f"{column}_{number}", number + 1
        names.append(name)
    return names
