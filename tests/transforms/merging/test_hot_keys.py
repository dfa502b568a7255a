"""Work that does not grow with what is said often: counted, and held against all pairs."""

import random
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from transforms.merging import partition as partitioning
from transforms.merging.nearness import NearUtterances, keys_of
from transforms.merging.partition import Spoken, is_one, partition
from transforms.merging.speakers import is_open
from transforms.merging.wordings import wording_of
from transforms.statement_records import Period

BEGINS = datetime(2025, 11, 20, tzinfo=UTC)
TEXT = """
we must keep the strait open no talks before spring they will step down or hold up a deal with
600,000 troops six hundred men his country will pay 3 million Donbas Crimea never without sanctions
relief and elections go back unacceptable three
"""
WORDS = TEXT.split()
SPEAKERS = (
    (), ("ana",), ("ana", "bo"), ("bo",), ("unlisted:ilya-petrov",), ("unlisted:ilia-petrov",),
    ("unlisted:petrov",), ("council",), ("ana", "cy"), ("ana", "unlisted:petrov"),
)  # fmt: skip
MEMBERS = {"council": frozenset({"ana", "bo", "cy"})}
RARE = ["".join(random.Random(n).choices("bdfgklmnprstaeiou", k=7)) for n in range(3_000)]


def spoken(words: list[str], hours: float = 0, **values: object) -> Spoken:
    starts = BEGINS + timedelta(hours=hours)
    settings: dict[str, object] = {
        "speakers": ("ana",), "period": Period(starts, starts + timedelta(days=3)),
    }  # fmt: skip
    return Spoken(wording_of(" ".join(words), "direct"), **(settings | values))  # type: ignore[arg-type]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often an utterance was looked at for being another's, and wordings were compared."""
    counted = [0, 0]
    near, compare = NearUtterances.near, is_one

    def counted_near(index: NearUtterances, *arguments: object) -> dict[int, None]:
        found = near(index, *arguments)  # type: ignore[arg-type]
        counted[0] += len(found)
        return found

    def counted_compare(*arguments: object) -> bool:
        counted[1] += 1
        return compare(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(NearUtterances, "near", counted_near)
    monkeypatch.setattr(partitioning, "is_one", counted_compare)
    return counted


@pytest.mark.parametrize("count", [50, 1_000])
def test_a_sentence_in_ever_other_words_is_looked_at_a_few_times_each(
    looks: list[int], count: int
) -> None:
    draw = random.Random(1)
    sentence = draw.sample(RARE, 30)
    said = [
        spoken([word if draw.random() > 0.15 else draw.choice(RARE) for word in sentence], n / 100)
        for n in range(count)
    ]
    assert len(partition(said, {})) == 1
    assert looks[0] <= 2 * count
    assert looks[1] <= 4 * count


@pytest.mark.parametrize("count", [100, 2_000])
def test_one_actors_many_statements_are_not_held_against_each_other(
    looks: list[int], count: int
) -> None:
    draw = random.Random(2)
    # One word is in all of them, as the name of the plan would be.
    said = [spoken(["harbour", *draw.sample(RARE, 12)], n / 100) for n in range(count)]
    assert len(partition(said, {})) == count
    assert looks == [0, 0]


@pytest.mark.parametrize("seed", range(60))
def test_the_parts_are_those_of_all_pairs(seed: int) -> None:
    said = a_week_of_wordings(random.Random(seed))
    assert sorted(map(sorted, partition(said, MEMBERS))) == sorted(map(sorted, by_all_pairs(said)))


def a_week_of_wordings(draw: random.Random) -> list[Spoken]:
    sentences = [draw.choices(WORDS, k=draw.choice([1, 2, 3, 5, 8, 14])) for _ in range(5)]
    said = []
    for _ in range(draw.randrange(4, 40)):
        words = [
            word if draw.random() > 0.2 else draw.choice(WORDS) for word in draw.choice(sentences)
        ]
        starts = BEGINS + timedelta(hours=draw.randrange(24 * 6))
        length = draw.choice([timedelta(minutes=1), timedelta(days=1), timedelta(hours=73)])
        said.append(
            Spoken(
                wording_of(" ".join(words), draw.choice(["direct", "mixed", "indirect"])),
                draw.choice(SPEAKERS),
                Period(starts, starts + length),
                draw.choice(["", "", "known-1", "known-2"]),
                frozenset({f"article-{draw.randrange(8)}"}),
            )
        )
    return said


def by_all_pairs(said: list[Spoken]) -> list[list[int]]:
    """Utterances as the definition has them: every pair is looked at."""
    segments = list(partitioning._segments(said))
    parts = [set(segment.places) for segment in segments]
    for name in {item.statement_id for item in said} - {""}:
        parts.append({place for place, item in enumerate(said) if item.statement_id == name})
    opened = frozenset().union(*(one.articles for one in segments if is_open(one.speakers)))
    for one, other in combinations(segments, 2):
        keys = [keys_of(each.wording, each.speakers, each.period, MEMBERS) for each in (one, other)]
        may_meet = keys[0].meets(keys[1]) or one.articles & other.articles & opened
        if (one.is_new or other.is_new) and may_meet and is_one(one, other, MEMBERS):
            parts.append({one.places[0], other.places[0]})
    joined: list[set[int]] = []
    for part in parts:
        apart = [other for other in joined if not other & part]
        joined = [*apart, part.union(*(other for other in joined if other & part))]
    return [sorted(part) for part in joined]
