"""Every mention is words of the text as it stands, whatever its characters."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.tagging.normalise import normalise, normalise_label
from transforms.tagging.tagger import Tagger

ON = date(2025, 11, 24)
NAMES = ["Zelenskyy", "Pedro Sánchez", "Ursula von der Leyen", "Marco Rubio", "cease-fire", "Kyiv"]
FILLERS = [
    "said",
    " ",
    "\n\n",
    ". ",
    "’s ",
    "“",
    "”",
    "-",
    "—",
    "🇺🇦",
    "👍🏽",
    "ﬃ",
    "ß",
    "İ",
    "한국",
]
MARKS = ["\u0301", "\u00ad", "\u200b", "\u200f", "\u202e", "\u2066", "\ufe0f", "\u00a0", "\u2011"]
TEXTS = st.lists(
    st.one_of(st.sampled_from(NAMES + FILLERS + MARKS), st.text(max_size=5)), max_size=25
).map("".join)


@given(st.one_of(TEXTS, st.text("Aa.'- \n", max_size=9)))
def test_a_label_looks_as_it_does_in_a_text(label: str) -> None:
    assert normalise_label(label) == normalise(label).view.strip()


@given(TEXTS)
def test_each_word_of_the_view_leads_back_to_words_of_the_text(text: str) -> None:
    normalised = normalise(text)
    assert normalised.view[:1] == normalised.view[-1:] == " "
    end_before, offset = 0, 0
    for word in normalised.view.split(" "):
        if word:
            span = normalised.span(offset, offset + len(word))
            assert 0 <= span.start < span.end <= len(text)
            assert span.start >= end_before
            assert normalise_label(span.of(text)) == word
            assert normalised.to_view(span.start) == offset
            end_before = span.end
        offset += len(word) + 1


@given(TEXTS)
def test_the_tags_are_ordered_words_of_the_text_without_overlaps(tagger: Tagger, text: str) -> None:
    tags = tagger.tag(text, ON)
    assert tags == sorted(tags, key=lambda tag: (tag.span, tag.kind))
    for kind in ("actor", "term"):
        end_before = 0
        for tag in (tag for tag in tags if tag.kind == kind):
            assert end_before <= tag.span.start < tag.span.end <= len(text)
            assert tag.span.of(text).strip() == tag.span.of(text)
            end_before = tag.span.end


@given(
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from(["", "\u00ad", "\u200b", "\u2060"]),
    st.sampled_from([" ", "\u00a0", "\u202f", "\n", "  ", " \n "]),
    st.sampled_from(["-", "\u2010", "\u2011", "–", " ", "\u00a0"]),
)
def test_spelling_of_spaces_hyphens_accents_and_breaks_changes_nothing(
    tagger: Tagger, form: str, inside: str, space: str, hyphen: str
) -> None:
    name = unicodedata.normalize(form, f"Pe{inside}dro{space}Sánchez")
    truce = f"cease{hyphen}fi{inside}re"
    text = f"In Osten {name}’s {truce} began."
    found = [(tag.target_id, tag.span.of(text)) for tag in tagger.tag(text, ON)]
    assert found == [("pedro-sanchez", name), ("cease-fire", truce)]


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("Cease‑Fire", " cease fire "),
        ("Zelenskyy’s", " zelenskyy s "),
        ("a  b\n\nc \n d", " a b  c d "),
        ("Straße, oﬃce", " strasse  office "),
        ("\ufeffTrump\u200f!", " trump  "),
    ],
)
def test_a_view_is_plain_lower_case_words(text: str, view: str) -> None:
    assert normalise(text).view == view


def test_the_span_of_a_mention_holds_its_combining_marks(tagger: Tagger) -> None:
    text = "Silin\u0327a\u0301 came."
    (tag,) = tagger.tag(text, ON)
    assert tag.span.of(text) == "Silin\u0327a\u0301"
