"""A home on a disk that fills up, and on one that turns read-only: real file systems in memory."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_line import onrecord, rows

from flows.sample.site import SampleSite

MEGABYTE = 1_000_000


@contextmanager
def mounted(folder: Path, size: int) -> Iterator[Path]:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting a file system in memory needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def remount(folder: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", str(folder)], check=True)


def told(stderr: str) -> list[str]:
    assert "Traceback" not in stderr, stderr
    return [line for line in stderr.splitlines() if line.startswith("onrecord: ")]


@pytest.mark.parametrize("room", [0.02, 0.3])
def test_a_full_disk_is_one_line_and_with_room_the_next_run_goes_on(
    landed: Path, tmp_path: Path, room: float
) -> None:
    held = sum(path.stat().st_size for path in landed.rglob("*") if path.is_file())
    with mounted(tmp_path / "disk", int(held * (1 + room))) as disk, SampleSite(2) as site:
        home = shutil.copytree(landed, disk / "home")
        feeds = [word for feed in site.feeds for word in ("--feed", feed.url)]
        full = onrecord("run", "--home", home, "--allow-private", *feeds)
        assert full.returncode == 1, full.stdout + full.stderr
        (line,) = told(full.stderr)
        assert "space" in line.lower()
        assert rows(home, "SELECT count(*) AS n FROM runs")[0]["n"] >= 1, "it is readable still"

        remount(disk, f"size={held * 8}")
        mended = onrecord("run", "--home", home, "--allow-private", *feeds)
        assert mended.returncode == 0, mended.stderr
        assert onrecord("doctor", "--home", home).returncode == 0
        assert rows(home, "SELECT count(*) AS n FROM articles")[0]["n"] > 11


def test_a_disk_that_is_read_only_is_one_line_and_can_be_read(landed: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 100 * MEGABYTE) as disk:
        home = shutil.copytree(landed, disk / "home")
        remount(disk, "ro")
        ended = onrecord("run", "--home", home, "--feed", "http://127.0.0.1:9/")
        assert ended.returncode == 2
        assert "cannot be written to" in told(ended.stderr)[0]
        assert rows(home, "SELECT count(*) AS n FROM articles")[0]["n"] == 11
        remount(disk, "rw")
