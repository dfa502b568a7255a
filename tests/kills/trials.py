"""Runs that are killed with -9 at random moments, and what one more run makes of what is left.

A warm process forks a child for each trial; the child makes a real run of the second edition over
a copy of a home that holds the first, and tells by a pipe which step it begins. It is killed, with
everything that it started; another child makes one more run, undisturbed. Then every table must
hold what an undisturbed run would have brought, the receiver have got in this very trial each
alert under its one id, and no file be left over. A run that ended before its kill is no trial.
"""

import base64
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ParamSpec, TypeVar

import flows.monitoring.analysis  # noqa: F401 - loaded once, before the children are forked
from flows.command.preparation import prepare
from flows.display.progress import STEPS
from flows.installation.home import Home
from flows.language.extractor import make_extractor
from flows.monitoring.monitor import Tools, monitor
from flows.sample.story import write_sample_story
from warehouse.invariants import broken_invariants
from warehouse.snapshot import open_published

P = ParamSpec("P")
R = TypeVar("R")

SECRET = "whsec_" + base64.b64encode(b"a secret of the trials, and long").decode()
OUTLET = "the-harbour-post"
OURS = {
    "run_seq",
    "landed_at",
    "fetched_at",
    "first_seen_at",
    "last_seen_at",
    "seen_at",
    "created_at",
    "known_at",
    "checked_at",
    "body",
}
"""Columns that tell when and in which run we saw something, and what is sent, which tells it too.

What an article says of its times (published_at, modified_at, stated_at) must be the same.
"""
NOT_COMPARED = {"runs", "fetches", "feeds", "page_visits", "deliveries", "cursors"}
"""Our own bookkeeping of requests and sendings: a killed run and one more ask more often."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left behind, to compare by."""

    rows: dict[str, list[str]]
    alerts: set[str]
    files: set[str]


@dataclass(slots=True)
class Trials:
    """The trials, in a folder of their own."""

    folder: Path
    random: random.Random
    killed_in: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each step takes undisturbed."""
    ended_before: int = 0
    """How many runs ended before they could be killed; each was made again."""

    def run(self, count: int, show: Callable[[str], None] = lambda _: None) -> list[str]:
        """Make so many trials; return what was wrong, nothing if all went well."""
        make_extractor()()
        wrong: list[str] = []
        with served(self.folder) as (site, webhook, switch):
            home = self._first_edition(site, webhook)
            switch("2")
            expected = self._undisturbed(home)
            for number in range(count):
                wrong += [f"trial {number}: {what}" for what in self._trial(number, home, expected)]
                if number % 10 == 9:
                    fell = dict(self.killed_in)
                    show(f"{number + 1} of {count} trials, {len(wrong)} wrong; {fell}")
        return wrong

    def _first_edition(self, site: str, webhook: str) -> Path:
        home = self.folder / "first"
        story = write_sample_story(self.folder / "story", site)
        home.mkdir()
        (home / "settings.toml").write_text(
            f"story = {json.dumps(str(story))}\nallow_private = true\n[receivers.webhook]\n"
            f'type = "webhook"\nurl = "{webhook}"\nsecret = "{SECRET}"\n'
        )
        self._complete(home)
        return home

    def _undisturbed(self, home: Path) -> Outcome:
        after = self._copy(home, "undisturbed")
        heard = len(ids_received(self.folder))
        self.seconds = self._complete(after)
        outcome = Outcome(rows_of(after), set(ids_received(self.folder)[heard:]), files_of(after))
        if not outcome.alerts:
            raise RuntimeError("the undisturbed run sent no alert, so no trial would show a loss")
        return outcome

    def _trial(self, number: int, home: Path, expected: Outcome) -> list[str]:
        step = STEPS[number // 2 % len(STEPS)] if number % 2 else ""
        trial, heard = self._killed(number, home, step)
        self._complete(trial)
        found = rows_of(trial)
        wrong = [
            f"{name} differs" for name in expected.rows if found.get(name) != expected.rows[name]
        ]
        with open_published(Home(trial).published) as connection:
            wrong += [f"broken: {broken}" for broken in broken_invariants(connection)]
        # The ids are the same in every trial: only what came since this one began counts.
        alerts = set(ids_received(self.folder)[heard:])
        if alerts != expected.alerts:
            wrong.append(f"alerts {sorted(alerts)} came, not {sorted(expected.alerts)}")
        if left := files_of(trial) - expected.files:
            wrong.append(f"left over: {sorted(left)}")
        shutil.rmtree(trial)
        return wrong

    def _killed(self, number: int, home: Path, step: str) -> tuple[Path, int]:
        """Return a home whose run was killed, and how many alerts had come before that run."""
        while True:
            trial = self._copy(home, f"trial-{number}")
            heard = len(ids_received(self.folder))
            if self._kill(trial, step):
                return trial, heard
            self.ended_before += 1
            shutil.rmtree(trial)

    def _copy(self, home: Path, name: str) -> Path:
        copied = self.folder / name
        shutil.copytree(home, copied)
        return copied

    def _kill(self, home: Path, step: str) -> bool:
        """Kill a run at a random moment of it, or of one of its steps; False if it had ended."""
        child, pipe = forked(home)
        if step:
            at = ""
            for at in pipe:
                if at.strip() == step:
                    break
            time.sleep(self.random.uniform(0, self.seconds[step]))
        else:
            time.sleep(self.random.uniform(0, sum(self.seconds.values())))
        os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        said = [step, *(line.strip() for line in pipe)] if step else [li.strip() for li in pipe]
        pipe.close()
        if not os.WIFSIGNALED(status):
            return False
        self.killed_in[said[-1] if said and said[-1] else "before the first step"] += 1
        return True

    def _complete(self, home: Path) -> dict[str, float]:
        """Make a whole run; return the seconds of its steps."""
        child, pipe = forked(home)
        began: list[tuple[str, float]] = [(line.strip(), time.monotonic()) for line in pipe]
        ended = time.monotonic()
        pipe.close()
        _, status = os.waitpid(child, 0)
        if status != 0:
            raise RuntimeError((home / "child.log").read_text()[-2_000:])
        times = [moment for _, moment in began[1:]] + [ended]
        return {step: after - at for (step, at), after in zip(began, times, strict=True)}


def forked(home: Path):  # type: ignore[no-untyped-def] # noqa: ANN201
    """Fork a child that makes a run; return its process group and the steps that it begins."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setpgid(0, 0)
            os.close(reading)
            log = os.open(home / "child.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(log, 1)
            os.dup2(log, 2)
            _make_run(home, writing)
            status = 0
        except BaseException as error:  # noqa: BLE001 - it is a child's end, told by its log
            os.write(2, repr(error).encode())
        finally:
            os._exit(status)
    # Both make the group: it must be there at once, to be killed at once.
    with suppress(PermissionError, ProcessLookupError):
        os.setpgid(child, child)
    os.close(writing)
    return child, os.fdopen(reading)


def _make_run(home: Path, writing: int) -> None:
    prepared = prepare(home, None, [], allow_private=True)
    feeds = tuple(feed for feed in prepared.request.feeds if feed.outlet == OUTLET)

    def telling(name: str, function: Callable[P, R]) -> Callable[P, R]:
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            os.write(writing, f"{name}\n".encode())
            return function(*args, **kwargs)

        return call

    senders = {"webhook": prepared.senders["webhook"]}
    monitor(replace(prepared.request, feeds=feeds), Tools(senders), telling)


def rows_of(home: Path) -> dict[str, list[str]]:
    """Return every compared table's rows, without our own times and numbers."""
    with open_published(Home(home).published) as connection:
        names = [
            row[0]
            for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        ]
        rows = {}
        for name in sorted(set(names) - NOT_COMPARED):
            columns = [
                row[0]
                for row in connection.execute(
                    "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [name]
                ).fetchall()
                if row[0] not in OURS
            ]
            chosen = ", ".join(f'"{column}"' for column in columns)
            rows[name] = sorted(
                repr(row) for row in connection.execute(f"SELECT {chosen} FROM {name}").fetchall()
            )
    return rows


def files_of(home: Path) -> set[str]:
    """Return the names of the files in a home, within it."""
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


def ids_received(folder: Path) -> list[str]:
    """Return the ids of the alerts that came, rightly signed, repeats too."""
    path = folder / "received"
    lines = path.read_text().splitlines() if path.exists() else []
    return [line.split()[0] for line in lines if line.endswith(" 204")]


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, str, Callable[[str], None]]]:
    """Serve the sample site and the webhook; the switch changes the edition."""
    script = Path(__file__).with_name("serving.py")
    process = subprocess.Popen(
        [sys.executable, str(script), "1", SECRET, str(folder / "received")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    site, webhook = process.stdout.readline().split()

    def switch(edition: str) -> None:
        process.stdin.write(edition + "\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
        process.stdout.readline()  # type: ignore[union-attr]

    try:
        yield site, webhook, switch
    finally:
        process.stdin.close()
        process.stdout.close()
        process.terminate()
        process.wait()
