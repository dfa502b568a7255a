"""The command line: ``onrecord``."""

import sys
from collections.abc import Sequence

from flows.command.application import application


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; failures that a user can mend are one line on standard error.

    Exit codes: 0 done, 1 it ran and failed, 2 something is to be changed first.
    """
    from flows.command.failures import explain

    try:
        application(args=None if arguments is None else list(arguments))
    except Exception as error:
        explained = explain(error)
        if explained is None:
            raise
        line, code = explained
        sys.stderr.write(f"onrecord: {line}\n")
        raise SystemExit(code) from None
    except KeyboardInterrupt:
        sys.stderr.write("onrecord: stopped; what had landed is kept.\n")
        raise SystemExit(130) from None
