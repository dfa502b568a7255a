"""A PostgreSQL of our own, in a temporary folder, reached by a socket alone: also for tests."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = 5432  # names the socket; nothing listens on the network


def find_programs() -> Path | None:
    """Return the folder of initdb, pg_ctl and createdb."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return places[-1].parent if places else None


def why_not() -> str:
    """Return the reason why no server can be started here; empty where one can."""
    if find_programs() is None:
        return "no PostgreSQL is installed: initdb is not on the PATH, nor in /usr/lib/postgresql"
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        return "PostgreSQL refuses to run as root, and there is no setpriv to change the user"
    return ""


class Server:
    """A running server; its superuser is ``onrecord``, without a password."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs, as a user that may."""
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, timeout=60)

    def new_database(self, name: str) -> str:
        """Make a database, and return libpq's words for it."""
        self.run("createdb", "-h", str(self.folder), "-U", "onrecord", name)
        return f"dbname={name} host={self.folder} user=onrecord"


@contextmanager
def running_postgres() -> Iterator[Server]:
    """Give a server that is gone with all its data at the end."""
    programs = find_programs()
    assert programs is not None
    # Not pytest's folder: another user is to get in, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    server = Server(programs, folder)
    data, log = str(folder / "data"), str(folder / "log")
    try:
        server.run("initdb", "-D", data, "-A", "trust", "-U", "onrecord", "--no-sync")
        options = f"-k {folder} -p {PORT} -c listen_addresses='' -c fsync=off"
        server.run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        try:
            yield server
        finally:
            server.run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
