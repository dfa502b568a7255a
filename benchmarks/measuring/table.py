"""The table of what was measured, on the terminal and in docs/performance.md."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.measuring.measure import Measure
from benchmarks.measuring.results import Result, Results, compare

BUSY = 2.0
"""Load average from which a run says that the machine was busy: it has two cores."""
HEADS = ("measured", "size", "ours", "beside it", "ratio", "spread", "stated", "holds")


def cells(measure: Measure) -> tuple[str, ...]:
    """Return what stands under ``HEADS``."""
    ratio, peer = measure.ratio, measure.best_of_peer
    low, high = measure.spread
    return (
        measure.name,
        measure.size,
        f"{number(measure.best)} {measure.unit}".strip(),
        "" if peer is None else f"{number(peer)} {measure.peer}",
        "" if ratio is None else number(ratio),
        f"{number(low)}-{number(high)}" if low != high else "",
        stated(measure),
        {None: "", True: "yes", False: "NO"}[measure.holds],
    )


def stated(measure: Measure) -> str:
    """Return the bound in words; of the ratio, unless the unit stands there."""
    limit = measure.at_least if measure.at_most is None else measure.at_most
    if limit is None:
        return ""
    kind = "at least" if measure.at_most is None else "at most"
    unit = f" {measure.unit}" if measure.bounds_ours or measure.ratio is None else ""
    return f"{kind} {limit:g}{unit}".strip()


def number(figure: float) -> str:
    """Return a figure with three places that count."""
    if abs(figure) >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if abs(figure) >= 10 else f"{figure:.3f}" if figure < 1 else (
        f"{figure:.2f}"
    )  # fmt: skip


def show(results: Sequence[Result], before: Results | None = None) -> None:
    """Print the table; with an earlier run also what changed since."""
    known = before.measures() if before else {}
    table = Table("benchmark", *HEADS, *(["since last"] if before else []), box=None)
    for result in results:
        for row, measure in enumerate(result.measures):
            key = (result.benchmark, measure.name, measure.size)
            since = [compare(measure, known.get(key))] if before else []
            table.add_row("" if row else result.benchmark, *cells(measure), *since)
        if result.skipped or result.failed:
            table.add_row(result.benchmark, result.failed or f"skipped: {result.skipped}")
    Console(width=None if Console().is_terminal else 240).print(table)


def markdown(results: Results) -> str:
    """Return the table as Markdown, with when, where and how long it was measured."""
    machine = results.machine
    lines = [
        "| | " + " | ".join(HEADS) + " |",
        "| --- " * (len(HEADS) + 1) + "|",
    ]
    for result in results.results:
        lines += [
            f"| {'' if row else f'`{result.benchmark}`'} | " + " | ".join(cells(measure)) + " |"
            for row, measure in enumerate(result.measures)
        ]
    skipped = [f"`{one.benchmark}` ({one.skipped})" for one in results.results if one.skipped]
    busy = [f"`{one.benchmark}` ({one.load:.1f})" for one in results.results if one.load > BUSY]
    seconds = sum(result.seconds for result in results.results)
    lines += [
        "",
        f"Measured on {machine['date'][:16].replace('T', ' ')} UTC at {machine['commit']}, in "
        f"{seconds / 60:.1f} minutes on {machine['cores']} cores ({machine['cpu']}, "
        f"{machine['memory_gb']:.0f} GB), Python {machine['python']}.",
        f"Begun while the load was over {BUSY:g}: {', '.join(busy) or 'none'}."
        + (f" Skipped: {', '.join(skipped)}." if skipped else ""),
    ]
    return "\n".join(lines)
