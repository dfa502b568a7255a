"""The scenes of utterances.txt, and how well a way of merging parts them again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from transforms.merging.partition import Spoken, partition
from transforms.merging.periods import NEWS_LAG
from transforms.merging.wordings import wording_of
from transforms.statement_records import Period
from transforms.wording import normalised_words

AT = datetime(2025, 11, 22, 10, 0, tzinfo=UTC)
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Line:
    scene: str
    group: str
    speech_type: str
    hours: float
    words: str


@dataclass(frozen=True, slots=True)
class Score:
    precision: float
    recall: float
    wrong: tuple[tuple[Line, Line], ...]
    missed: tuple[tuple[Line, Line], ...]


def read_scenes(name: str) -> list[Line]:
    lines: list[Line] = []
    scene = group = ""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.startswith("scene "):
            scene = line.removeprefix("scene ")
        elif line.startswith("="):
            group = f"{scene}: {line[1:].strip()}"
        elif "|" in line and not line.startswith("#"):
            facts, words = line.split("|", 1)
            speech_type, hours = facts.split()
            lines.append(Line(scene, group, speech_type, float(hours), words.strip()))
    return lines


def by_rules(lines: Sequence[Line]) -> list[list[int]]:
    return partition([_spoken(line) for line in lines], {})


def by_equal_words(lines: Sequence[Line]) -> list[list[int]]:
    """The baseline: the same speaker, the very same words but for marks and case."""
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for place, line in enumerate(lines):
        groups.setdefault((line.scene, normalised_words(line.words)), []).append(place)
    return list(groups.values())


def score(lines: Sequence[Line], way: Callable[[Sequence[Line]], list[list[int]]]) -> Score:
    found = {pair for group in way(lines) for pair in combinations(sorted(group), 2)}
    true = {
        (i, j) for (i, one), (j, other) in combinations(enumerate(lines), 2)
        if one.group == other.group
    }  # fmt: skip
    right = len(found & true)
    return Score(
        right / len(found) if found else 1.0,
        right / len(true),
        tuple(_lines(lines, found - true)),
        tuple(_lines(lines, true - found)),
    )


def _lines(lines: Sequence[Line], pairs: set[tuple[int, int]]) -> Iterator[tuple[Line, Line]]:
    for i, j in sorted(pairs):
        yield lines[i], lines[j]


def _spoken(line: Line) -> Spoken:
    at = AT + timedelta(hours=line.hours)
    return Spoken(
        wording_of(line.words, line.speech_type), (line.scene,), Period(at - NEWS_LAG, at)
    )
