"""What much of one kind costs: an actor who never stops, a sentence retold, a story copied.

Run ``python -m benchmarks.hot_keys``. Every figure is CPU time of one more of that kind where there
are many, beside the same where there are few; all pairs would make it a hundred or ten times as
much. A run has 400 new statements of the last days; of the made words a quarter are one syllable
long, so that most statements share some. Copies and wordings come in one run.
"""

import random
import sys
from collections.abc import Callable
from functools import partial

import duckdb

from benchmarks.copies import land_made
from benchmarks.made.wire_stories import Made, Writer
from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import cpu_seconds, in_turn, run
from benchmarks.merging import WORDS, each_of, made_appearance, stored_statements
from transforms.merging.merge import merge
from warehouse.migrating import migrate

ROUNDS = 3
FEW, MANY = 1_000, 100_000
FEW_AT_ONCE, MANY_AT_ONCE = 500, 5_000
MOST_IN_A_YEAR = 1.5
MOST_IN_A_FORTNIGHT = 2.5
"""With a hundred times as many statements in the same days, one look through them shows."""
MOST_AT_ONCE = 2.0
_UNIT = "ms of CPU"


def measure(full: bool) -> list[Measure]:
    """Return the costs at hot keys; ``full`` changes nothing."""
    del full
    return [
        _one_actor("in a year", 365, MOST_IN_A_YEAR),
        _one_actor("within 14 days", 14, MOST_IN_A_FORTNIGHT),
        _at_once("a sentence retold", "wordings", _retold),
        _at_once("a copy of one story", "copies in one run", _copied),
    ]


def _one_actor(time: str, days: int, at_most: float) -> Measure:
    with (
        stored_statements(FEW, FEW // days, 1) as (few, _),
        stored_statements(MANY, MANY // days, 1) as (many, _),
    ):
        small, large = map(each_of, in_turn(ROUNDS, few, many, warm=True))
    return Measure(
        f"a statement of one actor, {time}", f"{MANY:,} {time}", _UNIT, large,
        f"{FEW:,} {time}", small, at_most=at_most,
    )  # fmt: skip


def _at_once(name: str, kind: str, work: Callable[[int], float]) -> Measure:
    taken = [[work(count) / count * 1e3 for count in (FEW_AT_ONCE, MANY_AT_ONCE)]
             for _ in range(ROUNDS)]  # fmt: skip
    few, many = zip(*taken, strict=True)
    return Measure(
        name, f"{MANY_AT_ONCE:,} {kind}", _UNIT, many, f"{FEW_AT_ONCE}", few, at_most=MOST_AT_ONCE
    )


def _retold(count: int) -> float:
    """Merge wordings of one sentence, each with 15 in 100 words replaced and half of them cut."""
    draw, sentence = random.Random(1), WORDS[100:130]
    found = []
    for number in range(count):
        words = [word if draw.random() > 0.15 else draw.choice(WORDS) for word in sentence]
        words = words[: draw.choice([20, 30])]
        found.append(made_appearance(" ".join(words), number, 0))
    return cpu_seconds(partial(merge, found, []))


def _copied(count: int) -> float:
    """Place lightly edited copies of a story among each other."""
    writer = Writer(11)
    event = writer.event()
    story = "\n\n".join([writer.title(event), *writer.paragraphs(event)])
    copies = [Made("copy", writer.edited(story, 0.01), f"outlet {n}") for n in range(count)]
    with duckdb.connect() as connection:
        migrate(connection)
        return land_made(connection, 1, "copy ", copies)


if __name__ == "__main__":
    sys.exit(run(measure))
