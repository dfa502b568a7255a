"""What is looked for of stored wordings: as few as may matter, and none that matters missed."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from making import AT, a_revision, an_analysis, an_appearance, land_in, speaking

from transforms.merging.merge import Merged, merge
from transforms.merging.sought import sought_of
from transforms.records import Appearance
from warehouse.migrating import migrate
from warehouse.statement_state import known_wordings

TEXT = """
we must keep the strait open no talks before spring they will step down or hold up a deal with
600,000 troops six hundred men his country will pay 3 million tolls ferries never without grain
relief and elections go back unacceptable three harbours quotas timber
"""
WORDS = TEXT.split()


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        migrate(connection)
        yield connection


def reports(draw: random.Random, count: int) -> list[Appearance]:
    """Reports of a fortnight in a few words: whole, cut, retold, with and without a speaker."""
    sentences = [draw.choices(WORDS, k=draw.choice([1, 3, 6, 12, 20])) for _ in range(12)]
    found = []
    for number in range(count):
        words = [
            word if draw.random() > 0.15 else draw.choice(WORDS) for word in draw.choice(sentences)
        ]
        if draw.random() < 0.3:
            words = words[: draw.randrange(1, len(words) + 1)]
        said = " ".join(words)
        revision = a_revision(
            f"{number} {said}", f"article-{draw.randrange(count // 2)}",
            published_at=AT + timedelta(hours=draw.randrange(24 * 14)),
        )  # fmt: skip
        speaker = draw.choice(["ana-brod", "ana-brod", "unlisted:ilya-petrov", "unlisted:petrov"])
        values = {"attributions": ()} if draw.random() < 0.1 else {}
        found.append(
            an_appearance(
                said, revision, speech_type=draw.choice(["direct", "mixed", "indirect"]),
                **({"attributions": (speaking(speaker),)} | values),
            )
        )  # fmt: skip
    return found


@pytest.mark.parametrize("seed", range(2))
def test_the_wordings_found_make_the_same_statements_as_all_of_their_time(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)
    found_few = False
    everything = reports(draw, 120)
    for number in range(5):
        found = everything[24 * number : 24 * (number + 1)]
        by_words, those_by_words = merged(warehouse, found)
        warehouse.begin()
        warehouse.execute("UPDATE statement_appearances SET stem_numbers = NULL")
        by_time, those_by_time = merged(warehouse, found)
        warehouse.rollback()
        assert by_words == by_time
        found_few |= those_by_words < those_by_time
        revisions = [a_revision("", one.article_id, revision_id=one.revision_id) for one in found]
        land_in(
            warehouse, tmp_path / str(number), f"run-{number}", None, found, revisions=revisions,
            analyses=[*map(an_analysis, revisions)],
        )  # fmt: skip
    assert found_few


def merged(warehouse: duckdb.DuckDBPyConnection, found: list[Appearance]) -> tuple[Merged, int]:
    known = known_wordings(warehouse, "strait-talks", sought_of(found))
    return merge(found, known), len(known)


def test_of_a_busy_speakers_statements_only_those_are_read_that_are_alike(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    draw = random.Random(7)
    rare = ["".join(draw.choices("bdfgklmnprstaeiou", k=7)) for _ in range(2_000)]
    said = [" ".join(["harbour", "talks", *draw.sample(rare, 12)]) for _ in range(400)]
    revisions = [a_revision(words, f"article-{n}") for n, words in enumerate(said)]
    stored = [an_appearance(words, one) for words, one in zip(said, revisions, strict=True)]
    land_in(warehouse, tmp_path / "run", "run-1", None, stored, revisions=revisions)
    again = a_revision(said[17], "another")
    known = known_wordings(warehouse, "strait-talks", sought_of([an_appearance(said[17], again)]))
    assert [wording.words for wording in known] == [said[17]]
