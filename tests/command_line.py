"""Running `onrecord` as a user does: a process of its own, with a clean environment."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from flows.command.application import application

ROOT = Path(__file__).parents[1]


def clean_environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ONRECORD", "PREFECT", "COV"))}
    # All outlets of the sample site are one host.
    return {**kept, "COLUMNS": "200", "ONRECORD_PER_HOST_SPACING_SECONDS": "0", **more}


def onrecord(
    *arguments: str | Path, given: str = "", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows.command", *map(str, arguments)],
        input=given,
        capture_output=True,
        text=True,
        timeout=150,
        cwd=cwd or ROOT,
        env=clean_environment(**environment),
        check=False,
    )


def rows(home: Path, sql: str) -> list[dict[str, object]]:
    answered = onrecord("sql", sql, "--home", home, "--format", "json")
    assert answered.returncode == 0, answered.stderr
    found = json.loads(answered.stdout)
    assert isinstance(found, list)
    return found


def require_command(arguments: Sequence[str]) -> None:
    """Fail unless `onrecord` takes these arguments; nothing is carried out."""
    command: Any = typer.main.get_command(application)
    left = list(arguments)
    context = command.make_context("onrecord", list(left))
    while hasattr(command, "resolve_command"):
        name, command, left = command.resolve_command(context, left)
        context = command.make_context(name, list(left), parent=context)
