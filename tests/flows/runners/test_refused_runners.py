"""What is wrong with a runner is told in one line before anything is written."""

import json
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from command_line import onrecord

from flows.errors import ConfigurationError
from flows.runners.flink import look_at_flink
from flows.runners.job_server import find_java, find_job_server, running_job_server
from flows.runners.runner_settings import RunnerSettings

DRIVER = "org/apache/beam/runners/flink/FlinkJobServerDriver.class"
GOOD: dict[str, Any] = {
    "config": {"flink-version": "1.19.3"},
    "overview": {"slots-total": 2, "slots-available": 2},
    "taskmanagers": {"taskmanagers": [{"slotsNumber": 2}]},
}


def job_server(folder: Path, beam: str, flink: str = "1.19.0") -> Path:
    """The files of a job server that are read before it is started, in two jars."""
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.jar", "w") as jar:
        jar.writestr(DRIVER, b"")
        jar.writestr("org/apache/beam/sdk/sdk.properties", f"# words\nversion={beam}\n")
    with zipfile.ZipFile(folder / "b.jar", "w") as jar:
        jar.writestr(".flink-runtime.version.properties", f"project.version={flink}\n")
    return folder


@contextmanager
def answering(answers: Mapping[str, Any]) -> Iterator[str]:
    """A server on loopback that answers as a Flink might."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answers.get(self.path.strip("/"))
            self.send_response(200 if found is not None else 404)
            self.end_headers()
            self.wfile.write(found if isinstance(found, bytes) else json.dumps(found).encode())

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("localhost", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"localhost:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Something that can be started as Java, and fails."""
    launcher = tmp_path / "jdk" / "bin" / "java"
    launcher.parent.mkdir(parents=True)
    launcher.write_text('#!/bin/sh\necho "Error: no room for a heap"\nexit 1\n')
    launcher.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "jdk"))
    return launcher


@pytest.fixture
def server(tmp_path: Path) -> str:
    return str(job_server(tmp_path / "server", version("apache-beam")))


def refusal(**settings: str) -> str:
    with pytest.raises(ConfigurationError) as refused:
        look_at_flink(RunnerSettings.model_validate(settings))
    message = str(refused.value)
    assert "\n" not in message
    assert message.endswith("nothing was written.")
    return message


def test_java_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "there is no java in PATH" in refusal()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "gone"))
    assert f"no java in JAVA_HOME ({tmp_path / 'gone'})" in refusal()


def test_a_job_server_is_read_before_it_is_started(java: Path, tmp_path: Path) -> None:
    assert find_java() == str(java)
    nowhere = tmp_path / "nowhere"
    assert f"no Flink job server at {nowhere}" in refusal(flink_job_server=str(nowhere))
    (tmp_path / "empty").mkdir()
    assert "no Flink job server" in refusal(flink_job_server=str(tmp_path / "empty"))
    (tmp_path / "page.jar").write_text("<html>404 Not Found</html>")
    assert "cannot be read" in refusal(flink_job_server=str(tmp_path / "page.jar"))
    other = job_server(tmp_path / "other", "2.41.0")
    assert "is of Beam 2.41.0, and this onrecord has Beam" in refusal(flink_job_server=str(other))
    (other / "b.jar").unlink()
    assert "is no Flink job server of Beam" in refusal(flink_job_server=str(other))
    tried = find_job_server(str(job_server(tmp_path / "tried", "2.62.0")))
    assert (tried.beam_version, tried.flink_version, len(tried.jars)) == ("2.62.0", "1.19.0", 2)


def test_a_job_server_that_does_not_start_is_told_with_its_last_words(
    java: Path, server: str, tmp_path: Path
) -> None:
    found, log = find_job_server(server), tmp_path / "log"
    with (
        pytest.raises(ConfigurationError, match=r"did not start \(Error: no room for a heap\)"),
        running_job_server(found, "[local]", log),
    ):
        raise AssertionError("nothing was started")


@pytest.mark.usefixtures("java")
@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({}, "is no Flink"),
        ({"config": b"<html>"}, "is no Flink"),
        ({"config": [1]}, "is no Flink"),
        ({"config": {"flink-version": "1.20.1"}}, "is 1.20.1, and the job server is for 1.19"),
        (GOOD | {"overview": {"slots-total": 0}}, "has no task manager"),
        (GOOD | {"overview": {"slots-total": 2, "slots-available": 0}}, "all 2 slots of Flink"),
    ],
)
def test_the_master_is_asked_before_anything_is_submitted(
    answers: dict[str, Any], reason: str, server: str
) -> None:
    with answering(answers) as master:
        settings = {"flink_master": master, "flink_workers": "localhost:1"}
        assert reason in refusal(flink_job_server=server, **settings)


@pytest.mark.usefixtures("java")
def test_a_master_that_is_not_there_or_has_no_workers_named(server: str) -> None:
    with answering(GOOD) as master:
        here = {"flink_job_server": server, "flink_master": master}
        assert "Flink's task managers need workers" in refusal(**here)
        found = look_at_flink(RunnerSettings(**here, flink_workers="localhost:1"))
        assert (found.parallelism, found.workers_of_one) == (2, 2)
        assert found.description.startswith(f"1.19.3 at {master}, 2 of 2 slots free; job server of")
    assert f"no Flink answers at {master}" in refusal(**here, flink_workers="localhost:1")


def test_a_user_reads_one_line_and_nothing_is_written(tmp_path: Path) -> None:
    flags = ["--home", tmp_path / "home", "--runner", "flink", "--flink-master"]
    bad = onrecord("run", *flags, "http://flink.example:8081/")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "runner.flink_master" in bad.stderr
    gone = onrecord("run", *flags, "localhost:1", ONRECORD_RUNNER__FLINK_JOB_SERVER="/gone.jar")
    assert (gone.returncode, gone.stdout) == (2, "")
    assert len(gone.stderr.splitlines()) == 1
    assert "no Flink job server at /gone.jar" in gone.stderr or "no java" in gone.stderr
    examined = onrecord(
        "doctor", "--home", tmp_path / "home", ONRECORD_RUNNER__NAME="flink",
        ONRECORD_RUNNER__FLINK_JOB_SERVER="/gone.jar",
    )  # fmt: skip
    assert examined.returncode == 1
    assert "BAD runner: there is no" in examined.stdout
    assert not (tmp_path / "home").exists()
