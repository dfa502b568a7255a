"""The pipeline on a real Flink: ``make test-flink``. Not part of ``make test``.

Needs Java, and what ``make test-flink`` fetches into ``.flink/``.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from at_work import workers_at_work
from backfill.archives import articles_of, as_lines
from command_line import ROOT, clean_environment, onrecord
from comparing import NOT_REPLAYED, differing_rows
from standalone_cluster import DISTRIBUTION, JOB_SERVER, StandaloneCluster, free_port

from flows.runners.installed import installed
from flows.runners.worker_pool import WorkerPool

pytestmark = pytest.mark.timeout(900)
SEEN = frozenset({"started_at", "landed_at", "fetched_at", "first_seen_at", "appeared_at"})
"""When a backfill was made."""
ENVIRONMENT = {"ONRECORD_RUNNER__FLINK_JOB_SERVER": str(JOB_SERVER)}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandaloneCluster]:
    assert DISTRIBUTION.is_dir(), "Flink was not fetched: make test-flink"
    with StandaloneCluster(tmp_path_factory.mktemp("flink") / "cluster") as running:
        yield running


@pytest.fixture(scope="module")
def workers() -> Iterator[str]:
    """The address of an `onrecord worker` as it is started on a worker machine."""
    with working(free_port()) as address:
        yield address


@contextmanager
def working(port: int) -> Iterator[str]:
    worker = subprocess.Popen(
        [sys.executable, "-m", "flows.command", "worker", "--port", str(port)],
        cwd=ROOT, env=clean_environment(), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stderr is not None
    while "Workers are given at" not in (line := worker.stderr.readline()):
        assert line, "the worker ended"
    try:
        yield f"localhost:{port}"
    finally:
        worker.terminate()
        worker.communicate(timeout=60)


def replaying(home: Path, into: Path, master: str, workers: str = "") -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [
            sys.executable, "-m", "flows.command", "replay", "--home", home, "--into", into,
            "--runner", "flink", "--flink-master", master,
        ],
        cwd=ROOT, env=clean_environment(ONRECORD_RUNNER__FLINK_WORKERS=workers, **ENVIRONMENT),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def replay(home: Path, into: Path, master: str, workers: str = "") -> tuple[int, str]:
    run = replaying(home, into, master, workers)
    _, errors = run.communicate(timeout=600)
    return run.returncode, errors


def working_processes() -> list[int]:
    """The pool's processes that have begun with their articles."""
    return workers_at_work("flows.runners.worker_process")


def states(cluster: StandaloneCluster) -> list[str]:
    return [str(job["state"]) for job in cluster.ask("jobs/overview").get("jobs", [])]


def nothing_landed(home: Path) -> bool:
    return not (home / "published.duckdb").exists()


def test_a_local_flink_gives_the_same_warehouse(landed: Path, tmp_path: Path) -> None:
    code, errors = replay(landed, tmp_path / "home", "[local]")
    assert code == 0, errors
    assert set(differing_rows(landed, tmp_path / "home")) <= NOT_REPLAYED


def test_a_standalone_cluster_gives_the_same_warehouse(
    landed: Path,
    tmp_path: Path,
    cluster: StandaloneCluster,
    workers: str,
) -> None:
    before = len(states(cluster))
    code, errors = replay(landed, tmp_path / "home", cluster.master, workers)
    assert code == 0, errors
    assert set(differing_rows(landed, tmp_path / "home")) <= NOT_REPLAYED
    assert len(states(cluster)) == before + 1


def test_so_it_does_when_a_worker_is_killed_half_way(
    landed: Path,
    tmp_path: Path,
    cluster: StandaloneCluster,
    workers: str,
) -> None:
    failed = states(cluster).count("FAILED")
    run = replaying(landed, tmp_path / "home", cluster.master, workers)
    while not (at_work := working_processes()):
        assert run.poll() is None, "the run ended before a worker was at work"
        time.sleep(0.02)
    os.kill(at_work[-1], signal.SIGKILL)
    _, errors = run.communicate(timeout=600)
    assert run.returncode == 0, errors
    assert states(cluster).count("FAILED") == failed + 1
    assert set(differing_rows(landed, tmp_path / "home")) <= NOT_REPLAYED


def test_a_backfill_gives_the_same_warehouse_from_one_job_server_for_all_its_parts(
    landed: Path, tmp_path: Path, cluster: StandaloneCluster, workers: str
) -> None:
    archive = as_lines(tmp_path / "articles.jsonl", articles_of(landed))
    flags = ["backfill", archive, "--part-size", "8", "--home"]
    before = states(cluster).count("FINISHED")
    embedded = onrecord(*flags, tmp_path / "embedded")
    assert embedded.returncode == 0, embedded.stderr
    shared = tmp_path / "shared"
    on_flink = subprocess.run(
        [
            sys.executable, "-m", "flows.command", *flags, tmp_path / "flink",
            "--runner", "flink", "--flink-master", cluster.master,
        ],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
        env=clean_environment(
            ONRECORD_RUNNER__FLINK_WORKERS=workers, ONRECORD_RUNNER__STAGING=str(shared),
            **ENVIRONMENT,
        ),
    )  # fmt: skip
    assert on_flink.returncode == 0, on_flink.stderr
    assert states(cluster).count("FINISHED") > before + 1
    assert differing_rows(tmp_path / "embedded", tmp_path / "flink", SEEN) == {}
    assert list(shared.rglob("*.parquet")) == []


def test_a_worker_with_another_model_refuses_and_the_run_says_so(
    landed: Path,
    tmp_path: Path,
    cluster: StandaloneCluster,
) -> None:
    with WorkerPool(installed() | {"language model": "small-1"}) as other:
        code, errors = replay(landed, tmp_path / "home", cluster.master, other.address)
    assert code == 1
    assert "refuses this run: language model small-1 where the run has" in errors
    assert "Traceback" not in errors
    assert nothing_landed(tmp_path / "home")


def test_workers_that_are_not_there_are_told(
    landed: Path,
    tmp_path: Path,
    cluster: StandaloneCluster,
) -> None:
    nobody = f"localhost:{free_port()}"
    code, errors = replay(landed, tmp_path / "home", cluster.master, nobody)
    assert code == 1
    assert f"finds no worker at {nobody}" in errors
    assert nothing_landed(tmp_path / "home")


def test_a_cluster_that_lost_its_only_task_manager_is_told(
    landed: Path,
    tmp_path: Path,
    workers: str,
) -> None:
    with StandaloneCluster(tmp_path / "cluster") as cluster:
        run = replaying(landed, tmp_path / "home", cluster.master, workers)
        while not working_processes():
            assert run.poll() is None, "the run ended before a worker was at work"
            time.sleep(0.02)
        cluster.kill_task_manager()
        _, errors = run.communicate(timeout=600)
    assert run.returncode in (1, 2), errors
    assert "has no task manager" in errors or "the runner failed" in errors
    assert "Traceback" not in errors
    assert nothing_landed(tmp_path / "home")


def test_a_cluster_without_a_task_manager_is_told_at_once(tmp_path: Path) -> None:
    with StandaloneCluster(tmp_path / "cluster", slots=0) as cluster:
        ended = onrecord(
            "run", "--home", tmp_path / "home", "--runner", "flink", "--flink-master",
            cluster.master, ONRECORD_RUNNER__FLINK_WORKERS="localhost:1", **ENVIRONMENT,
        )  # fmt: skip
    assert ended.returncode == 2
    assert f"Flink at {cluster.master} has no task manager" in ended.stderr
    assert not (tmp_path / "home").exists()
