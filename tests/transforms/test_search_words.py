import re

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.search_words import find_words, fold, in_context, parse_search


def found(typed: str, text: str) -> list[str]:
    return [span.of(text) for span in find_words(text, parse_search(typed))]


@pytest.mark.parametrize(
    ("typed", "text", "words"),
    [
        ("sanction", "Sanctions, unsanctioned; SANCTION.", ["Sanctions", "SANCTION"]),
        ("ZURICH", "In Zürich, in Zu\u0308rich.", ["Zürich", "Zu\u0308rich"]),
        ("zürich", "Zurich", ["Zurich"]),
        ('"frozen assets"', "Frozen\nassets and frozen  assets; frozen assetsy",
         ["Frozen\nassets", "frozen  assets"]),
        ("Geneva's", "It is not Geneva’s either", ["Geneva’s"]),
        ("a.b", "axb a.b", ["a.b"]),
        ("Київ", "у Києві, у КИЇВ і Киів", ["КИЇВ", "Киів"]),
        ("money money", "Money", ["Money"]),
        ("“no”", "No. Nobody.", ["No"]),
    ],
)  # fmt: skip
def test_words_are_found_whatever_their_case_and_accents(
    typed: str, text: str, words: list[str]
) -> None:
    assert found(typed, text) == words


def test_what_holds_no_letter_is_no_word() -> None:
    assert parse_search('-- "" ... “”') == ()


TEXTS = st.text("aAbéÉße\u0301ŁłїЇİ’'\" .,\n\\[(%_", max_size=30)


@given(TEXTS, TEXTS)
def test_any_text_is_searched_alike_by_python_and_by_duckdb(typed: str, text: str) -> None:
    needles = parse_search(typed)
    with duckdb.connect() as connection:
        plain, *matched = connection.execute(
            "SELECT strip_accents(lower(?))"
            + "".join(", regexp_matches(strip_accents(lower(?)), ?)" for _ in needles),
            [text, *(value for needle in needles for value in (text, needle.pattern()))],
        ).fetchall()[0]
    assert plain == fold(text)
    for needle, matches in zip(needles, matched, strict=True):
        assert bool(find_words(text, (needle,))) is matches


def test_a_long_text_is_cut_around_its_hits_and_the_marks_follow() -> None:
    text = "First harbour. " + "x y " * 300 + "The harbour is open. " + "z " * 300
    words, marks = in_context(text, find_words(text, parse_search("harbour")))
    assert [mark.of(words) for mark in marks] == ["harbour", "harbour"]
    assert len(words) < 600
    assert re.search(r"^First harbour\..* … .*harbour is open.* …$", words)
    short = "The harbour"
    assert in_context(short, find_words(short, parse_search("harbour"))) == (short, ((4, 11),))
