"""A runner that was started: the options that Beam is given, and how often it may try."""

from collections.abc import Callable
from dataclasses import dataclass


def _always() -> None:
    return


@dataclass(frozen=True, slots=True)
class Runner:
    """What one analysis needs to know of where it runs."""

    options: tuple[str, ...]
    """Beam's pipeline options."""
    attempts: int = 1
    """How often the whole pipeline is started when a worker is lost: its output is written anew."""
    check: Callable[[], object] = _always
    """Called before another start; raises ``ConfigurationError`` where that would only wait."""
    workers: str = ""
    """Where Flink's task managers look for workers."""
    staging: str = ""
    """Where its files go while it runs, if not straight into the run's own folder."""


EMBEDDED = Runner(
    (
        "--runner=apache_beam.runners.portability.fn_api_runner.FnApiRunner",
        "--direct_running_mode=in_memory",
        "--direct_num_workers=1",
    )
)
"""Beam's embedded runner, pinned: plain DirectRunner first asks the network for a binary."""

ATTEMPTS = 3


def several_processes(processes: int) -> Runner:
    """Return the embedded runner with its work in ``processes`` processes of their own."""
    return Runner(
        (
            "--runner=flows.runners.process_runner.ProcessRunner",
            f"--direct_num_workers={processes}",
        ),
        ATTEMPTS,
    )
