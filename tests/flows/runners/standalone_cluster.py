"""A standalone Flink on loopback, from its own distribution: a job manager and a task manager."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[3]
DISTRIBUTION = ROOT / ".flink" / "distribution"
JOB_SERVER = ROOT / ".flink" / "job-server"
START_SECONDS = 90

OPENED = (
    "java.base/java.lang", "java.base/java.lang.invoke", "java.base/java.lang.reflect",
    "java.base/java.net", "java.base/java.io", "java.base/java.nio", "java.base/java.text",
    "java.base/java.time", "java.base/java.util", "java.base/java.util.concurrent",
    "java.base/java.util.concurrent.atomic", "java.base/java.util.concurrent.locks",
    "java.base/sun.net.util",
)  # fmt: skip
"""What Flink's own scripts open to it on Java 17."""

# Without the scripts nobody works these out for a task manager.
MEMORY = {
    "taskmanager.cpu.cores": "2",
    "taskmanager.memory.task.heap.size": "384m",
    "taskmanager.memory.task.off-heap.size": "0m",
    "taskmanager.memory.framework.heap.size": "128m",
    "taskmanager.memory.framework.off-heap.size": "128m",
    "taskmanager.memory.managed.size": "128m",
    "taskmanager.memory.jvm-metaspace.size": "256m",
    "taskmanager.memory.jvm-overhead.min": "192m",
    "taskmanager.memory.jvm-overhead.max": "192m",
    "taskmanager.memory.network.min": "128m",
    "taskmanager.memory.network.max": "128m",
}


class StandaloneCluster:
    """Use as a context manager; ``master`` is its REST address."""

    def __init__(self, folder: Path, slots: int = 2, **settings: str) -> None:
        self._folder = folder
        self._slots = slots
        self._settings = {
            "jobmanager.rpc.address": "localhost",
            "jobmanager.bind-host": "localhost",
            "taskmanager.bind-host": "localhost",
            "taskmanager.host": "localhost",
            "rest.address": "localhost",
            "rest.bind-address": "localhost",
            "jobmanager.rpc.port": str(free_port()),
            "rest.port": str(free_port()),
            "parallelism.default": "1",
            "taskmanager.network.sort-shuffle.min-buffers": "64",
            "io.tmp.dirs": str(folder / "temporary"),
            "blob.storage.directory": str(folder / "blobs"),
            "heartbeat.timeout": "10000",
            "heartbeat.interval": "2000",
            "taskmanager.numberOfTaskSlots": str(max(slots, 1)),
            **MEMORY,
        } | {name.replace("__", "."): value for name, value in settings.items()}
        self._processes: list[subprocess.Popen[bytes]] = []
        self.master = f"localhost:{self._settings['rest.port']}"

    def __enter__(self) -> Self:
        (self._folder / "conf").mkdir(parents=True)
        (self._folder / "temporary").mkdir()
        lines = [f"{name}: {value}" for name, value in self._settings.items()]
        (self._folder / "conf" / "flink-conf.yaml").write_text("\n".join(lines) + "\n")
        self._start("StandaloneSessionClusterEntrypoint", "entrypoint", "1024m")
        if self._slots:
            self._start("TaskManagerRunner", "taskexecutor", "640m")
        self._wait_for_slots()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()

    def kill_task_manager(self) -> None:
        self._processes[-1].kill()
        self._processes.pop().wait()

    def ask(self, path: str) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"http://{self.master}/{path}", timeout=5) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except OSError:
            return {}

    def _wait_for_slots(self) -> None:
        until = time.monotonic() + START_SECONDS
        while self.ask("overview").get("slots-total") != self._slots:
            dead = any(process.poll() is not None for process in self._processes)
            assert not dead, f"Flink did not start: {self._log()[-3000:]}"
            assert time.monotonic() < until, f"Flink did not get there: {self._log()[-3000:]}"
            time.sleep(0.2)

    def _start(self, entry: str, package: str, memory: str) -> None:
        opened = [f"--add-opens={module}=ALL-UNNAMED" for module in OPENED]
        command = [
            "java", f"-Xmx{memory}", "-XX:MaxDirectMemorySize=512m", *opened,
            "-cp", f"{DISTRIBUTION}/*", f"org.apache.flink.runtime.{package}.{entry}",
            "--configDir", str(self._folder / "conf"),
        ]  # fmt: skip
        with (self._folder / f"{entry}.log").open("wb") as log:
            self._processes.append(
                subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                    env={**os.environ, "LC_ALL": "C.UTF-8"},
                )
            )  # fmt: skip

    def _log(self) -> str:
        return "\n".join(path.read_text("utf-8", "replace") for path in self._folder.glob("*.log"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])
