"""What the failure of a runner with workers means, and whether to start the pipeline once more."""

import errno
import os

from flows.runners.worker_refusal import REFUSED

_NO_WORKER = "finishConnect(..) failed: Connection refused"
"""How Flink says that nothing listens where its task managers ask for workers."""

_SURE_TO_COME_AGAIN = (REFUSED, _NO_WORKER, os.strerror(errno.ENOSPC), "number of network buffers")


def is_worth_another(error: Exception) -> bool:
    """Tell whether the same pipeline may well succeed when it is started once more.

    What a lost worker looks like differs with the moment; a bad input is no reason to fail, as
    the pipeline sets it aside. So everything is worth another but what is sure to come again.
    """
    return not any(words in str(error) for words in _SURE_TO_COME_AGAIN)


def explain(error: Exception, attempts: int, workers: str) -> str:
    """Return in one line why the runner gave up.

    Args:
        error: Its last failure.
        attempts: How often it was started.
        workers: Where workers were to be found; empty where the runner starts its own.
    """
    words = str(error)
    if REFUSED in words:
        reason = words.partition(REFUSED)[2].partition("\n")[0].strip()
        return (
            f"{REFUSED} {reason} Install the same onrecord and model there and start `onrecord "
            "worker` again; nothing was landed."
        )
    if _NO_WORKER in words:
        return (
            f"a task manager of Flink finds no worker at {workers}: start `onrecord worker` beside "
            "each, or mend flink_workers in [runner]; nothing was landed."
        )
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    times = "once" if attempts == 1 else f"{attempts} times"
    return (
        f"the runner failed {times} ({line[:250] or type(error).__name__}). Nothing was landed; "
        "mend what it names, and the next run does it again."
    )
