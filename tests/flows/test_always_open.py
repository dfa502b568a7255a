"""Readers of three kinds hold the published file while runs land and publish beside them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel
from making import land_rows

from warehouse.snapshot import publish

RUNS = 50
COUNT = "SELECT count(*) || ' runs' FROM runs"
DONE = "--done--"
READER = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    if line.strip() == "reopen":
        connection.close()
        connection = duckdb.connect(sys.argv[1], read_only=True)
    else:
        print(connection.execute(line).fetchall()[0][0])
    print("--done--", flush=True)
"""


class Piped:
    """A reader that takes lines and marks the end of each answer."""

    def __init__(self, process: "subprocess.Popen[str]", count: str, reopen: str) -> None:
        self.process, self.count, self.reopen = process, count, reopen

    def asked(self) -> str:
        return self._tell(self.count)

    def reopened(self) -> str:
        self._tell(self.reopen)
        return self.asked()

    def _tell(self, line: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        said = ""
        while DONE not in (answer := self.process.stdout.readline()):
            assert answer, "the reader ended"
            said += answer
        return said.strip()


@contextmanager
def piped(command: list[str], count: str, reopen: str) -> Iterator[Piped]:
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        yield Piped(process, count, reopen)
        assert process.poll() is None
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0


@contextmanager
def kernel(published: Path) -> Iterator["Kernel"]:
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        yield Kernel(client, published)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


class Kernel:
    """A notebook's kernel, whose cells are sent as a notebook sends them."""

    def __init__(self, client: BlockingKernelClient, published: Path) -> None:
        self.client = client
        self.opening = f"connection = duckdb.connect({str(published)!r}, read_only=True)"
        self._run(f"import duckdb; {self.opening}")

    def asked(self) -> str:
        return self._run(f'print(connection.execute("""{COUNT}""").fetchall()[0][0])')

    def reopened(self) -> str:
        self._run(f"connection.close(); {self.opening}")
        return self.asked()

    def _run(self, cell: str) -> str:
        said: list[str] = []

        def listen(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream":
                said.append(message["content"]["text"])

        reply = self.client.execute_interactive(cell, output_hook=listen, timeout=30)
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(said).strip()


def test_readers_and_runs_never_hinder_each_other(database: Path, tmp_path: Path) -> None:
    published = tmp_path / "published.duckdb"
    land_rows(database, "run-0")
    publish(database, published)
    client = [str(Path(sys.executable).with_name("duckdb")), "-no-init", "-readonly", "-noheader"]
    with ExitStack() as stack:
        readers: dict[str, Piped | Kernel] = {
            "DuckDB's own client": stack.enter_context(
                piped(
                    [*client, "-list", str(published)],
                    f"{COUNT};\n.print {DONE}",
                    f".open --readonly {published}\n.print {DONE}",
                )
            ),
            "Python": stack.enter_context(
                piped([sys.executable, "-c", READER, str(published)], COUNT, "reopen")
            ),
            "notebook kernel": stack.enter_context(kernel(published)),
        }
        held = {name: reader.asked() for name, reader in readers.items()}
        assert set(held.values()) == {"1 runs"}
        for number in range(1, RUNS + 1):
            land_rows(database, f"run-{number}")
            publish(database, published)
            for place, (name, reader) in enumerate(readers.items()):
                if (number + place) % 5 == 0:
                    held[name] = reader.reopened()
                    assert held[name] == f"{number + 1} runs", name
                else:
                    assert reader.asked() == held[name], f"{name} lost the view that it had"
