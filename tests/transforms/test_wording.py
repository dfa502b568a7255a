import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.spans import Span
from transforms.wording import content_words, normalised_words, word_difference

WORDS = st.lists(
    st.sampled_from(
        ["tolls", "rise", "fall", "when", "ships", "pass", "the", "strait", "at", "night"]
    )
)


@pytest.mark.parametrize(
    ("text", "pieces", "is_direct", "expected"),
    [
        ("“We will pay,” she said.", ["“We will pay,”"], True, "We will pay"),
        ("“We,” she said, “will pay.”", ["“We,”", "“will pay.”"], True, "We, will pay."),
        (
            "“We go,” she said. “They stay.”",
            ["“We go,”", "“They stay.”"],
            True,
            "We go. They stay.",
        ),
        ("''We will pay''", ["''We will pay''"], True, "We will pay"),
        ("„We will\n\n„pay now.“", ["„We will\n\n„pay now.“"], True, "We will pay now."),
        ("that tolls\n must fall", ["that tolls\n must fall"], False, "tolls must fall"),
        ("that “tolls” fall", ["that “tolls” fall"], False, "“tolls” fall"),
        ("“ ” she said", ["“ ”"], True, ""),
    ],
)
def test_what_is_said_is_read_without_its_marks(
    text: str, pieces: list[str], is_direct: bool, expected: str
) -> None:
    spans = tuple(Span(text.index(piece), text.index(piece) + len(piece)) for piece in pieces)
    assert content_words(text, spans, is_direct=is_direct) == expected


def test_insertions_apostrophes_case_and_width_do_not_make_other_words() -> None:
    assert normalised_words("We [the council] won’t PAY ﬁve") == ("we", "wont", "pay", "five")


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("We will pay.", "we will pay", ""),
        ("We will pay", "We won’t pay", "We [-will-] {+won’t+} pay"),
        ("We will pay", "We will never pay", "We will {+never+} pay"),
        ("We will never pay", "We will pay", "We will [-never-] pay"),
        ("We – pay", "We pay", "We [-–-] pay"),
    ],
)
def test_a_difference_shows_what_went_and_what_came(before: str, after: str, shown: str) -> None:
    assert word_difference(before, after) == shown


@given(WORDS, WORDS)
def test_a_difference_gives_back_the_words_that_it_compares(
    before: list[str], after: list[str]
) -> None:
    shown = word_difference(" ".join(before), " ".join(after))
    assert bool(shown) is (before != after)
    if shown:
        kept = [part for part in shown.replace("-]", "-]|").split("|") if part]
        left = " ".join(part.partition("[-")[0] for part in kept)
        assert left.replace("{+", "").replace("+}", "").split() == after
