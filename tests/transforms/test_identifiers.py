import re

from hypothesis import given
from hypothesis import strategies as st

from transforms.identifiers import digest_id, slug


def test_an_id_is_the_same_on_every_machine() -> None:
    assert digest_id("statement", "story") == "b7a1465f60619202db39"


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_ids_are_the_same_for_the_same_parts_only(one: list[str], other: list[str]) -> None:
    assert (digest_id(*one) == digest_id(*other)) is (one == other)


def test_a_slug_is_plain_ascii() -> None:
    assert slug("  Łucja  Nováková-Öz Jr. ") == "ucja-novakova-oz-jr"
    assert slug("The President’s Office") == "the-presidents-office"


@given(st.text())
def test_any_words_have_a_slug(words: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,80}", slug(words))


def test_words_without_a_latin_letter_keep_apart() -> None:
    assert slug("Ганна") != slug("Олена")
