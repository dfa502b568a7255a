import csv
from collections import Counter
from datetime import date
from pathlib import Path

from seeds.story import Story
from transforms.tagging.tagger import Tagger

HERE = Path(__file__).parent
ON = date(2025, 11, 24)


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def terms_in(tagger: Tagger, text: str) -> list[tuple[str, str, str]]:
    return [
        (tag.target_id, tag.span.of(text), tag.matched_label)
        for tag in tagger.tag(text, ON)
        if tag.kind == "term"
    ]


def test_every_term_of_the_story_is_found_in_at_least_ten_different_wordings(
    tagger: Tagger, story: Story
) -> None:
    wordings: dict[str, set[str]] = {term.term_id: set() for term in story.terms}
    for row in rows("wordings.csv"):
        for term_id, words, _ in terms_in(tagger, row["text"]):
            if term_id == row["term_id"]:
                wordings[term_id].add(words.lower())
    assert {term: found for term, found in wordings.items() if len(found) < 10} == {}


def test_every_wording_in_the_table_is_found(tagger: Tagger) -> None:
    missed = [
        row
        for row in rows("wordings.csv")
        if row["term_id"] not in {term_id for term_id, _, _ in terms_in(tagger, row["text"])}
    ]
    assert missed == []


def test_near_misses_stay_untagged(tagger: Tagger) -> None:
    texts = [row["text"] for row in rows("near_misses.csv")]
    assert len(set(texts)) >= 60
    assert {text: terms_in(tagger, text) for text in texts if terms_in(tagger, text)} == {}


def test_a_mention_names_the_label_or_pattern_as_the_analyst_wrote_it(
    tagger: Tagger, story: Story
) -> None:
    written = {(label.target_id, label.label): label.kind for label in story.term_labels}
    kinds = Counter(
        written[term_id, label]
        for row in rows("wordings.csv")
        for term_id, _, label in terms_in(tagger, row["text"])
    )
    assert kinds["pattern"] > 50
    assert kinds["pref"] + kinds["alt"] > 50


def test_terms_do_not_take_a_short_acronym_for_a_word(tagger: Tagger) -> None:
    assert terms_in(tagger, "Let us plan the garden.") == []
    assert terms_in(tagger, "The US plan is here.")[0][0] == "peace-plan"
