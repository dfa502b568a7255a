"""The worker pool that a Flink task manager asks for Python processes.

It speaks Beam's ``BeamFnExternalWorkerPool`` (beam_fn_api.proto), as Beam's own
``worker_pool_main`` does. Besides, it compares what is installed here with what the run was
started with, and refuses at once; it starts this interpreter, not the first on PATH; and it
listens on loopback if it is not told otherwise, for whoever reaches it can run code here.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

import grpc
from apache_beam.portability.api import beam_fn_api_pb2 as messages
from apache_beam.portability.api import beam_fn_api_pb2_grpc as services

from flows.errors import ConfigurationError
from flows.runners.installed import difference
from flows.runners.worker_refusal import REFUSED


class WorkerPool(services.BeamFnExternalWorkerPoolServicer):
    """Starts one process for each worker that Flink asks for. Use as a context manager."""

    def __init__(
        self, installed: Mapping[str, str], host: str = "localhost", port: int = 0
    ) -> None:
        """Listen at ``host`` and ``port``; 0 takes a free one.

        Raises:
            ConfigurationError: the port is taken.
        """
        self._installed = installed
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()
        self._server = grpc.server(ThreadPoolExecutor(8), options=[("grpc.so_reuseport", 0)])
        services.add_BeamFnExternalWorkerPoolServicer_to_server(self, self._server)
        try:
            self.port = int(self._server.add_insecure_port(f"{host}:{port}"))
        except RuntimeError as error:
            raise ConfigurationError(
                f"workers cannot listen at {host}:{port} (it is taken, or not of this machine): "
                "name another with --host and --port; nothing was started."
            ) from error
        self.address = f"{host}:{self.port}"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(0)
        with self._lock:
            for process in self._processes.values():
                _end(process)
            self._processes.clear()

    def StartWorker(self, request: Any, context: Any) -> Any:  # noqa: ANN401, N802 - Beam's name
        """Start a process for a worker, or say why not."""
        del context
        differs = difference(dict(request.params), self._installed) if request.params else ""
        if differs or not request.params:
            reason = differs or "it was not started by onrecord"
            return messages.StartWorkerResponse(error=f"{REFUSED} {reason}.")
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [
                sys.executable, "-m", "flows.runners.worker_process",
                request.control_endpoint.url, request.worker_id,
            ],
            stdin=subprocess.DEVNULL,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        with self._lock:
            self._processes[request.worker_id] = process
        return messages.StartWorkerResponse()

    def StopWorker(self, request: Any, context: Any) -> Any:  # noqa: ANN401, N802 - Beam's name
        """End a worker's process."""
        del context
        with self._lock:
            process = self._processes.pop(request.worker_id, None)
        if process is not None:
            _end(process)
        return messages.StopWorkerResponse()

    def process_ids(self) -> list[int]:
        """Return the ids of the processes that are at work."""
        with self._lock:
            return [item.pid for item in self._processes.values() if item.poll() is None]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
