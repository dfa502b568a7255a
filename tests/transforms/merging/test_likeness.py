"""Two wordings by themselves; whole groups of reports are in test_utterances.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.merging.likeness import likeness
from transforms.merging.wordings import Wording, wording_of

WORDS = st.lists(
    st.sampled_from(["tolls", "rise", "not", "when", "ships", "pass", "the", "strait", "600,000"])
).map(" ".join)


def reported(text: str) -> Wording:
    return wording_of(text, "indirect")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Varn will pay for the bridge next year", "Varn will not pay for the bridge next year"),
        (
            "we can send engineers before winter comes",
            "we can’t send engineers before winter comes",
        ),
        ("tolls must rise", "all the tolls must fall tonight"),
        ("a b c d e f", "f e d c b a"),
    ],
)
def test_a_statement_and_its_negation_or_another_one_are_two(one: str, other: str) -> None:
    assert likeness(reported(one), reported(other)) == 0.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tolls must fall", "Tolls must fall!"),
        ("tolls must fall", "all the tolls must fall tonight"),
        ("the tolls on the strait must fall", "the tolls on our strait must all fall"),
        (
            "We will not sign this paper today. We will talk to everybody who comes to the table.",
            "We will talk to everybody who comes to the table.",
        ),
    ],
)
def test_the_same_words_a_cut_and_a_light_edit_are_one(one: str, other: str) -> None:
    assert likeness(reported(one), reported(other)) > 0


@given(WORDS, WORDS)
def test_likeness_is_symmetric_and_full_for_the_same_words(one: str, other: str) -> None:
    assert likeness(reported(one), reported(other)) == likeness(reported(other), reported(one))
    assert likeness(reported(one), reported(one)) == 100.0
