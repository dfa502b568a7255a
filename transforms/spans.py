"""Spans of text: Unicode code points, half-open, into one immutable revision."""

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text. ``text[start:end]`` are its words.

    Offsets are Unicode code points (Python string offsets), the end exclusive.
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words of the span in ``text``."""
        return text[self.start : self.end]


Spans = tuple[Span, ...]
"""Pieces of one discontinuous expression: ordered, disjoint."""
