"""Where commands print for people."""

import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_OF_FILES = 120
"""Columns where the output goes to a file or a pipe, which has no width of its own."""


def make_console(stream: TextIO | None = None) -> "Console":
    """Return a console for ``stream``, standard output if none is named."""
    from rich.console import Console

    out = stream or sys.stdout
    return Console(file=out, width=None if out.isatty() else WIDTH_OF_FILES, highlight=False)
