import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from warehouse.errors import WarehouseLocked
from warehouse.lock import writer_lock

HOLD = """
import sys, time
from pathlib import Path
from warehouse.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_refused_at_once_and_a_killed_one_frees_the_lock(
    tmp_path: Path,
) -> None:
    lock = tmp_path / "warehouse.lock"
    command = [sys.executable, "-c", HOLD, str(lock)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(WarehouseLocked, match=f"process {holder.pid} is running there"),
            writer_lock(lock),
        ):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    with writer_lock(lock):
        assert lock.read_text() == str(os.getpid())


def test_a_lock_is_freed_at_the_end_of_its_block(tmp_path: Path) -> None:
    lock = tmp_path / "warehouse.lock"
    for _ in range(2):
        with writer_lock(lock):
            pass


def test_a_holder_that_has_not_yet_named_itself_is_another_process(tmp_path: Path) -> None:
    lock = tmp_path / "warehouse.lock"
    with writer_lock(lock):
        lock.write_text("")
        with (
            pytest.raises(WarehouseLocked, match=r"another process .* nothing was written"),
            writer_lock(lock),
        ):
            pass


def test_a_holder_that_holds_it_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    lock = tmp_path / "warehouse.lock"
    first = writer_lock(lock, is_brief=True)
    first.__enter__()
    ending = threading.Timer(0.3, lambda: first.__exit__(None, None, None))
    ending.start()
    with writer_lock(lock):
        assert not ending.is_alive() or ending.finished.is_set()
        assert lock.read_text() == str(os.getpid())
    ending.join()
