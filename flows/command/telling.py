"""What commands tell programs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from flows.installation.event_log import Log


@contextmanager
def told_to_programs(log: "Log") -> Iterator[None]:
    """Let what stops the block be told by the log alone, and by the exit code."""
    from flows.failures import exit_code, failures_told

    try:
        with failures_told(log):
            yield
    except Exception as error:
        raise typer.Exit(exit_code(error)) from error
