"""Where commands print for people."""

import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_OF_FILES = 120
"""Columns of a file or a pipe, which has no width of its own; COLUMNS sets another."""


def make_console(stream: TextIO | None = None) -> "Console":
    """Return a console for ``stream``, standard output if none is named."""
    from rich.console import Console

    out = stream or sys.stdout
    knows_width = out.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return Console(file=out, width=None if knows_width else WIDTH_OF_FILES, highlight=False)
