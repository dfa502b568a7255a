import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.tagging.context import TextContext
from transforms.tagging.inflection import inflections
from transforms.tagging.pattern_match import PatternMatcher
from transforms.tagging.patterns import PatternError, parse_pattern

GUIDE = Path(__file__).parents[3] / "docs" / "patterns.md"
_CELL = re.compile(r"(?<!\\)\|")


def found(pattern: str, text: str) -> list[str]:
    return [
        hit.span.of(text) for hit in PatternMatcher([("term", pattern)]).find(TextContext(text))
    ]


def guide_rows() -> list[tuple[str, str, str]]:
    lines = GUIDE.read_text(encoding="utf-8").partition("## Examples")[2].splitlines()
    rows = [[cell.strip() for cell in _CELL.split(line)[1:-1]] for line in lines if line[:1] == "|"]
    return [
        (pattern.strip("`").replace("\\|", "|"), text, words) for pattern, text, words in rows[2:]
    ]


@pytest.mark.parametrize(("pattern", "text", "words"), guide_rows())
def test_each_example_of_the_guide_finds_what_it_says(pattern: str, text: str, words: str) -> None:
    assert "; ".join(found(pattern, text)) == words


def test_the_guide_has_examples_of_every_construct() -> None:
    patterns = " ".join(pattern for pattern, _, _ in guide_rows())
    for construct in ("~", "*", "#", "(", "[", "{", "..4..", "!near", "!before", "!after", "+"):
        assert construct in patterns


@pytest.mark.parametrize(
    ("pattern", "trouble"),
    [
        ("", "there must be a word here"),
        ("limits ..", "a gap stands between words, not at the edge"),
        ("limits ..3.. [the] army", "a gap stands before words that must be there"),
        ("limits [the] ..3.. army", "a gap stands after words that must be there"),
        ("limits ..40.. army", "a gap is 1 to 12 words wide"),
        ("(army | military", "'(' is not closed by ')'"),
        ("army)", "')' closes nothing"),
        ("(army |)", "there must be a word here"),
        ("{army limits}", "braces hold two or three parts with a gap between them"),
        ("army !beside(base)", "a condition is one of near, before, after, sentence"),
        ("army !near(base) limits", "'limits' is out of place here"),
        ("army ~", "'~' means nothing"),
        ("army $", "'$' holds no letter or digit"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_why(pattern: str, trouble: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern(pattern)
    assert caught.value.problem == trouble
    assert "until it is mended" in str(caught.value)


def test_a_pattern_of_nothing_but_numbers_is_refused() -> None:
    with pytest.raises(PatternError, match="a word beside the numbers"):
        PatternMatcher([("term", "# #")])


@given(st.text(alphabet="ab ~*#()[]{}|.!+3né-'", max_size=30))
def test_any_text_is_a_pattern_or_an_error_at_a_place_in_it(source: str) -> None:
    positions = [0]
    try:
        parse_pattern(source)
    except PatternError as error:
        positions.append(error.position)
    assert all(0 <= position <= len(source) for position in positions)


WORDS = st.lists(st.sampled_from(["cap", "army", "its", "the", "limits"]), min_size=1, max_size=12)


@given(WORDS, st.integers(1, 6))
def test_a_gap_is_never_wider_than_it_says(words: list[str], most: int) -> None:
    text = " ".join(words)
    for match in found(f"cap ..{most}.. army", text):
        between = match.split()[1:-1]
        assert match.split()[0] == "cap"
        assert match.split()[-1] == "army"
        assert len(between) <= most
    has_pair = any(
        words[i] == "cap" and "army" in words[i + 1 : i + most + 2] for i in range(len(words))
    )
    assert bool(found(f"cap ..{most}.. army", text)) == has_pair


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("cap", {"caps", "capped", "capping"}),
        ("limit", {"limits", "limited", "limiting"}),
        ("cede", {"cedes", "ceded", "ceding"}),
        ("carry", {"carries", "carried", "carrying"}),
        ("freeze", {"freezes", "froze", "frozen", "freezing"}),
        ("withdraw", {"withdraws", "withdrew", "withdrawn", "withdrawing"}),
        ("give", {"gives", "gave", "given", "giving"}),
        ("agree", {"agrees", "agreed", "agreeing"}),
        ("push", {"pushes", "pushed", "pushing"}),
        ("army", {"armies"}),
        ("veto", {"vetoes", "vetoed", "vetoing"}),
        ("die", {"dies", "died", "dying"}),
    ],
)
def test_a_word_is_inflected_as_english_spells_it(lemma: str, forms: set[str]) -> None:
    assert forms | {lemma} <= inflections(lemma)


def test_a_guard_holds_for_the_sentence_and_the_term_that_it_stands_for() -> None:
    matcher = PatternMatcher([("amnesty", "!before(tax)"), ("amnesty", "amnesty")])
    text = "A tax amnesty. An amnesty."
    context = TextContext(text)
    allowed = [
        hit.span.start
        for hit in matcher.find(context)
        if matcher.allows(hit.target_id, context, hit.span)
    ]
    assert allowed == [text.rindex("amnesty")]
    assert matcher.allows("another-term", context, next(matcher.find(context)).span)
