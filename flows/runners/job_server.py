"""Beam's Flink job server: which one is there, and one that runs as long as it is needed.

It takes a pipeline from Python and hands it to Flink. It may be the one jar that Beam
publishes, or a folder with that jar's parts, as ``make flink`` fetches them.
"""

import os
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from flows.errors import ConfigurationError
from flows.free_port import free_port

FOLDER = Path(__file__).parents[2] / ".flink" / "job-server"
"""Where ``make flink`` puts it, in a checkout."""

TESTED = frozenset({"2.62.0"})
"""Job servers that this version's tests run with, besides the one of Beam's own version."""

START_SECONDS = 60.0
_DRIVER = "org.apache.beam.runners.flink.FlinkJobServerDriver"
_BEAM_VERSION = "org/apache/beam/sdk/sdk.properties"
_FLINK_VERSION = ".flink-runtime.version.properties"
_HINT = "`make flink` fetches one, or name one with flink_job_server in [runner]"


@dataclass(frozen=True, slots=True)
class JobServer:
    """A job server's files, and what they say of themselves."""

    jars: tuple[Path, ...]
    beam_version: str
    flink_version: str


def find_job_server(named: str = "") -> JobServer:
    """Return the job server at a path, else the one that ``make flink`` fetched.

    Raises:
        ConfigurationError: there is none, it is none, or it is of a version that was not tried.
    """
    path = Path(named).expanduser() if named else FOLDER
    jars = tuple(sorted(path.glob("*.jar"))) if path.is_dir() else (path,)
    if not jars or not jars[0].is_file():
        raise ConfigurationError(
            f"there is no Flink job server at {path}: {_HINT}; nothing was written."
        )
    found = _read(path, jars)
    own = version("apache-beam")
    if found.beam_version not in TESTED | {own}:
        raise ConfigurationError(
            f"the Flink job server at {path} is of Beam {found.beam_version}, and this onrecord "
            f"has Beam {own}, which was tried with {', '.join(sorted(TESTED))} and its own "
            f"version: {_HINT}; nothing was written."
        )
    return found


def find_java() -> str:
    """Return the Java launcher of JAVA_HOME, else of PATH.

    Raises:
        ConfigurationError: there is none.
    """
    home = os.environ.get("JAVA_HOME", "")
    java = shutil.which(str(Path(home, "bin", "java"))) if home else shutil.which("java")
    if java is None:
        where = f"JAVA_HOME ({home})" if home else "PATH"
        raise ConfigurationError(
            f"there is no java in {where}, and Flink needs Java 11 or 17: install it, or set "
            "JAVA_HOME; nothing was written."
        )
    return java


@contextmanager
def running_job_server(server: JobServer, master: str, log: Path) -> Iterator[str]:
    """Start the job server, give its HOST:PORT, and end it with the block.

    Args:
        server: What ``find_job_server`` found.
        master: HOST:PORT of Flink's REST address, or ``[local]``.
        log: File that takes what it says.

    Raises:
        ConfigurationError: it did not start.
    """
    port = free_port()
    command = _command(server, master, port)
    with log.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603 - the jars that the settings name
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        _await(process, port, log)
        yield f"localhost:{port}"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _command(server: JobServer, master: str, port: int) -> Sequence[str]:
    classpath = os.pathsep.join(str(jar.absolute()) for jar in server.jars)
    return [
        find_java(), "-cp", classpath, _DRIVER, "--job-host=localhost", f"--job-port={port}",
        "--artifact-port=0", "--expansion-port=0", f"--flink-master={master}",
    ]  # fmt: skip


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("localhost", port)) == 0:
                return
        time.sleep(0.1)
    raise ConfigurationError(
        f"the Flink job server did not start ({_last_line(log)}): see {log}; nothing was landed."
    )


def _read(path: Path, jars: Sequence[Path]) -> JobServer:
    versions = {_BEAM_VERSION: "", _FLINK_VERSION: ""}
    has_driver = False
    for jar in jars:
        try:
            with zipfile.ZipFile(jar) as opened:
                names = set(opened.namelist())
                has_driver |= _DRIVER.replace(".", "/") + ".class" in names
                for name in versions.keys() & names:
                    versions[name] = _property(opened.read(name).decode("utf-8", "replace"))
        except (OSError, zipfile.BadZipFile) as error:
            raise ConfigurationError(
                f"{jar} cannot be read ({error}): fetch the job server again; nothing was written."
            ) from error
    if not (has_driver and all(versions.values())):
        raise ConfigurationError(
            f"{path} is no Flink job server of Beam: {_HINT}; nothing was written."
        )
    return JobServer(tuple(jars), versions[_BEAM_VERSION], versions[_FLINK_VERSION])


def _property(text: str) -> str:
    for line in text.splitlines():
        name, _, value = line.partition("=")
        if name in ("version", "project.version"):
            return value.strip()
    return ""


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").split("\n")
    said = [line.strip() for line in lines if line.strip() and not line.startswith("\tat ")]
    return said[-1] if said else "it said nothing"
