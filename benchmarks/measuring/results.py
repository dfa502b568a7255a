"""The results of one ``make bench``: what is saved, and how two of them are compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.measuring.measure import Measure, as_json, from_json

NEGLIGIBLE = 0.05
"""A change smaller than this share of the earlier figure is none, however small the spreads."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one benchmark gave."""

    benchmark: str
    measures: tuple[Measure, ...]
    skipped: str = ""
    """Why it did not run here."""
    failed: str = ""
    """How it ended where it should have given figures."""
    seconds: float = 0.0
    """By the clock, with making its data."""
    load: float = 0.0
    """Load average of the last minute when it began."""


@dataclass(frozen=True, slots=True)
class Results:
    """What one ``make bench`` gave, on which machine."""

    machine: Mapping[str, Any]
    results: tuple[Result, ...]

    def measures(self) -> dict[tuple[str, str, str], Measure]:
        """Return the measures by benchmark, name and size."""
        return {
            (result.benchmark, measure.name, measure.size): measure
            for result in self.results
            for measure in result.measures
        }


def compare(now: Measure, before: Measure | None) -> str:
    """Return how a figure stands to that of an earlier run.

    It has changed where the spreads of the two runs, each wider by half on either side, do not
    touch, and their figures differ by more than ``NEGLIGIBLE``; else what differs is noise.
    """
    if before is None:
        return "new"
    if before.peer != now.peer or before.unit != now.unit:
        return "measured otherwise"
    (low, high), (low_before, high_before) = _widened(now), _widened(before)
    apart = low > high_before or high < low_before
    # Of something that was nothing, what is stated tells what would be much.
    change = (now.figure - before.figure) / (before.figure or now.at_most or 1.0)
    if not apart or abs(change) <= NEGLIGIBLE:
        return "as before"
    better = (change > 0) == (now.at_least is not None)
    return f"{'better' if better else 'WORSE'}: {before.figure:.3g}"


def _widened(measure: Measure) -> tuple[float, float]:
    """Three rounds show about half of what more would: seen when nothing had changed."""
    low, high = measure.spread
    return low - (high - low) / 2, high + (high - low) / 2


def results_as_json(results: Results) -> dict[str, Any]:
    """Return what is saved of a run."""
    return {
        "machine": dict(results.machine),
        "results": [
            {
                "benchmark": result.benchmark,
                "skipped": result.skipped,
                "failed": result.failed,
                "seconds": round(result.seconds, 1),
                "load": round(result.load, 2),
                "measures": [as_json(measure) for measure in result.measures],
            }
            for result in results.results
        ],
    }


def results_from_json(saved: Mapping[str, Any]) -> Results:
    """Return the run that was saved."""
    return Results(saved["machine"], tuple(_result(one) for one in saved["results"]))


def _result(saved: Mapping[str, Any]) -> Result:
    measures: Sequence[Mapping[str, Any]] = saved["measures"]
    return Result(
        saved["benchmark"], tuple(map(from_json, measures)), saved["skipped"], saved["failed"],
        saved["seconds"], saved["load"],
    )  # fmt: skip
