"""What a person sees of a backfill: a bar while it is under way, and its end summary."""

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flows.backfill.tagging import PartReport
from flows.backfill.totals import Totals
from flows.display.formats import counted

Shown = Callable[[PartReport, Totals], None]


@contextmanager
def shown_backfill(total_bytes: int) -> Iterator[Shown]:
    """Show a bar on standard error while the block runs, when that is a terminal."""
    if not sys.stderr.isatty():
        yield _show_nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(bar_width=30),
        TaskProgressColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("reading", total=max(total_bytes, 1))

        def show(report: PartReport, totals: Totals) -> None:
            bars.update(task, completed=report.bytes_read, description=told(report, totals))

        yield show


def _show_nothing(report: PartReport, totals: Totals) -> None:
    del report, totals


def told(report: PartReport, totals: Totals) -> str:
    """Return how far it is, in a few words."""
    statements = counted(totals.statements, "statement")
    line = f"{counted(totals.articles, 'article')}, {totals.new:,} new, {statements}"
    if report.seconds_left is None:
        return line
    return f"{line}, {duration(report.seconds_left)} left"


def duration(seconds: float) -> str:
    """Return a time that is no more exact than an estimate is."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02} min"


def summary(totals: Totals, seconds: float, home: Path) -> list[str]:
    """Return the lines that a backfill ends with."""
    where = shlex.quote(str(home))
    if not totals.parts_landed:
        known = f"{counted(totals.articles, 'article')} read"
        return [f"{known}: all of it is in {home} already; nothing was changed."]
    lines = [
        f"{counted(totals.articles, 'article')} read: {totals.new:,} new, {totals.known:,} known"
        + (f", {totals.forgotten:,} taken down before" if totals.forgotten else "")
        + f"; {totals.quarantined:,} set aside"
        + (f"; {counted(totals.others, 'other record')} passed over" if totals.others else "")
        + ".",
        f"{counted(totals.statements, 'new statement')} in "
        f"{counted(totals.appearances, 'appearance')}, {counted(totals.mentions, 'mention')}, "
        f"{totals.copies:,} copies of earlier articles; no alert was sent.",
        f"{counted(totals.parts_landed, 'part')} landed"
        + (f" ({totals.parts_reused} analysed before)" if totals.parts_reused else "")
        + f" in {timedelta(seconds=round(seconds))}: {totals.articles / max(seconds, 0.1):.1f} "
        "articles/s.",
    ]
    if totals.undated:
        lines.append(
            f"{totals.undated:,} without a date: what they report counts as of today, so give "
            "`published` where you can."
        )
    if totals.quarantined:
        lines.append("What was set aside, and why:")
        lines.append(f'  onrecord sql --home {where} "FROM quarantine ORDER BY run_seq DESC"')
    lines.append("Ask what was said:")
    lines.append(f"  onrecord statements --home {where}")
    return lines
