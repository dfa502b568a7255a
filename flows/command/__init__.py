"""The command line: ``onrecord``."""

import os
import sys
from collections.abc import Sequence

from flows.command.application import application

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; failures that a user can mend are one line on standard error.

    Exit codes: 0 done, 1 it ran and failed, 2 something is to be changed first, 130 Ctrl-C.
    """
    from flows.failures import explain

    try:
        application(args=None if arguments is None else list(arguments))
    except SystemExit as end:
        # Typer turns Ctrl-C into this code and says nothing.
        if end.code == INTERRUPTED:
            sys.stderr.write("onrecord: stopped; what had landed is kept.\n")
        raise
    except Exception as error:
        explained = explain(error)
        if explained is None:
            raise
        line, code = explained
        sys.stderr.write(f"onrecord: {line}\n")
        raise SystemExit(code) from None
    finally:
        _hand_over_output()


def _hand_over_output() -> None:
    """Write what waits; Python would do so at its end, and tell of a reader that has gone."""
    stream = sys.__stdout__  # Click puts another in its place when a pipe has broken
    try:
        if stream:
            stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
