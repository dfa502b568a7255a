"""The README's commands work as they stand, and its outputs are the program's own."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")

pytestmark = pytest.mark.timeout(300)


def documentation_maker() -> ModuleType:
    specification = importlib.util.spec_from_file_location("make", ROOT / "docs" / "make.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def shell_blocks() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [block.strip().splitlines() for block in blocks]


def test_the_commands_of_the_readme_work_in_their_order(tmp_path: Path) -> None:
    """`make run` is what the demo command does; `serve` and real feeds are left out."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    shutil.copy(Path(sys.executable).with_name("onrecord"), programs / "onrecord")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ONRECORD", "PREFECT", "COV"))
    }
    first, using = shell_blocks()[:2]
    assert [line.split()[:2] for line in first] == [["make", "run"], ["make", "test"]]
    assert sum("onrecord" in line for line in using) >= 8
    script = ["set -euo pipefail", "ONRECORD_HOME=$PWD/.onrecord .venv/bin/onrecord demo", *using]
    ran = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr
    printed = " ".join(ran.stdout.split())  # wherever lines were folded
    assert "Alerts: once for each new statement" in printed
    assert "0 refused" in printed
    assert "is good" in printed
    assert "0 bad" in printed


def test_the_table_of_settings_is_made_from_the_settings() -> None:
    maker = documentation_maker()
    assert maker.replaced(README, "settings", maker.settings_table()) == README


def test_every_make_target_of_the_readme_exists_and_is_explained() -> None:
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for target in set(re.findall(r"\bmake ([a-z-]+)\b", README)) - {"and"}:
        assert f"make {target}" in shown
    targets = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for target in " ".join(targets).split():
        assert f"make {target} " in shown
