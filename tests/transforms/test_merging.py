from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import AT, a_revision, an_appearance

from transforms.merging import merge, speakers_of
from transforms.records import Appearance
from transforms.statement_records import KnownStatement, StatementAppearance

PLEDGE = "We will keep the strait open for every ship that pays its toll"


def seen(
    words: str, article: str, *speakers: str, hours: float = 0, **values: object
) -> Appearance:
    at = AT + timedelta(hours=hours)
    revision = a_revision(f"{article}: {words}", article, published_at=at, fetched_at=at)
    return an_appearance(words, revision, *speakers, **values)


def groups(appearances: list[Appearance]) -> set[frozenset[str]]:
    """The articles whose appearances were taken for one statement."""
    _, links = merge(appearances, [])
    return grouped(links, appearances)


def grouped(links: list[StatementAppearance], appearances: list[Appearance]) -> set[frozenset[str]]:
    article = {found.appearance_id: found.article_id for found in appearances}
    by_statement: dict[str, set[str]] = {}
    for link in links:
        by_statement.setdefault(link.statement_id, set()).add(article[link.appearance_id])
    return {frozenset(articles) for articles in by_statement.values()}


def test_a_wire_copy_and_a_cut_quotation_are_the_same_statement() -> None:
    found = [
        seen(PLEDGE, "first"), seen(PLEDGE, "copy", hours=1),
        seen("keep the strait open for every ship", "cut", hours=2),
    ]  # fmt: skip
    (statement,), links = merge(found, [])
    assert [link.is_first for link in links].count(True) == 1
    assert {link.altered for link in links} == {""}, "a cut alters nothing"
    assert (statement.text, statement.first_appearance_id) == (PLEDGE, found[0].appearance_id)
    assert (statement.date_first_published, statement.first_seen_at) == (AT, AT)


def test_a_word_altered_inside_quotation_marks_is_shown() -> None:
    found = [seen(PLEDGE, "first"), seen(PLEDGE.replace("every", "any"), "second", hours=1)]
    (_,), links = merge(found, [])
    assert sorted(link.altered for link in links) == [
        "", PLEDGE.replace("every", "[-every-] {+any+}"),
    ]  # fmt: skip


def test_a_paraphrase_of_a_quotation_alters_nothing() -> None:
    said = PLEDGE.replace("We", "they")
    found = [seen(PLEDGE, "first"), seen(said, "second", hours=1, speech_type="indirect")]
    (_,), links = merge(found, [])
    assert {link.altered for link in links} == {""}
    assert all(link.similarity >= 70 for link in links)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("a disaster", "It is a disaster for us all, and no deal will do", 1),
        ("disaster", "It is a disaster for us all, and no deal will do", 2),
        ("a delay", "It is a disaster for us all, and no deal will do", 2),
    ],
)
def test_a_short_fragment_belongs_where_it_stands_literally(
    one: str, other: str, count: int
) -> None:
    assert len(groups([seen(one, "a"), seen(other, "b")])) == count


def test_the_same_words_of_different_speakers_are_different_statements() -> None:
    found = [
        seen(PLEDGE, "a", "ana-brod"), seen(PLEDGE, "b", "ilse-marn"),
        seen(PLEDGE, "c", "ilse-marn", "ana-brod"), seen(PLEDGE, "d", "ana-brod", "ilse-marn"),
        seen(PLEDGE, "e", attributions=()),
    ]  # fmt: skip
    assert groups(found) == {frozenset(group) for group in ("a", "b", "cd", "e")}
    statements, _ = merge(found, [])
    assert sorted(statement.is_joint for statement in statements) == [False, False, False, True]


def test_a_known_statement_takes_its_new_appearances_and_is_no_news() -> None:
    ((first,), _) = merge([seen(PLEDGE, "first")], [])
    held = KnownStatement(first.statement_id, ("ana-brod",), PLEDGE, "direct", AT)
    (again,), (link,) = merge([seen(PLEDGE.replace("every", "any"), "later", hours=9)], [held])
    assert again.statement_id == first.statement_id
    assert (again.is_new, again.is_news, link.is_first) == (False, False, False)
    assert "[-every-] {+any+}" in link.altered


def test_a_known_statement_whose_text_has_grown_beyond_its_first_words_stays_one() -> None:
    ((first,), _) = merge([seen("tolls must fall now", "first")], [])
    grown = KnownStatement(first.statement_id, ("ana-brod",), "nothing like it", "direct", AT)
    (again,), _ = merge([seen("tolls must fall now", "later")], [grown])
    assert (again.statement_id, again.is_new) == (first.statement_id, False)


@pytest.mark.parametrize(
    ("first_sights", "is_news"), [([True, True], False), ([True, False], True), ([False], True)]
)
def test_what_stands_only_in_feeds_read_for_the_first_time_is_no_news(
    first_sights: list[bool], is_news: bool
) -> None:
    found = [
        seen(PLEDGE, str(number), is_first_sight=first) for number, first in enumerate(first_sights)
    ]
    (statement,), _ = merge(found, [])
    assert statement.is_news is is_news


def test_what_any_appearance_knows_of_time_and_medium_is_kept() -> None:
    plain = seen(PLEDGE, "a")
    dated = replace(seen(PLEDGE, "b", hours=1), stated_at=AT, stated_precision="day", medium="X")
    (statement,), _ = merge([plain, dated], [])
    assert (statement.stated_at, statement.stated_precision) == (AT, "day")
    assert statement.medium == "X"


def test_words_within_anothers_words_point_to_the_outer_statement() -> None:
    outer = seen("Marn told me that the tolls will stay where they are", "a")
    inner = seen("the tolls will stay where they are", "a2", "ilse-marn")
    inner = replace(inner, parent_appearance_id=outer.appearance_id)
    statements, _ = merge([inner, outer], [])
    by_text = {statement.text: statement for statement in statements}
    assert by_text[inner.words].parent_statement_id == by_text[outer.words].statement_id
    assert by_text[outer.words].parent_statement_id == ""


CLEAR = [
    seen(PLEDGE, "p1"), seen(PLEDGE, "p2", hours=1), seen(PLEDGE + " in full", "p3", hours=2),
    seen("No toll is forever and no treaty is either, my friends", "n1"),
    seen("No toll is forever and no treaty is either", "n2", hours=-1),
    seen(PLEDGE, "m1", "ilse-marn"), seen("see you in court", "s1"),
]  # fmt: skip


@given(st.permutations(CLEAR))
def test_any_order_gives_the_same_statements(shuffled: list[Appearance]) -> None:
    assert merge(shuffled, []) == merge(CLEAR, [])
    assert groups(shuffled) == {
        frozenset({"p1", "p2", "p3"}), frozenset({"n1", "n2"}), frozenset({"m1"}), frozenset({"s1"})
    }  # fmt: skip


@given(st.permutations(CLEAR), st.integers(0, len(CLEAR)))
def test_any_order_of_arrival_over_two_runs_gives_the_same_groups(
    arrived: list[Appearance], first_run: int
) -> None:
    earlier, links = merge(arrived[:first_run], [])
    by_id = {appearance.appearance_id: appearance for appearance in arrived}
    known = [
        KnownStatement(
            statement.statement_id,
            speakers_of(by_id[statement.first_appearance_id]),
            statement.text,
            statement.speech_type,
            statement.first_seen_at,
        )
        for statement in earlier
    ]
    _, later = merge(arrived[first_run:], known)
    assert grouped([*links, *later], CLEAR) == groups(CLEAR)


def test_words_long_past_are_no_news_and_those_of_the_week_are() -> None:
    def is_news(days_before: int) -> bool:
        said = AT - timedelta(days=days_before)
        (statement,), _ = merge([seen(PLEDGE, "p1", stated_at=said, published_at=AT)], [])
        return statement.is_news

    assert is_news(3)
    assert not is_news(300)
