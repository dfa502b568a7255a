"""Flink as a runner: everything is checked, then started, and ended with the block."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from flows.errors import ConfigurationError
from flows.runners.flink_cluster import look_at_cluster
from flows.runners.installed import installed
from flows.runners.job_server import find_java, find_job_server, running_job_server
from flows.runners.runner import ATTEMPTS, Runner
from flows.runners.runner_settings import LOCAL_FLINK, RunnerSettings


def check_flink(settings: RunnerSettings) -> None:
    """Find out at once whether Flink can be used, as far as that shows from here.

    Raises:
        ConfigurationError: Java, job server, master or workers are missing or do not fit.
    """
    _parallelism(settings)


@contextmanager
def running_flink(settings: RunnerSettings, language_model: str, log: Path) -> Iterator[Runner]:
    """Start job server and, for a local Flink, workers; give the runner.

    Raises:
        ConfigurationError: as ``check_flink``, or the job server did not start.
    """
    parallelism, workers_of_one = _parallelism(settings)
    server = find_job_server(settings.flink_job_server)
    wanted = installed(language_model)
    with ExitStack() as stack:
        workers = settings.flink_workers
        if not workers:
            from flows.runners.worker_pool import WorkerPool

            workers = stack.enter_context(WorkerPool(wanted)).address
        endpoint = stack.enter_context(running_job_server(server, settings.flink_master, log))
        environment = json.dumps({"url": workers, "params": wanted})
        yield Runner(
            (
                "--runner=PortableRunner",
                f"--job_endpoint={endpoint}",
                "--environment_type=EXTERNAL",
                f"--environment_config={environment}",
                f"--flink_master={settings.flink_master}",
                f"--parallelism={parallelism}",
                f"--sdk_worker_parallelism={workers_of_one}",
            ),
            ATTEMPTS,
            partial(check_flink, settings),
            workers,
            settings.staging,
        )


def _parallelism(settings: RunnerSettings) -> tuple[int, int]:
    """Return how many workers there are in all, and at one task manager."""
    find_java()
    server = find_job_server(settings.flink_job_server)
    if settings.flink_master == LOCAL_FLINK:
        return settings.processes, settings.processes
    if not settings.flink_workers:
        raise ConfigurationError(
            "Flink's task managers need workers: start `onrecord worker --port 50000` beside each, "
            "and set flink_workers in [runner] to localhost:50000; nothing was written."
        )
    cluster = look_at_cluster(settings.flink_master, server.flink_version)
    return cluster.free_slots, cluster.slots_of_one
