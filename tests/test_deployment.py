"""The files of docs/deploy are good for the programs that read them, and name what exists."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command_line import ROOT, require_command

from flows.installation.home import HOME_VARIABLE
from flows.installation.settings import PREFIX, Settings

DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]["monitor"]


def command_lines() -> list[list[str]]:
    """What the units, the container and its health check call, after ``onrecord``."""
    called = [
        line.split()[1:]
        for unit in UNITS
        for line in re.findall(r"^ExecStart=(.*)$", unit.read_text("utf-8"), re.MULTILINE)
    ]
    found = re.search(r"^CMD (\[.*\])$", CONTAINERFILE, re.MULTILINE)
    assert found is not None
    checked = COMPOSE["healthcheck"]["test"]
    assert checked[:2] == ["CMD", "onrecord"]
    return [*called, yaml.safe_load(found[1]), COMPOSE["command"], checked[2:]]


def test_every_command_line_is_one_that_onrecord_takes() -> None:
    lines = command_lines()
    assert len(lines) == len(UNITS) + 3
    for line in lines:
        require_command(line)


def test_the_variables_that_are_set_are_settings() -> None:
    texts = [*(unit.read_text("utf-8") for unit in UNITS), CONTAINERFILE]
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {HOME_VARIABLE}
    assert {name for text in texts for name in re.findall(r"\b(ONRECORD_\w+)=", text)} <= known


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not here: apt-get install systemd")
    for unit in (*UNITS, DEPLOY / "onrecord.timer"):
        text = unit.read_text("utf-8").replace("/opt/onrecord/.venv/bin/onrecord", sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    found = subprocess.run(
        [program, "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    # It also complains of units of the machine's own; a wrong key is only a warning to it.
    own = [line for line in (found.stdout + found.stderr).splitlines() if "onrecord" in line]
    assert (found.returncode, own) == (0, [])


def test_compose_takes_the_file() -> None:
    for program in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(program[0]) and not call(*program, "version").returncode:
            taken = call(*program, "--file", str(DEPLOY / "compose.yaml"), "config")
            assert taken.returncode == 0, taken.stderr
            return
    pytest.skip("neither `docker compose` nor docker-compose is here")


def test_what_the_container_is_built_from_exists() -> None:
    build = COMPOSE["build"]
    assert (DEPLOY / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).samefile(DEPLOY / "Containerfile")
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.*)$", CONTAINERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    }
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    ignore = (DEPLOY / "Containerfile.dockerignore").read_text("utf-8").splitlines()
    assert {line.removeprefix("!") for line in ignore if line.startswith("!")} == copied


def call(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)
