"""``python -m benchmarks.scale``: each runner against bare spaCy, and cost as an archive grows.

Wants the machine for itself, two cores, and what ``make flink`` fetches. ``--full`` grows to
50,000 articles (twenty minutes), else to 3,000; ``--speeds`` or ``--growth`` measures that part
alone. ``--record`` keeps the figures in benchmarks/scale/recorded.json and puts the tables made of
them into docs/scale.md.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measuring.machine import machine_facts
from benchmarks.scale.day import FIGURES, MILLION, figures_of, plan_table
from benchmarks.scale.one import BARE, FEW, RUNNERS
from flows.errors import ConfigurationError
from flows.runners.job_server import find_java, find_job_server

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"
ARTICLES = 1_500
"""For our runners; spaCy alone, which is slower, is given a fifth of them."""
GROWN = {False: 3_000, True: 50_000}
SPEED_UP = 1.7
"""Two slots, at least, of one, on two cores that are free."""
FLAT = 1.25
"""The last part's CPU of an article, at most, of the second's."""


def main(arguments: Sequence[str]) -> int:
    """Measure, print; return 1 where what is stated does not hold."""
    figures = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    if "--growth" not in arguments:
        figures["speeds"] = {"machine": _facts(), "of": dict(_speeds())}
    if "--speeds" not in arguments:
        figures["growth"] = _growth(GROWN["--full" in arguments])
    tables = "\n\n".join(_tables(figures))
    print("\n" + tables)
    if "--record" in arguments:
        FIGURES.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
        _put(tables)
    speeds, growth = figures.get("speeds"), figures.get("growth")
    holds = _holds(speeds["of"]) if speeds else True
    return int(not (holds and (_is_flat(growth["parts"]) if growth else True)))


def _tables(figures: Mapping[str, Any]) -> Iterator[str]:
    speeds, growth = figures.get("speeds"), figures.get("growth")
    if speeds:
        yield f"{ARTICLES:,} articles. {speeds['machine']}"
        yield _speed_table(speeds["of"])
    if growth:
        yield f"One backfill in parts of 500. {growth['machine']}"
        yield _growth_table(growth["parts"])
    if speeds and growth:
        yield plan_table(figures_of(speeds["of"], growth), MILLION)


def _growth(count: int) -> dict[str, Any]:
    machine = _facts()
    analysis, *parts, publishing = _grown(count)
    return {"machine": machine, "analysis": analysis, "parts": parts, "publishing": publishing}


def _speeds() -> Iterator[tuple[str, dict[str, float]]]:
    for name in (*BARE, *RUNNERS):
        if name.startswith("flink") and not _has_flink():
            continue
        count = ARTICLES // 5 if name in BARE else ARTICLES
        told = json.loads(_run("one", name, str(count))[-1])
        told["articles_a_second"] = (count - FEW) / max(told["all"] - told["few"], 0.01)
        print(f"{name:12} {told['articles_a_second']:7.1f} articles/s", flush=True)
        yield name, told


def _has_flink() -> bool:
    try:
        find_java()
        find_job_server()
    except ConfigurationError as error:
        print(f"Flink is left out: {error}")
        return False
    return True


def _grown(count: int) -> Iterator[dict[str, float]]:
    for line in _run("growing", str(count)):
        yield json.loads(line)


def _run(module: str, *arguments: str) -> list[str]:
    command = [sys.executable, "-W", "ignore", "-m", f"benchmarks.scale.{module}", *arguments]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return ended.stdout.splitlines()


def _facts() -> str:
    facts = machine_facts()
    return (
        f"Measured on {facts['date'][:10]} ({facts['cpu']}, {facts['cores']} cores, Python "
        f"{facts['python']}; the load before was {os.getloadavg()[0]:.1f})."
    )


def _speed_table(speeds: Mapping[str, Mapping[str, float]]) -> str:
    one = speeds["embedded"]["articles_a_second"]
    lines = [
        "| | articles/s | of embedded | start, s | faster than embedded from |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, told in speeds.items():
        rate, start = told["articles_a_second"], told["there"] + told["few"]
        lines.append(
            f"| {name} | {rate:.1f} | {rate / one:.2f} | {start:.1f} | {_pays(speeds, name)} |"
        )
    return "\n".join(lines)


def _pays(speeds: Mapping[str, Mapping[str, float]], name: str) -> str:
    """Return from how many articles on a runner is done before the embedded one."""
    ours, embedded = speeds[name], speeds["embedded"]
    if name == "embedded" or name in BARE:
        return ""
    gained = 1 / embedded["articles_a_second"] - 1 / ours["articles_a_second"]
    later = ours["there"] + ours["few"] - embedded["there"] - embedded["few"]
    return "never" if gained <= 0 else f"{max(later, 0) / gained:,.0f} articles"


def _growth_table(parts: Sequence[Mapping[str, float]]) -> str:
    lines = [
        "| articles stored | CPU ms an article | peak memory, MiB | warehouse, MB |",
        "| --- | --- | --- | --- |",
    ]
    wanted = {1, len(parts) - 1, *(len(parts) * share // 5 for share in range(1, 5))}
    for place in sorted(wanted):
        part = parts[place]
        lines.append(
            f"| {part['stored']:,.0f} | {_cost(parts, place):.1f} | {part['peak_mib']:.0f} | "
            f"{part['bytes'] / 1e6:.0f} |"
        )
    return "\n".join(lines)


def _cost(parts: Sequence[Mapping[str, float]], place: int) -> float:
    """Return the middle one of three parts: compaction falls into one of many."""
    around = [part["cpu_ms"] for part in parts[max(place - 1, 0) : place + 2]]
    return sorted(around)[len(around) // 2]


def _holds(speeds: Mapping[str, Mapping[str, float]]) -> bool:
    if "flink-2" not in speeds:
        return True
    gain = speeds["flink-2"]["articles_a_second"] / speeds["flink-1"]["articles_a_second"]
    print(f"two slots of Flink are {gain:.2f} of one (at least {SPEED_UP})")
    return gain >= SPEED_UP


def _is_flat(parts: Sequence[Mapping[str, float]]) -> bool:
    grown = _cost(parts, len(parts) - 1) / _cost(parts, 1)
    print(f"an article costs {grown:.2f} of what it did (at most {FLAT})")
    return grown <= FLAT


def _put(tables: str) -> None:
    page = PAGE.read_text("utf-8")
    start, end = "<!-- scale -->\n", "<!-- /scale -->"
    head, _, rest = page.partition(start)
    PAGE.write_text(head + start + tables + "\n" + end + rest.partition(end)[2], "utf-8")


if __name__ == "__main__":
    began = time.monotonic()
    code = main(sys.argv[1:])
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(code)
