"""A few of the trials that ``make kills`` makes by the hundred."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

TRIALS = 6


@pytest.mark.timeout(400)
def test_one_more_run_after_a_kill_brings_what_an_undisturbed_run_would_have_brought() -> None:
    script = Path(__file__).with_name("kills.py")
    ended = subprocess.run(
        [sys.executable, script, "--trials", str(TRIALS), "--seed", "3"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr[-2_000:]
    killed = [int(count) for count in re.findall(r"\| (\d+) \|\n", ended.stdout)]
    assert sum(killed) == TRIALS
    assert sum(count > 0 for count in killed) >= 3, ended.stdout
