import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.tagging.sentences import Sentences


def split(text: str) -> list[str]:
    sentences = Sentences(text)
    return [sentences.around(start).of(text).strip() for start in sentences.starts]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rained. It snowed!", ["It rained.", "It snowed!"]),
        ("Sen. Brook and J. Hal met Mr. Lee.", ["Sen. Brook and J. Hal met Mr. Lee."]),
        ("The U.S. Senate met on Nov. 24 in Osten.", ["The U.S. Senate met on Nov. 24 in Osten."]),
        ("“No.” She left.", ["“No.”", "She left."]),
        ("He is No. 7 of nine.", ["He is No. 7 of nine."]),
        ("A title\n\nA text", ["A title", "A text"]),
        ("", [""]),
    ],
)
def test_sentences_end_at_full_stops_and_blank_lines_not_at_abbreviations(
    text: str, sentences: list[str]
) -> None:
    assert split(text) == sentences


@given(st.text(alphabet="aB. \n", max_size=60), st.integers(1, 3_000))
def test_every_character_is_in_one_sentence_of_bounded_length(text: str, repeats: int) -> None:
    long_text = (text * repeats)[:9_000]
    sentences = Sentences(long_text)
    assert sentences.starts[0] == 0
    assert sentences.starts == sorted(sentences.starts)
    for start in sentences.starts:
        span = sentences.around(start)
        assert span.start <= start <= span.end <= len(long_text)
        assert span.end - span.start <= 2_000
