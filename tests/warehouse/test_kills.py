"""What is left when a writer is killed, or when somebody else opens the database."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from making import a_revision, an_analysis, an_appearance, land_rows

from warehouse.database import open_private
from warehouse.errors import WarehouseLocked
from warehouse.invariants import broken_invariants, run_count

HERE = Path(__file__).parents[1]
KILLED_BEFORE_THE_COMMIT = """
import sys, time
from pathlib import Path
sys.path[:0] = sys.argv[2:]
import warehouse.landing
from making import a_revision, an_analysis, an_appearance, land_rows

def stop(*_):
    print("all rows are in", flush=True)
    time.sleep(60)

warehouse.landing._assert_unique = stop
revision = a_revision("Tolls rise", "killed")
land_rows(
    Path(sys.argv[1]), "run-2", None, [an_appearance("Tolls rise", revision)],
    revisions=[revision], analyses=[an_analysis(revision)],
)
"""
HELD_OPEN = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
time.sleep(60)
"""


@contextmanager
def killed(script: str, database: Path) -> Iterator[None]:
    """Run a script until it says something; kill it with -9 after the block."""
    command = [sys.executable, "-c", script, str(database), str(HERE), str(HERE.parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        try:
            yield
        finally:
            process.send_signal(signal.SIGKILL)


def test_a_run_that_is_killed_before_its_commit_leaves_no_trace(database: Path) -> None:
    revision = a_revision("Ships wait")
    land_rows(
        database, "run-1", None, [an_appearance("Ships wait", revision)],
        revisions=[revision], analyses=[an_analysis(revision)],
    )  # fmt: skip
    with killed(KILLED_BEFORE_THE_COMMIT, database):
        pass
    with open_private(database) as connection:
        assert run_count(connection) == 1
        assert connection.execute("SELECT text FROM statements").fetchall() == [("Ships wait",)]
        assert broken_invariants(connection) == []
    assert land_rows(database, "run-2").run_seq == 2


def test_a_database_that_another_program_has_open_is_locked_not_damaged(database: Path) -> None:
    with (
        killed(HELD_OPEN, database),
        pytest.raises(WarehouseLocked, match=r"read published\.duckdb"),
        open_private(database),
    ):
        pass
    with duckdb.connect(str(database)):
        pass
