import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import ROOT, clean_environment
from comparing import NOT_REPLAYED, differing_rows

WORKER = "flows.runners.embedded_worker"
BEFORE_DEATH = 2.0
"""Seconds of CPU: Beam is loaded and the work has begun."""


def test_rows_are_the_same_from_one_process_and_from_two_of_which_one_is_killed(
    landed: Path, tmp_path: Path
) -> None:
    replayed = tmp_path / "replayed"
    run = subprocess.Popen(
        [
            sys.executable, "-m", "flows.command", "replay", "--runner", "processes",
            "--home", landed, "--into", replayed,
        ],
        cwd=ROOT, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    killed = kill_a_worker_of(run)
    printed, errors = run.communicate(timeout=150)
    assert run.returncode == 0, printed + errors
    assert killed
    assert errors == ""
    assert set(differing_rows(landed, replayed)) <= NOT_REPLAYED
    assert list((replayed / "staging").iterdir()) == []


def kill_a_worker_of(run: "subprocess.Popen[str]") -> bool:
    while run.poll() is None:
        for worker in workers_of(run.pid):
            if cpu_seconds(worker) >= BEFORE_DEATH:
                os.kill(worker, signal.SIGKILL)
                return True
        time.sleep(0.05)
    return False


def workers_of(pid: int) -> list[int]:
    """Processes below ``pid`` that are Beam's workers."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and WORKER in words_of(entry) and pid in ancestors(int(entry.name))
    ]


def words_of(entry: Path) -> str:
    try:
        return (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def ancestors(pid: int) -> list[int]:
    found = []
    while pid > 1:
        try:
            pid = int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            break
        found.append(pid)
    return found


def cpu_seconds(pid: int) -> float:
    try:
        words = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(autouse=True)
def _needs_proc() -> None:
    if not Path("/proc/self/stat").exists():
        pytest.skip("finds a worker to kill in /proc")
