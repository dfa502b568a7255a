import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from at_work import workers_at_work
from command_line import ROOT, clean_environment
from comparing import NOT_REPLAYED, differing_rows

WORKER = "flows.runners.embedded_worker"


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
        for worker in workers_at_work(WORKER, run.pid):
            os.kill(worker, signal.SIGKILL)
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(autouse=True)
def _needs_proc() -> None:
    if not Path("/proc/self/stat").exists():
        pytest.skip("finds a worker to kill in /proc")
