"""The command line: ``onrecord``."""

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
