"""What a monitoring run costs as the warehouse grows: its CPU time, step by step, and its memory.

Run ``python -m benchmarks.whole_run``; ``--full`` stores up to 100,000 made articles in place of
20,000. Each size has a home and a process of its own, in which runs of 30 new articles are made as
``serve`` makes them, but for the network: a made site stands in its place. The processes take
turns, run by run. The first run of each, which loads the model, is not counted. CPU time is with
that of the workers.
"""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, ParamSpec, TypeVar

from benchmarks.made.news_site import ADDRESS, FEED, NewsSite
from benchmarks.made.stored_year import ARTICLES_A_DAY, STORY, make_year
from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import cpu_with_children, run
from flows.installation.home import Home
from flows.installation.settings import load_settings
from flows.monitoring.monitor import RunRequest, Tools, monitor
from flows.sample.story import write_sample_story
from seeds.load import load_story
from seeds.story import Feed, Story
from warehouse.database import open_private

P = ParamSpec("P")
R = TypeVar("R")

NEW = 30
"""Articles that each run brings."""
MOST_GROWTH, MOST_GROWTH_OF_MEMORY = 1.3, 1.2
"""Of the largest warehouse against the smallest."""
_ROUNDS = 3
_STEPS = ("transform", "land", "publish")


def measure(full: bool) -> list[Measure]:
    """Return growth, step by step, and what a new article costs in all."""
    sizes = (1_000, 10_000, 100_000) if full else (1_000, 20_000)
    with tempfile.TemporaryDirectory() as folder:
        homes = [Path(folder, str(size)) for size in sizes]
        for home, size in zip(homes, sizes, strict=True):
            _make(Home(home), size)
        runs = _run_in_turn(homes)
    smallest, *larger = runs
    measures = []
    for size, costs in zip(sizes[1:], larger, strict=True):
        stored = f"{size:,} articles stored"
        for name, few in smallest.items():
            is_memory = name == "memory"
            most = MOST_GROWTH_OF_MEMORY if is_memory else MOST_GROWTH
            measures.append(
                Measure(
                    "peak of memory" if is_memory else f"an article, {name}", stored,
                    "MB" if is_memory else "ms of CPU", costs[name],
                    f"with {sizes[0]:,} stored", few, at_most=None if name == "publish" else most,
                )
            )  # fmt: skip
    return measures


def _run_in_turn(homes: Sequence[Path]) -> list[dict[str, tuple[float, ...]]]:
    """Return the costs of each home's runs, by step."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.whole_run", "--runs", str(home)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for home in homes
    ]  # fmt: skip
    found: list[dict[str, list[float]]] = [defaultdict(list) for _ in homes]
    for number in range(1 + _ROUNDS):
        for process, costs in zip(processes, found, strict=True):
            assert process.stdin
            assert process.stdout
            process.stdin.write("go\n")
            process.stdin.flush()
            told: dict[str, float] = json.loads(process.stdout.readline())
            for name, cost in told.items() if number else ():
                costs[name].append(cost)
    for process in processes:
        process.communicate()
    return [{name: tuple(costs) for name, costs in one.items()} for one in found]


def make_runs(folder: Path, orders: IO[str], out: IO[str]) -> None:
    """Make a run at each line of ``orders``, and tell what it cost: ms an article, MB at most."""
    home = Home(folder)
    story, site = made_world(folder)
    request = RunRequest(story, story.feeds, home, load_settings(home))
    tools = Tools({}, site.clock, make_source=lambda *_: site)
    for _ in orders:
        spent: dict[str, float] = {}

        def counted(
            name: str, function: Callable[P, R], spent: dict[str, float] = spent
        ) -> Callable[P, R]:
            def call(*args: P.args, **kwargs: P.kwargs) -> R:
                started = cpu_with_children()
                result = function(*args, **kwargs)
                spent[name] = cpu_with_children() - started
                return result

            return call

        site.publish(NEW)
        started = cpu_with_children()
        report = monitor(request, tools, counted)
        spent["the whole run"] = cpu_with_children() - started
        assert report.landed.articles == NEW
        told = {name: spent[name] / NEW * 1e3 for name in (*_STEPS, "the whole run")}
        out.write(json.dumps(told | {"memory": _peak_megabytes()}) + "\n")
        out.flush()


def made_world(folder: Path) -> tuple[Story, NewsSite]:
    """Return the sample's story, watching a made site, and that site."""
    sample = load_story(write_sample_story(folder / "story", ADDRESS))
    names = {actor.actor_id for actor in sample.actors if "invented" in actor.description}
    speakers = [label.label for label in sample.actor_labels
                if label.target_id in names and label.kind == "pref"]  # fmt: skip
    terms = [label.label for label in sample.term_labels if label.kind == "pref"]
    feed = Feed("gazette", "gazette", FEED, language="en")
    last = json.loads((folder / "last.json").read_text("ascii"))
    site = NewsSite(speakers, terms, datetime.fromisoformat(last))
    return replace(sample, story_id=STORY, feeds=(feed,)), site


def _make(home: Home, articles: int) -> None:
    """Make a home with so many articles, the last fortnight's of them in the index of copies."""
    home.prepare()
    with open_private(home.private) as connection:
        make_year(connection, articles, requests=True)
        connection.execute("UPDATE page_visits SET next_visit_at = TIMESTAMP '2099-01-01'")
        connection.execute(
            f"""
            INSERT INTO article_shingles
            SELECT (hash(revision_id, s) >> 32)::UINTEGER, article_id, revision_id, '', outlet,
                   published_at, 60, true, published_at, run_seq
            FROM (FROM article_revisions ORDER BY run_seq DESC LIMIT {14 * ARTICLES_A_DAY}),
                 range(60) shingles(s)
            """
        )
    last = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=articles / ARTICLES_A_DAY)
    (home.folder / "last.json").write_text(json.dumps(last.isoformat()), encoding="ascii")


def _peak_megabytes() -> float:
    """Of this program: ru_maxrss would also count what started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e3


if __name__ == "__main__":
    if "--runs" in sys.argv:
        make_runs(Path(sys.argv[-1]), sys.stdin, sys.stdout)
    else:
        sys.exit(run(measure))
