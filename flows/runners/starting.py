"""The runner that the settings name, started for as long as it is needed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.runners.runner import EMBEDDED, Runner, several_processes
from flows.runners.runner_name import RunnerName
from flows.runners.runner_settings import RunnerSettings


def check_runner(settings: RunnerSettings) -> str:
    """Find out before anything is written whether the runner can be used; return what it is.

    Raises:
        ConfigurationError: it cannot, as far as that shows from here.
    """
    match settings.name:
        case RunnerName.EMBEDDED:
            return "embedded: in the process of the run"
        case RunnerName.PROCESSES:
            return f"in {settings.processes} processes"
        case RunnerName.FLINK:
            from flows.runners.flink import look_at_flink

            return f"Flink {look_at_flink(settings).description}"


@contextmanager
def running(settings: RunnerSettings, language_model: str, log: Path) -> Iterator[Runner]:
    """Give the runner, and end what was started for it with the block.

    Args:
        settings: Which one.
        language_model: Path or package of the model; empty for the bundled one.
        log: File that takes what a job server says.

    Raises:
        ConfigurationError: it cannot be started.
    """
    match settings.name:
        case RunnerName.EMBEDDED:
            yield EMBEDDED
        case RunnerName.PROCESSES:
            with _quiet_threads():
                yield several_processes(settings.processes)
        case RunnerName.FLINK:
            from flows.runners.flink import running_flink

            with _quiet_threads(), running_flink(settings, language_model, log) as runner:
                yield runner


@contextmanager
def _quiet_threads() -> Iterator[None]:
    """Keep Beam's threads from printing tracebacks of lost workers, which the run raises too."""
    before = threading.excepthook
    threading.excepthook = lambda _: None
    try:
        yield
    finally:
        threading.excepthook = before
