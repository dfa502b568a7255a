"""The second story was made with tables alone: its words, and no program that knows them."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import seeds.schema
from seeds.load import bundled_story, check_story, load_story
from seeds.story import Story
from transforms.tagging.patterns import parse_pattern
from transforms.tagging.tagger import Tagger

ROOT = Path(__file__).parents[2]
FOLDER = bundled_story("sound-treaty")


@dataclass(frozen=True)
class Passage:
    """A text, and the words in it that stand for an actor or a term, in order."""

    name: str
    on: date
    text: str
    actors: list[tuple[str, str]]
    terms: list[tuple[str, str]]


def read_passages() -> list[Passage]:
    lines = Path(__file__).with_name("sound_treaty_passages.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Passage(
            row["id"],
            date.fromisoformat(row["on"]),
            row["text"],
            [(words, target) for words, target in row["actors"]],
            [(words, target) for words, target in row["terms"]],
        )
        for row in rows
    ]


PASSAGES = read_passages()


@pytest.fixture(scope="module")
def sound_treaty() -> Story:
    return load_story(FOLDER, parse_pattern)


@pytest.fixture(scope="module")
def tagger(sound_treaty: Story) -> Tagger:
    return Tagger(sound_treaty)


def test_it_has_no_problems() -> None:
    assert check_story(FOLDER, parse_pattern) == ()


def test_it_carries_the_schema_that_the_loader_follows() -> None:
    shipped = Path(seeds.schema.__file__).with_name("datapackage.json")
    assert (FOLDER / "datapackage.json").read_bytes() == shipped.read_bytes()


def test_it_is_a_story_of_its_own_with_every_kind_of_row(sound_treaty: Story) -> None:
    kinds = Counter(actor.kind for actor in sound_treaty.actors)
    assert len(sound_treaty.actors) >= 25
    assert set(kinds) == {"person", "government", "organisation", "group", "agency", "unnamed"}
    assert {label.usage for label in sound_treaty.actor_labels} == {
        "name",
        "surname",
        "metonym",
        "description",
    }
    broader = {term.broader for term in sound_treaty.terms if term.broader}
    assert len(sound_treaty.terms) >= 12
    assert len(broader) >= 3
    patterns = [label for label in sound_treaty.term_labels if label.kind == "pattern"]
    assert len(patterns) >= 2 * len(sound_treaty.terms)
    assert sound_treaty.routes


def test_every_term_has_a_rich_choice_of_words(sound_treaty: Story) -> None:
    words = Counter(label.target_id for label in sound_treaty.term_labels)
    assert {term.term_id for term in sound_treaty.terms if words[term.term_id] < 10} == set()


def test_its_addresses_are_of_nobody(sound_treaty: Story) -> None:
    for feed in sound_treaty.feeds:
        assert re.fullmatch(r"https://\w+\.example\.(org|net)/\S+", feed.url)


@pytest.mark.parametrize("passage", PASSAGES, ids=[passage.name for passage in PASSAGES])
def test_a_passage_is_tagged_as_a_person_marked_it(tagger: Tagger, passage: Passage) -> None:
    tags = tagger.tag(passage.text, passage.on)
    found = {"actor": [], "term": []}
    for tag in tags:
        found[tag.kind].append((tag.span.of(passage.text), tag.target_id))
    assert found == {"actor": passage.actors, "term": passage.terms}


def test_each_term_and_at_least_25_actors_are_met_in_the_passages(sound_treaty: Story) -> None:
    terms = {target for passage in PASSAGES for _, target in passage.terms}
    actors = {target for passage in PASSAGES for _, target in passage.actors}
    assert terms == {term.term_id for term in sound_treaty.terms}
    assert len(actors) >= 25
    assert sum(not passage.actors and not passage.terms for passage in PASSAGES) >= 10


def test_no_program_knows_the_story(sound_treaty: Story) -> None:
    ids = {sound_treaty.story_id}
    ids |= {actor.actor_id for actor in sound_treaty.actors}
    ids |= {role.office_id for role in sound_treaty.roles}
    ids |= {feed.feed_id for feed in sound_treaty.feeds}
    # One plain word, such as "arbitration", may stand in any list of English words.
    ids |= {term.term_id for term in sound_treaty.terms if "-" in term.term_id}
    names = {label.label for label in sound_treaty.actor_labels if label.usage != "description"}
    wanted = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, ids | names))})(?![\w-])")
    rooms = ("benchmarks", "docs", "flows", "seeds", "transforms", "warehouse")
    programs = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    assert len(programs) > 100
    known = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in programs
        for match in wanted.finditer(path.read_text("utf-8"))
    }
    assert known == set()
