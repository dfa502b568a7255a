import csv
import re
from datetime import date
from pathlib import Path

import pytest

from transforms.spans import Span
from transforms.tagging.speakers import NOBODY, resolve_speaker
from transforms.tagging.tagger import Tagger

TABLE = Path(__file__).parent / "speakers.csv"
ON = date(2025, 11, 24)


def cases() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def source_in(marked: str) -> tuple[str, Span]:
    before, source, after = re.split("[<>]", marked)
    return before + source + after, Span(len(before), len(before + source))


@pytest.mark.parametrize("case", cases(), ids=[case["case"] for case in cases()])
def test_the_head_of_the_naming_words_is_who_speaks(tagger: Tagger, case: dict[str, str]) -> None:
    text, source = source_in(case["text"])
    found = resolve_speaker(text, (source,), tagger.tag(text, ON), tagger.offices, ON)
    assert found.actor_ids == tuple(case["actors"].split())
    assert found.unlisted_name == case["name"]
    assert found.description == case["description"]


def test_no_naming_words_resolve_to_nobody(tagger: Tagger) -> None:
    assert resolve_speaker("It was said.", (), [], tagger.offices, ON) == NOBODY


def test_an_owner_stands_for_the_pronoun_before_what_is_owned(tagger: Tagger) -> None:
    text = "Petra Hall left. Her own ministry said so."
    spans = (Span(0, 10), Span(17, 33))
    found = resolve_speaker(text, spans, tagger.tag(text, ON), tagger.offices, ON)
    assert (found.actor_ids, found.description) == ((), "Petra Hall’s ministry")


def test_a_share_of_what_a_listed_person_owns_is_described_with_the_owner(tagger: Tagger) -> None:
    text = "Roger Wicker left. Five of his colleagues said so."
    spans = (Span(0, 12), Span(19, 41))
    found = resolve_speaker(text, spans, tagger.tag(text, ON), tagger.offices, ON)
    assert (found.actor_ids, found.description) == ((), "Five of Roger Wicker’s colleagues")
