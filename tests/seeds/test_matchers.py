import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.matchers import ACTS, Matcher, parse_matcher
from transforms.extractor.cue_table import NOUN_CUES, VERBS


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('actor = "ana-brod"', Matcher("actor", "=", "ana-brod")),
        ("actor=ana-brod", Matcher("actor", "=", "ana-brod")),
        (' term !~ "tolls|passage" ', Matcher("term", "!~", "tolls|passage")),
        (r'outlet = "the \"post\""', Matcher("outlet", "=", 'the "post"')),
        (r'actor =~ "\\w+-brod"', Matcher("actor", "=~", r"\\w+-brod")),
        ('role != ""', Matcher("role", "!=", "")),
    ],
)
def test_a_matcher_is_read_as_alertmanager_writes_it(words: str, expected: Matcher) -> None:
    assert parse_matcher(words) == expected


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ('actor = "ana-brod"', True),
        ('actor = "brod"', False),
        ('actor != "ana-brod"', False),
        ('actor != "petr-brod"', True),
        ('actor =~ "ana-.*"', True),
        ('actor =~ "ana"', False),
        ('actor !~ "ana-.*|petr-.*"', False),
        ('actor !~ "brod"', True),
    ],
)
def test_a_matcher_compares_whole_values_with_any_of_several(words: str, holds: bool) -> None:
    assert parse_matcher(words).fits({"ilse-marn", "ana-brod"}) is holds


@pytest.mark.parametrize(
    "words", ["", "actor", 'actor == "x"', 'speaker = "x"', 'actor =~ "("', 'actor = "x', "a b = c"]
)
def test_what_is_no_matcher_is_refused_with_a_remedy(words: str) -> None:
    with pytest.raises(ValueError, match=r"write|no regular expression"):
        parse_matcher(words)


def test_the_acts_that_matchers_know_are_those_that_the_extractor_gives() -> None:
    of_verbs = set(re.findall(r"^\[(\w+)\]$", VERBS, re.MULTILINE))
    of_nouns = {act for _, act in NOUN_CUES.values()}
    assert of_verbs | of_nouns == set(ACTS)


@given(st.text(max_size=40))
def test_any_text_is_either_a_matcher_or_refused(words: str) -> None:
    try:
        matcher = parse_matcher(words)
    except ValueError:
        return
    assert matcher.fits([]) is matcher.operator.startswith("!")
