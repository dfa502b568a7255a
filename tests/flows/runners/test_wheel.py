"""What is put on worker machines is what the run has."""

import subprocess
import sys
import zipfile
from pathlib import Path

from command_line import ROOT, clean_environment

from flows.runners.installed import code_digest

SHOWN = "from flows.runners.installed import code_digest; print(code_digest())"


def test_a_wheel_holds_the_same_code_and_all_that_it_reads(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    # Built from a copy: a build leaves folders in the tree that it is made from.
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "flows", "transforms", "warehouse", "seeds", "pyproject.toml",
         "README.md", "LICENSE"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, tracked):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "--wheel-dir", tmp_path, source],
        check=True, env=clean_environment(),
    )  # fmt: skip
    (wheel,) = tmp_path.glob("onrecord-*.whl")
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    told = subprocess.run(
        [sys.executable, "-c", SHOWN], cwd=tmp_path, capture_output=True, text=True, check=True,
        env=clean_environment(PYTHONPATH=str(unpacked)),
    ).stdout.strip()  # fmt: skip
    assert told == code_digest()
    read = [name for name in tracked if name.startswith("seeds/") or name.endswith(".sql")]
    assert [name for name in read if not (unpacked / name).is_file()] == []
