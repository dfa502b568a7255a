"""`onrecord serve` with real processes: a real Prefect server, real runs, real kills."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from command_line import onrecord
from hanging_feed import HangingFeed

from flows.installation.home import Home
from flows.sample.site import SampleSite
from warehouse.errors import NothingPublished
from warehouse.reading import query
from warehouse.snapshot import open_published

pytestmark = pytest.mark.timeout(400)

PATIENCE = 120.0
EVERY = "5s"
_IN_THE_BACKGROUND = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")
"""A shell starts background commands so; the service must stop all the same. Not by a function
before exec: in a copy of this process gRPC, where another test has loaded it, writes to the log."""


@contextmanager
def service(
    home: Home, port: int, *feeds: str, form: str = "text"
) -> Iterator[subprocess.Popen[bytes]]:
    arguments = [*_IN_THE_BACKGROUND, sys.executable, "-m", "flows.command"]
    arguments += ["serve", "--every", EVERY, "--log", form]
    arguments += ["--home", str(home.folder), "--port", str(port), "--allow-private"]
    for feed in feeds:
        arguments += ["--feed", feed]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "ONRECORD"))}
    home.prepare()
    with (home.folder / f"service.{form}").open("ab") as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log, env=environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()
            process.wait()


def runs_landed(home: Home) -> int:
    with suppress(NothingPublished), open_published(home.published) as connection:
        return int(query(connection, "SELECT count(*) FROM runs").rows[0][0])
    return 0


def wait_until(condition: Callable[[], bool], home: Home) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            said = [log.read_text("utf-8", "replace") for log in home.folder.glob("service.*")]
            pytest.fail(
                f"nothing came within {PATIENCE:g} s; the service said:\n{said[-1][-3000:]}"
            )
        time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def process_lives(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def ask_prefect(port: int, path: str) -> list[dict[str, object]]:
    answer = httpx.post(f"http://127.0.0.1:{port}/api/{path}", json={}, trust_env=False)
    found: list[dict[str, object]] = answer.raise_for_status().json()
    return found


def assert_a_single_run_uses_the_configured_server(home: Path, port: int, feed: str) -> None:
    ended = onrecord(
        "run", "--home", home, "--allow-private", "--feed", feed,
        PREFECT_API_URL=f"http://127.0.0.1:{port}/api",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "run directly" not in ended.stderr
    tasks = {str(run["name"]).rsplit("-", 1)[0] for run in ask_prefect(port, "task_runs/filter")}
    assert {"poll", "pages", "transform", "land", "publish", "deliver"} <= tasks
    artifacts = {run["key"]: run for run in ask_prefect(port, "artifacts/filter")}
    assert "new statements" in str(artifacts["ukraine-plan-new-statements"]["description"])
    assert "radio-meridian" in str(artifacts["ukraine-plan-feeds"]["data"])


def test_scheduled_runs_come_survive_kills_of_a_run_and_of_the_whole_service(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path / "home")
    port = free_port()
    with SampleSite(1) as site, HangingFeed() as hanging:
        feed = site.feeds[0].url
        with service(home, port, feed, hanging.url) as serving:
            assert hanging.asked.wait(PATIENCE), "the first run comes at once"
            os.kill(int(home.lock.read_text()), signal.SIGKILL)
            hanging.may_answer.set()
            wait_until(lambda: runs_landed(home) >= 2, home)
            serving.kill()
            serving.wait()
        wait_until(lambda: port_is_free(port), home)
        before = runs_landed(home)
        with service(home, port, feed, hanging.url, form="json") as serving:
            wait_until(lambda: runs_landed(home) >= before + 2, home)
            assert_a_single_run_uses_the_configured_server(tmp_path / "other", port, feed)
            hanging.hang_again()
            assert hanging.asked.wait(PATIENCE), "a run is under way"
            serving.terminate()
            assert serving.wait(60) == 0
        assert not process_lives(int(home.lock.read_text())), "the run ended before the service"
        told = (home.folder / "service.text").read_text("utf-8")
        assert "Prefect's page" in told
        assert "UTC  Run 1: " in told
        lines = (home.folder / "service.json").read_text("utf-8").splitlines()
        events = [json.loads(line)["event"] for line in lines]
        assert (events[0], events[-1]) == ("service.started", "service.stopped"), lines[-3:]
        assert events.count("run.ended") >= 2
        with open_published(home.published) as connection:
            landed = query(connection, "SELECT started_at, landed_at FROM runs ORDER BY run_seq")
        ends = [row[1] for row in landed.rows]
        starts = [row[0] for row in landed.rows]
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
