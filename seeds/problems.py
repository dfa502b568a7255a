"""What is wrong with a story folder, in words that its analyst can act on.

StoryError      the folder cannot be used; carries every ``Problem`` that was found
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a story folder."""

    file: str
    row: int | None
    """The row as a spreadsheet numbers it (the header is 1); in story.toml, the line."""
    column: str | None
    """The column's name; in story.toml, the key."""
    problem: str
    remedy: str
    """What to write instead."""

    def __str__(self) -> str:
        """Return the problem as one line."""
        place = self.file
        if self.row is not None:
            place += f", {'line' if self.file.endswith('.toml') else 'row'} {self.row}"
        if self.column is not None:
            place += f", {'key' if self.file.endswith('.toml') else 'column'} {self.column}"
        return f"{place}: {self.problem}: {self.remedy}"


class StoryError(Exception):
    """The story folder has problems; nothing of it was loaded."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
