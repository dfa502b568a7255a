"""How a benchmark runs alone, and how it hands its figures to ``make bench``."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measuring.measure import Measure, Skipped
from benchmarks.measuring.results import Result, Results, results_as_json
from benchmarks.measuring.table import show

ARTICLES = Path(__file__).parents[3] / "shared" / "eval" / "polnear"


def run(measure: Callable[[bool], Sequence[Measure]]) -> int:
    """Measure, print the table; return 1 where something stated does not hold.

    ``--full`` asks for the big size. ``--to FILE`` writes the result for ``make bench`` as well.
    """
    arguments = sys.argv[1:]
    name = Path(sys.argv[0]).stem
    load, began = os.getloadavg()[0], time.monotonic()
    measures: Sequence[Measure] = ()
    skipped = ""
    try:
        measures = measure("--full" in arguments)
    except Skipped as reason:
        skipped = str(reason)
    result = Result(name, tuple(measures), skipped, "", time.monotonic() - began, load)
    if "--to" in arguments:
        path = Path(arguments[arguments.index("--to") + 1])
        path.write_text(json.dumps(results_as_json(Results({}, (result,)))), encoding="utf-8")
    show([result])
    return int(any(one.holds is False for one in measures))


def annotated(split: str) -> Path:
    """Return the file of a split of the annotated articles, which are not in the repository.

    Raises:
        Skipped: it is not here.
    """
    path = Path(os.environ.get("BENCHMARK_ARTICLES", ARTICLES)) / f"{split}.jsonl"
    if not path.exists():
        raise Skipped(f"set BENCHMARK_ARTICLES to a folder with {path.name}, annotated articles")
    return path


def article_texts(split: str) -> list[str]:
    """Return the texts of a split, in its order."""
    lines = annotated(split).read_text("utf-8").splitlines()
    return [str(json.loads(line)["text"]) for line in lines]


def in_turn(
    rounds: int, *works: Callable[[], object], warm: bool = False
) -> list[tuple[float, ...]]:
    """Return the CPU seconds of each work, round by round; they take turns under the same load.

    ``warm`` adds a first round that does not count.
    """
    taken = [[cpu_seconds(work) for work in works] for _ in range(rounds + warm)]
    return list(zip(*taken[int(warm) :], strict=True))


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that this process spends on the work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def cpu_with_children() -> float:
    """Return the CPU seconds of this process and of those that it started and that ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime
