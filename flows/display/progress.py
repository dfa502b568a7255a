"""Progress of a run: a bar on a terminal, lines in a log, or nothing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

STEPS = ("poll", "pages", "transform", "land", "publish", "deliver")


class Progress(Protocol):
    """Told by each step what it has to do and how far it got."""

    def begin(self, step: str, total: int | None = None) -> None:
        """A step begins; ``total`` is how many things it will do, if that is known."""

    def advance(self, done: int = 1) -> None:
        """That many more are done."""


class Quiet:
    """Shows nothing."""

    def begin(self, step: str, total: int | None = None) -> None:
        """Show nothing."""

    def advance(self, done: int = 1) -> None:
        """Show nothing."""


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Show bars on standard error while the block runs, when that is a terminal."""
    if not sys.stderr.isatty():
        yield Quiet()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:>9}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Shown(bars)


class _Shown:
    def __init__(self, bars: "Bars") -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def begin(self, step: str, total: int | None = None) -> None:
        self._task = self._bars.add_task(step, total=total)

    def advance(self, done: int = 1) -> None:
        if self._task is not None:
            self._bars.advance(self._task, done)
