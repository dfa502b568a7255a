"""Flink as a runner: everything is checked, then started, and ended with the block."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flows.errors import ConfigurationError
from flows.runners.flink_cluster import look_at_cluster
from flows.runners.installed import installed
from flows.runners.job_server import JobServer, find_java, find_job_server, running_job_server
from flows.runners.runner import ATTEMPTS, Runner
from flows.runners.runner_settings import LOCAL_FLINK, RunnerSettings


@dataclass(frozen=True, slots=True)
class Flink:
    """A Flink that can be used, as far as that shows from here."""

    server: JobServer
    parallelism: int
    workers_of_one: int
    """Worker processes at one task manager: one for each of its slots."""
    description: str


def look_at_flink(settings: RunnerSettings) -> Flink:
    """Find out at once whether Flink can be used; nothing is started.

    Raises:
        ConfigurationError: Java, job server, master or workers are missing or do not fit.
    """
    find_java()
    server = find_job_server(settings.flink_job_server)
    job_server = f"job server of Beam {server.beam_version} for Flink {server.flink_version}"
    if settings.flink_master == LOCAL_FLINK:
        here = f"within the run, {settings.processes} processes; {job_server}"
        return Flink(server, settings.processes, settings.processes, here)
    if not settings.flink_workers:
        raise ConfigurationError(
            "Flink's task managers need workers: start `onrecord worker --port 50000` beside each, "
            "and set flink_workers in [runner] to localhost:50000; nothing was written."
        )
    cluster = look_at_cluster(settings.flink_master, server.flink_version)
    there = (
        f"{cluster.version} at {settings.flink_master}, {cluster.free_slots} of {cluster.slots} "
        f"slots free; {job_server}"
    )
    return Flink(server, cluster.free_slots, cluster.slots_of_one, there)


@contextmanager
def running_flink(settings: RunnerSettings, language_model: str, log: Path) -> Iterator[Runner]:
    """Start job server and, for a local Flink, workers; give the runner.

    Raises:
        ConfigurationError: as ``look_at_flink``, or the job server did not start.
    """
    flink = look_at_flink(settings)
    wanted = installed(language_model)
    with ExitStack() as stack:
        workers = settings.flink_workers
        if not workers:
            from flows.runners.worker_pool import WorkerPool

            workers = stack.enter_context(WorkerPool(wanted)).address
        endpoint = stack.enter_context(running_job_server(flink.server, settings.flink_master, log))
        environment = json.dumps({"url": workers, "params": wanted})
        yield Runner(
            (
                "--runner=PortableRunner",
                f"--job_endpoint={endpoint}",
                "--environment_type=EXTERNAL",
                f"--environment_config={environment}",
                f"--flink_master={settings.flink_master}",
                f"--parallelism={flink.parallelism}",
                f"--sdk_worker_parallelism={flink.workers_of_one}",
            ),
            ATTEMPTS,
            partial(look_at_flink, settings),
            workers,
            settings.staging,
        )
