"""What `make bench` says of its figures: bounds, spreads, changes, the table and its page."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks.measuring.machine import machine_facts
from benchmarks.measuring.measure import Measure
from benchmarks.measuring.results import (
    Result,
    Results,
    compare,
    results_as_json,
    results_from_json,
)
from benchmarks.measuring.table import HEADS, markdown, show

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
LANDING = Measure(
    "landing", "100 articles", "ms of CPU", (20.0, 22.0, 30.0), "bare insert", (10.0, 10.0, 12.0),
    at_most=2.5,
)  # fmt: skip
RECALL = Measure(
    "recall", "60 stories", "", (0.96,), "LSH", (0.6,), at_least=0.95, bounds_ours=True
)


def results(*measures: Measure) -> Results:
    found = (
        Result("landing", measures, seconds=61.2, load=3.4),
        Result("lake", (), skipped="no PostgreSQL is installed"),
    )
    return Results(machine_facts(), found)


def test_a_ratio_is_of_the_best_rounds_and_lies_within_the_spread_of_the_pairs() -> None:
    assert (LANDING.ratio, LANDING.spread, LANDING.holds) == (2.0, (2.0, 2.5), True)
    assert replace(LANDING, at_most=1.9).holds is False
    assert (RECALL.ratio, RECALL.holds) == (pytest.approx(1.6), True)
    assert Measure("the file", "a year", "MB", (437.0,)).holds is None


def test_rounds_that_make_no_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="landing: 3 rounds, 2 of a peer"):
        replace(LANDING, theirs=(10.0, 12.0))


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ((21.0, 26.0, 31.0), "as before"),
        ((26.0, 27.0, 32.0), "as before"),
        ((29.0, 30.0, 36.0), "WORSE: 2"),
        ((15.0, 16.0, 18.0), "better: 2"),
    ],
)
def test_only_what_lies_beyond_both_spreads_has_changed(ours: tuple[float, ...], said: str) -> None:
    assert compare(replace(LANDING, ours=ours), LANDING) == said


def test_a_small_change_is_none_and_more_may_be_better() -> None:
    assert compare(replace(RECALL, ours=(0.99,)), RECALL) == "as before"
    assert compare(replace(RECALL, ours=(0.5,)), RECALL) == "WORSE: 1.6"
    nothing = Measure("memory that polls add", "", "MB", (0.0,), at_most=10)
    assert compare(replace(nothing, ours=(0.1,)), nothing) == "as before"
    assert compare(RECALL, None) == "new"
    assert compare(replace(LANDING, peer="another insert"), LANDING) == "measured otherwise"


def test_what_is_saved_comes_back_and_the_newest_is_compared_with(tmp_path: Path) -> None:
    earlier, later = results(LANDING), results(LANDING, RECALL)
    earlier.machine["date"] = "2025-01-01"
    for name, saved in (("b", earlier), ("a", later)):
        (tmp_path / f"{name}.json").write_text(json.dumps(results_as_json(saved)), "utf-8")
    assert bench.last_saved(tmp_path) == later
    assert bench.last_saved(tmp_path / "nothing") is None


def test_the_table_names_the_bound_the_load_and_what_was_skipped(
    capsys: pytest.CaptureFixture[str],
) -> None:
    missed = replace(LANDING, at_most=1.5)
    show(results(missed).results, results(LANDING))
    printed = " ".join(capsys.readouterr().out.split())
    assert "20.0 ms of CPU 10.0 bare insert 2.00 2.00-2.50 at most 1.5 NO as before" in printed
    assert "skipped: no PostgreSQL is installed" in printed
    page = markdown(results(RECALL))
    assert (
        "| `landing` | recall | 60 stories | 0.960 | 0.600 LSH | 1.60 |  | at least 0.95 | yes |"
        in page
    )
    assert "`landing` (3.4)" in page
    assert "`lake` (no PostgreSQL is installed)" in page


def test_the_page_shows_the_recorded_run() -> None:
    recorded = results_from_json(json.loads(bench.RECORDED.read_text("utf-8")))
    assert markdown(recorded) in PAGE.read_text("utf-8"), "type make bench BENCH=--record"
    assert " | ".join(HEADS) in markdown(recorded)
    ran = {result.benchmark for result in recorded.results}
    assert ran <= {path.stem for path in bench.FOLDER.glob("[a-z]*.py")}
