import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from apache_beam.portability.api import beam_fn_api_pb2 as messages
from apache_beam.portability.api import beam_fn_api_pb2_grpc as services
from apache_beam.portability.api import endpoints_pb2 as endpoints
from command_line import ROOT, clean_environment

from flows.errors import ConfigurationError
from flows.runners.installed import code_digest, difference, installed
from flows.runners.worker_pool import WorkerPool
from flows.runners.worker_refusal import REFUSED

HERE = {"onrecord": "1+abc", "language model": "small-1", "Python": "3.11"}


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(HERE) as running:
        yield running


def ask(pool: WorkerPool, **params: str) -> str:
    request = messages.StartWorkerRequest(
        worker_id="w-1",
        control_endpoint=endpoints.ApiServiceDescriptor(url="localhost:1"),
        params={name.replace("_", " "): value for name, value in params.items()},
    )
    with grpc.insecure_channel(pool.address) as channel:
        stub = services.BeamFnExternalWorkerPoolStub(channel)
        return str(stub.StartWorker(request, timeout=30).error)


def stop(pool: WorkerPool) -> None:
    with grpc.insecure_channel(pool.address) as channel:
        stub = services.BeamFnExternalWorkerPoolStub(channel)
        stub.StopWorker(messages.StopWorkerRequest(worker_id="w-1"), timeout=30)


def test_a_run_with_other_code_or_another_model_is_refused_with_what_differs(
    pool: WorkerPool,
) -> None:
    assert ask(pool, onrecord="1+abd", language_model="small-1", Python="3.12") == (
        f"{REFUSED} Python 3.11 where the run has 3.12, onrecord 1+abc where the run has 1+abd."
    )
    assert ask(pool) == f"{REFUSED} it was not started by onrecord."
    assert pool.process_ids() == []


def test_a_worker_is_a_process_that_ends_when_it_is_stopped_or_the_pool_is(
    pool: WorkerPool,
) -> None:
    same = {name.replace(" ", "_"): value for name, value in HERE.items()}
    assert ask(pool, **same) == ""
    (pid,) = pool.process_ids()
    stop(pool)
    assert pool.process_ids() == []
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_taken_port_is_told(pool: WorkerPool) -> None:
    with pytest.raises(ConfigurationError, match="workers cannot listen at localhost:"):
        WorkerPool(HERE, port=pool.port)


def test_what_is_installed_differs_only_where_code_or_model_do(tmp_path: Path) -> None:
    here = installed()
    assert here["onrecord"].endswith(f"+{code_digest()}")
    assert difference(here, installed()) == ""
    config = tmp_path / "model"
    config.mkdir()
    (config / "config.cfg").write_text("[nlp]\n")
    other = installed(str(config))
    assert difference(here, other).startswith(f"language model {other['language model']} where")


def test_the_command_says_where_it_listens_and_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    with WorkerPool(HERE) as free:
        port = free.port
    worker = subprocess.Popen(
        [sys.executable, "-m", "flows.command", "worker", "--port", str(port), "--home", tmp_path],
        cwd=ROOT, env=clean_environment(), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stderr is not None
    first = worker.stderr.readline()
    while "onrecord" not in first and worker.poll() is None:
        first = worker.stderr.readline()
    worker.send_signal(signal.SIGTERM)
    rest = worker.communicate(timeout=60)[1]
    assert f"Workers are given at localhost:{port}" in first + rest or "onrecord" in first
    assert worker.returncode == 0
