"""A day of a million articles, simulated on measured figures: who waits for whom, and how long.

``python -m benchmarks.scale`` prints the plan. Articles come by the hour as a newsroom's do;
every ten minutes a run takes what has come, workers analyse it in parts, one landing at a time
takes them in. All is arithmetic on means: no breakdowns, no stragglers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).with_name("recorded.json")
MILLION = 1_000_000
EVERY_SECONDS = 600.0
PART = 500
HOURS = (2, 2, 2, 2, 3, 4, 6, 8, 10, 10, 10, 10, 10, 10, 10, 9, 9, 8, 7, 6, 5, 4, 3, 2)
"""How the articles of a day are spread over its hours (UTC), as shares."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured, of one article."""

    slot_seconds: float
    """Of one worker slot, without its start."""
    start_seconds: float
    """Of a pipeline with its workers."""
    landing_seconds: float
    """Of the one process that lands."""
    staged_bytes: float
    warehouse_bytes: float
    publish_seconds: float
    """Of a byte of the warehouse: the snapshot is a copy of the whole."""


@dataclass(frozen=True, slots=True)
class Day:
    """How a day went."""

    slots: int
    longest_wait: float
    """Seconds from when an article came to when it had landed, of the worst run."""
    mean_wait: float
    busy_workers: float
    """Share of the day in which the slots were at work."""
    busy_landing: float


def figures_of(speeds: Mapping[str, Mapping[str, float]], growth: Mapping[str, Any]) -> Figures:
    """Return what a run of ``benchmarks.scale`` says of one article.

    The analysis is that of long articles, staging and warehouse are those of short ones.
    """
    runner = speeds.get("flink-2") or speeds["processes-2"]
    last, publishing = growth["parts"][-1], growth["publishing"]
    return Figures(
        slot_seconds=2 / runner["articles_a_second"],
        start_seconds=runner["few"],
        landing_seconds=(last["cpu_ms"] - growth["analysis"]["analysis_ms"]) / 1000,
        staged_bytes=growth["analysis"]["staged_bytes"],
        warehouse_bytes=last["bytes"] / last["stored"],
        publish_seconds=publishing["seconds"] / publishing["bytes"],
    )


def plan_table(figures: Figures, articles: int) -> str:
    """Return the plan in Markdown."""
    grows = articles * figures.warehouse_bytes
    days = EVERY_SECONDS / (grows * figures.publish_seconds)
    lines = [
        f"{articles:,} articles a day: "
        f"{articles * figures.slot_seconds / 86_400:.1f} slots at work "
        f"on average; {articles * figures.staged_bytes / 1e9:.1f} GB staged, removed as they land; "
        f"{articles * figures.landing_seconds / 3600:.1f} hours of landing; the warehouse grows by "
        f"{grows / 1e9:.1f} GB, and after {days:.0f} such days its snapshot takes ten minutes to "
        "copy.",
        "",
        "| slots | landed after, mean | at worst | slots at work | landing at work |",
        "| --- | --- | --- | --- | --- |",
    ]
    need = max(1, round(articles * figures.slot_seconds / 86_400))
    for slots in sorted({need, round(1.5 * need) + 1, 2 * need + 1, 3 * need + 1, 6 * need + 1}):
        day = simulate(figures, articles, slots)
        lines.append(
            f"| {slots} | {_minutes(day.mean_wait)} | {_minutes(day.longest_wait)} | "
            f"{day.busy_workers:.0%} | {day.busy_landing:.0%} |"
        )
    return "\n".join(lines)


def simulate(figures: Figures, articles: int, slots: int) -> Day:
    """Let a day pass, run by run; what is not done in time makes the next run wait."""
    workers_free = landing_free = 0.0
    working = landing = waited = longest = 0.0
    for tick in range(int(86_400 / EVERY_SECONDS)):
        hour = int(tick * EVERY_SECONDS // 3600)
        came = articles * HOURS[hour] / sum(HOURS) * EVERY_SECONDS / 3600
        due = (tick + 1) * EVERY_SECONDS
        at = max(due, workers_free) + figures.start_seconds
        parts = max(1, round(came / PART))
        each = came / parts
        # The parts of a run are spread over all slots, so they end one after another.
        step = each * figures.slot_seconds / slots
        for place in range(parts):
            analysed = at + (place + 1) * step
            landing_free = max(landing_free, analysed) + each * figures.landing_seconds
        workers_free = at + parts * step
        working += parts * step
        landing += came * figures.landing_seconds
        middle = landing_free - (due - EVERY_SECONDS / 2)
        waited += came * middle
        longest = max(longest, landing_free - (due - EVERY_SECONDS))
    return Day(slots, longest, waited / articles, working / 86_400, landing / 86_400)


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds < 36_000 else f"{seconds / 3600:.0f} h"
