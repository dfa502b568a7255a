"""Prefect's server: the one that is configured, or a local one of our own.

Prefect is told by the environment before it is imported: where its server is, where its
files are, and that it has nothing to report to anybody.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx

from flows.errors import CommandError
from flows.installation.event_log import LogForm
from flows.installation.home import Home
from flows.monitoring.prefect_lines import AS_LINES

START_SECONDS = 120.0
"""A first start makes the database: 12-18 s of work; Prefect's own default of 20 s fails."""
_RUNS_KEPT = timedelta(days=30)
"""Prefect keeps its record of runs for ever unless told; its events stay for its own seven days."""
_PR_SET_PDEATHSIG = 1

OFFLINE = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
}


def configured_server() -> str | None:
    """Return the API address that the environment or Prefect's active profile names."""
    named = os.environ.get("PREFECT_API_URL")
    if named:
        return named
    folder = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    try:
        profiles = tomllib.loads((folder / "profiles.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    active = os.environ.get("PREFECT_PROFILE") or profiles.get("active", "")
    profile = profiles.get("profiles", {}).get(active, {})
    return profile.get("PREFECT_API_URL") or None


def is_healthy(api: str) -> bool:
    """Tell whether a Prefect server answers at ``api``."""
    try:
        answer = httpx.get(f"{api.rstrip('/')}/health", timeout=2.0, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK


def keep_prefect_to_itself(log: LogForm = LogForm.TEXT) -> None:
    """Set what keeps Prefect from reporting to anybody and from starting servers of its own.

    With a log of JSON Lines, what it has to say is such a line, too. To be called before Prefect
    is imported.
    """
    as_lines = AS_LINES if log is LogForm.JSON else {}
    for name, value in (OFFLINE | as_lines).items():
        os.environ.setdefault(name, value)


def local_environment(home: Home, port: int) -> dict[str, str]:
    """Return the variables for a local server and its clients."""
    api = f"http://127.0.0.1:{port}/api"
    return OFFLINE | {
        "PREFECT_HOME": str(home.prefect),
        "PREFECT_API_URL": api,
        "PREFECT_SERVER_UI_API_URL": api,
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(_RUNS_KEPT.total_seconds()),
    }


@contextmanager
def local_server(home: Home, port: int) -> Iterator[str]:
    """Run a Prefect server on loopback while the block lasts; yield its API address.

    The server dies with this process, however it dies (Linux). One that already answers
    on the port is used as it is and left running.

    Raises:
        CommandError: it did not come up; its log and the last line there are told.
    """
    environment = local_environment(home, port)
    os.environ.update(environment)
    api = environment["PREFECT_API_URL"]
    if is_healthy(api):
        yield api
        return
    home.prefect.mkdir(parents=True, exist_ok=True)
    log = home.prefect / "server.log"
    with log.open("ab") as out:
        command = [sys.executable, "-m", "prefect", "server", "start"]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, fixed words
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            # Else it breaks its sentences at 80 columns, and we tell the last one.
            env=os.environ | {"COLUMNS": "400"},
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
    try:
        _wait(process, api, log)
        yield api
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], api: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if is_healthy(api):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise CommandError(
        f"the Prefect server did not come up at {api}: {_last_words(log)} (the end of {log}); "
        "another port may help (--port); `onrecord run` works without a server."
    )


def _last_words(log: Path) -> str:
    """Return the last line that tells anything; an exception is followed by one that does not."""
    lines = map(str.strip, log.read_text("utf-8", "replace").splitlines())
    telling = [line for line in lines if line and line != "An exception occurred."]
    return telling[-1].rstrip(".") if telling else "it said nothing"


def _stop(process: subprocess.Popen[bytes]) -> None:
    for ending in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, ending)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
