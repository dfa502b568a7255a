"""Which exceptions are told in one line, and with which exit code."""

import errno
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from flows.errors import CommandError
from flows.installation.event_log import Log
from flows.language.language_model import LanguageModelError
from seeds.problems import StoryError
from warehouse.errors import LandingFailed, StorageFailed, WarehouseError


def explain(error: Exception) -> tuple[str, int] | None:
    """Return the line and the exit code for a failure; None for one of our own mistakes."""
    if isinstance(error, CommandError):
        return str(error), error.exit_code
    if isinstance(error, StoryError):
        return str(error.problems[0]), 2
    if isinstance(error, LandingFailed | StorageFailed):
        return str(error), 1
    if isinstance(error, WarehouseError | LanguageModelError):
        return str(error), 2
    if _is_full_disk(error):
        return "no space is left on the disk; make room, and the next run goes on.", 1
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}; nothing more was done.", 2
    return None


def _is_full_disk(error: Exception) -> bool:
    """Tell whether a disk took no more; Beam hides the type of what its workers raise."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    return isinstance(error, RuntimeError) and os.strerror(errno.ENOSPC) in str(error)


@contextmanager
def failures_told(log: Log) -> Iterator[None]:
    """Tell the log what stops the block, then let it go on its way."""
    try:
        yield
    except Exception as error:
        explained = explain(error)
        log.write(
            "run.failed",
            "error",
            error_kind=type(error).__name__,
            error=explained[0] if explained else f"{type(error).__name__}: {error}",
            exit_code=exit_code(error),
            traceback="" if explained else traceback.format_exc(),
        )
        raise


def exit_code(error: Exception) -> int:
    """Return the exit code for a failure; that of our own mistakes is 1, as Python has it."""
    explained = explain(error)
    return explained[1] if explained else 1
