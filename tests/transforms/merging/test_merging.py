from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import AT, a_revision, an_appearance

from transforms.merging.merge import Merged, merge
from transforms.merging.periods import period_of
from transforms.merging.speakers import speakers_of
from transforms.records import Appearance
from transforms.statement_records import KnownWording

PLEDGE = "We will keep the strait open for every ship that pays its toll"


def seen(
    words: str, article: str, *speakers: str, hours: float = 0, **values: object
) -> Appearance:
    at = AT + timedelta(hours=hours)
    revision = a_revision(f"{article}: {words}", article, published_at=at, fetched_at=at)
    return an_appearance(words, revision, *speakers, **values)


def known(merged: Merged, appearances: list[Appearance], **values: bool) -> list[KnownWording]:
    """What a later run would be told of these appearances."""
    by_id = {appearance.appearance_id: appearance for appearance in appearances}
    return [
        KnownWording(
            link.statement_id, by_id[link.appearance_id].words,
            by_id[link.appearance_id].speech_type, link.speakers,
            period_of(by_id[link.appearance_id]), by_id[link.appearance_id].published_at or AT,
            by_id[link.appearance_id].fetched_at, link.appearance_id, **values,
        )
        for link in merged.links
    ]  # fmt: skip


def groups(appearances: list[Appearance], *merges: Merged) -> set[frozenset[str]]:
    """The articles whose appearances were taken for one statement."""
    article = {found.appearance_id: found.article_id for found in appearances}
    into = {row.statement_id: row.into_statement_id for one in merges for row in one.absorbed}
    by_statement: dict[str, set[str]] = {}
    for link in (link for one in merges for link in one.links):
        name = link.statement_id
        while name in into:
            name = into[name]
        by_statement.setdefault(name, set()).add(article[link.appearance_id])
    return {frozenset(articles) for articles in by_statement.values()}


def grouped(*found: Appearance) -> set[frozenset[str]]:
    return groups(list(found), merge(found, []))


def altered(*found: Appearance) -> set[str]:
    return {wording.altered for wording in merge(found, []).wordings}


def test_a_wire_copy_and_a_cut_quotation_are_the_same_statement() -> None:
    found = [
        seen(PLEDGE, "first"), seen(PLEDGE, "copy", hours=1),
        seen("keep the strait open for every ship", "cut", hours=2),
    ]  # fmt: skip
    assert grouped(*found) == {frozenset({"first", "copy", "cut"})}
    assert altered(*found) == {""}, "a cut alters nothing"


def test_a_word_altered_inside_quotation_marks_is_shown() -> None:
    found = [seen(PLEDGE, "first"), seen(PLEDGE.replace("every", "any"), "second", hours=1)]
    assert len(grouped(*found)) == 1
    assert altered(*found) == {"", PLEDGE.replace("every", "[-every-] {+any+}")}


def test_a_paraphrase_of_a_quotation_alters_nothing() -> None:
    said = "they would keep the strait open to all ships that pay their toll"
    found = [seen(PLEDGE, "first"), seen(said, "second", hours=1, speech_type="indirect")]
    assert len(grouped(*found)) == 1
    assert altered(*found) == {""}


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("a disaster", "It is a disaster for us all, and no deal will do", 1),
        ("disaster", "It is a disaster for us all, and no deal will do", 2),
        ("a delay", "It is a disaster for us all, and no deal will do", 2),
        ("foreign troops can stay", "No foreign troops can stay", 2),
        ("The north is not ours to give", "The south is not ours to give", 2),
        ("We need 400 boats by the spring thaw", "We need 900 boats by the spring thaw", 2),
    ],
)
def test_words_that_look_alike_are_told_apart(one: str, other: str, count: int) -> None:
    assert len(grouped(seen(one, "a"), seen(other, "b"))) == count


def test_the_same_words_of_different_speakers_are_different_statements() -> None:
    found = [
        seen(PLEDGE, "a", "ana-brod"), seen(PLEDGE, "b", "ilse-marn"),
        seen(PLEDGE, "c", "ilse-marn", "ana-brod"), seen(PLEDGE, "d", "ana-brod", "ilse-marn"),
        seen(PLEDGE, "e", attributions=()),
    ]  # fmt: skip
    assert grouped(*found) == {frozenset(group) for group in ("a", "b", "cd", "e")}


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        (("unlisted:petr-holm",), ("unlisted:holm",), True),
        (("unlisted:ilya-petrov",), ("unlisted:ilia-petrov",), True),
        (("unlisted:ana-holm",), ("unlisted:petr-holm",), False),
        (("strait-council",), ("sudmark", "norland"), True),
        (("sudmark", "norland", "orsk"), ("sudmark", "norland"), True),
        (("sudmark",), ("strait-council",), False),
        (("unnamed:a-diplomat",), ("unnamed:a-minister",), False),
    ],
)
def test_speakers_are_known_by_other_names_too(
    one: tuple[str, ...], other: tuple[str, ...], is_one: bool
) -> None:
    found = [seen(PLEDGE, "a", *one), seen(PLEDGE, "b", *other)]
    members = {"strait-council": frozenset({"sudmark", "norland"})}
    assert (len(merge(found, [], members=members).new) == 1) is is_one


def test_the_same_words_on_another_day_are_another_statement_with_the_same_key() -> None:
    found = [seen(PLEDGE, "a"), seen(PLEDGE, "b", hours=24 * 8)]
    merged = merge(found, [])
    assert len(merged.new) == 2
    assert len({link.sense_key for link in merged.links}) == 1
    dated = [
        seen(PLEDGE, name, stated_at=AT - timedelta(days=days), stated_precision="day")
        for name, days in (("a", 1), ("b", 2))
    ]
    assert len(grouped(*dated)) == 2, "the articles themselves date them differently"


def test_a_known_statement_takes_its_new_appearances() -> None:
    first = [seen(PLEDGE, "first")]
    before = merge(first, [])
    later = merge([seen(PLEDGE.replace("every", "any"), "later", hours=9)], known(before, first))
    assert later.new == ()
    assert later.links[0].statement_id == before.links[0].statement_id
    assert any("[-every-] {+any+}" in wording.altered for wording in later.wordings)


def test_a_report_that_holds_two_known_statements_makes_them_one() -> None:
    apart = [seen("We have a harbour and a hall", "a"), seen("What we lack is a map", "b", hours=1)]
    before = merge(apart, [])
    assert len(before.new) == 2
    whole = seen("We have a harbour and a hall. What we lack is a map", "c", hours=2)
    after = merge([whole], known(before, apart))
    assert groups([*apart, whole], before, after) == {frozenset("abc")}
    (absorbed,) = after.absorbed
    kept = next(link for link in before.links if link.statement_id != absorbed.statement_id)
    assert absorbed.into_statement_id == kept.statement_id, "the first reported keeps its id"


def test_a_statement_found_again_in_slightly_other_words_keeps_its_id() -> None:
    first = [seen(PLEDGE, "a")]
    before = merge(first, [])
    replaced = known(before, first, is_replaced=True)
    again = merge([seen("that " + PLEDGE, "a")], replaced)
    assert again.new == ()
    assert again.links[0].statement_id == before.links[0].statement_id


@pytest.mark.parametrize(
    ("values", "is_fresh"),
    [
        ([{}], True),
        ([{"is_first_sight": True}], False),
        ([{"is_first_sight": True}, {}], True),
        ([{"published_at": None}], True),
        ([{"published_at": AT - timedelta(days=9)}], False),
        ([{"stated_at": AT - timedelta(days=3), "stated_precision": "day"}], True),
        ([{"stated_at": AT - timedelta(days=300), "stated_precision": "day"}], False),
    ],
)
def test_first_sight_old_articles_and_old_words_are_no_news(
    values: list[dict[str, object]], is_fresh: bool
) -> None:
    found = [replace(seen(PLEDGE, str(n)), **more) for n, more in enumerate(values)]  # type: ignore[arg-type]
    (new,) = merge(found, [], latest=AT).new
    assert new.is_fresh is is_fresh


CLEAR = [
    seen(PLEDGE, "p1"), seen(PLEDGE, "p2", hours=1), seen(PLEDGE + " in full", "p3", hours=2),
    seen("No toll is forever and no treaty is either, my friends", "n1"),
    seen("No toll is forever and no treaty is either", "n2", hours=-1),
    seen(PLEDGE, "m1", "ilse-marn"), seen("see you in court", "s1"),
    seen("A harbour and a hall. A map is what we lack", "h1", hours=3),
    seen("a harbour and a hall", "h2"), seen("a map is what we lack", "h3", hours=1),
]  # fmt: skip


@given(st.permutations(CLEAR), st.lists(st.integers(0, len(CLEAR)), max_size=3))
def test_any_order_of_arrival_over_any_runs_gives_the_same_parts(
    arrived: list[Appearance], cuts: list[int]
) -> None:
    bounds = sorted({0, *cuts, len(arrived)})
    merges: list[Merged] = []
    held: list[KnownWording] = []
    for start, end in pairwise(bounds):
        run = arrived[start:end]
        merged = merge(run, held)
        into = {row.statement_id: row.into_statement_id for row in merged.absorbed}
        held = [replace(w, statement_id=into.get(w.statement_id, w.statement_id)) for w in held]
        held += known(merged, run)
        merges.append(merged)
    assert groups(CLEAR, *merges) == groups(CLEAR, merge(CLEAR, []))


@given(st.permutations(CLEAR))
def test_any_order_within_a_run_gives_the_same_rows(shuffled: list[Appearance]) -> None:
    one, other = merge(shuffled, []), merge(CLEAR, [])
    for name in ("new", "links", "wordings"):
        assert set(getattr(one, name)) == set(getattr(other, name))


def test_speakers_are_sorted_and_recipients_do_not_speak() -> None:
    assert speakers_of(seen("x", "a", "ilse-marn", "ana-brod")) == ("ana-brod", "ilse-marn")
