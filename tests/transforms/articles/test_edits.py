import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import blank
from pages_of import SENTENCES

from transforms.articles.difference import changes
from transforms.articles.edits import changing_lines, is_edit, is_next_revision
from transforms.articles.records import NormalisedArticle
from transforms.articles.volatile import is_volatile
from transforms.feed_records import ChangingLine, HeldArticle

TITLE = "Nordvik rejects a limit of 600,000 soldiers"
TEXT = "\n\n".join([TITLE, *SENTENCES, "At least 12 sailors died in the storm."])

MOVING = (
    ("Updated 5 minutes ago", "Updated 1 hour ago"),
    ("Updated: 24 November 2025, 14:05 EET", "Updated: 24 November 2025, 15:10 EET"),
    ("just now", "2 hours ago"),
    ("Monday 14:05", "Monday 14:06"),
    ("It is now 14:05 local time", "It is now 14:06 local time"),
    ("1,204 views", "1.3k views"),
    ("Comments (12)", "Comments (15)"),
    ("17 people are reading this", "90 people are reading this"),
    ("1 204 просмотра", "1 377 просмотров"),
    ("3 min read", "4 min read"),
    ("Advertisement: buy a boat", "Advertisement: sell a boat"),
    ("Session ID: 9f8a7c6d", "Session ID: 00ff12aa"),
    ("4f9a8c7d6e5f4a3b", "0f9a8c7d6e5f4a3c"),
    ("You have 3 free articles left", "You have 2 free articles left"),
)
EDITS = (
    ("a figure", "12 sailors", "14 sailors"),
    ("a figure in the title", "600,000", "800,000"),
    ("a word", "rejected", "accepted"),
    ("a name", "Varga-Lind told", "Varga-Land told"),
    ("a word inside quotation marks", "the attacker", "the victim"),
    ("a time in a sentence", "on Monday", "on Tuesday"),
    ("a negation", "would vote", "would not vote"),
    ("a paragraph more", "in the storm.", "in the storm.\n\nThe ferries stayed in port."),
    ("a line more", "in the storm.", "in the storm.\n\nCrimea stays as it is"),
    ("a paragraph less", f"\n\n{SENTENCES[1]}", ""),
    ("the order", f"{SENTENCES[0]}\n\n{SENTENCES[1]}", f"{SENTENCES[1]}\n\n{SENTENCES[0]}"),
)


@pytest.mark.parametrize(("before", "after"), MOVING)
def test_a_clock_a_counter_or_an_advertisement_is_no_edit(before: str, after: str) -> None:
    place = TEXT.index("\n\n", 60)
    assert not is_edit(*(f"{TEXT[:place]}\n\n{line}{TEXT[place:]}" for line in (before, after)))
    assert not is_edit(TEXT, f"{TEXT}\n\n{after}"), "nor is it where it comes or goes"


def test_the_moving_pieces_of_a_line_are_no_edit_and_its_other_pieces_are() -> None:
    lines = [f"{TEXT}\n\nBy {name} | {n} minutes ago | {n} views" for name, n in
             (("Ann Lee", 5), ("Ann Lee", 9), ("Bo Lee", 9))]  # fmt: skip
    assert not is_edit(lines[0], lines[1])
    assert is_edit(lines[1], lines[2])


@pytest.mark.parametrize(("what", "before", "after"), EDITS, ids=[what for what, *_ in EDITS])
def test_the_smallest_edit_of_what_is_said_is_one(what: str, before: str, after: str) -> None:
    assert before in TEXT, what
    moving = "\n\nUpdated {} minutes ago"
    edited = TEXT.replace(before, after, 1)
    assert is_edit(TEXT + moving.format(5), edited + moving.format(9))


@pytest.mark.parametrize(
    "sentence",
    [
        "At least 12 people died.", "The 2025 budget", "12 killed in the storm", "Views differ",
        "“Updated plans came,” she said.", "Updated: adds the minister's words",
        "Ad hoc talks failed in Geneva", "The vote was 120 to 80", "Live from Halmsund",
        "Crimea would be Russian de facto", "In November 2025 he agreed to an army of 600,000",
    ],
)  # fmt: skip
def test_what_says_something_is_not_taken_for_a_clock(sentence: str) -> None:
    assert not is_volatile(sentence)


def test_other_quotation_marks_dashes_and_spaces_are_no_edit() -> None:
    assert not is_edit('T\n\n"We\'re ready" - or not', "T\n\n“We’re\u00a0ready” – or  not")


def test_a_line_of_an_unknown_kind_is_learned_at_two_looks_and_a_sentence_never() -> None:
    counter, sentence = "Strait crossings today {}", "The storm killed {} sailors."
    learned: tuple[ChangingLine, ...] = ()
    found = []
    for look in range(6):
        old, new = (f"T\n\n{counter.format(n)}\n\nNo more." for n in (look, look + 1))
        found.append(is_edit(old, new, learned))
        learned = changing_lines(old, new, learned)
    assert found == [True, True, False, False, False, False]
    old, new = (f"T\n\n{sentence.format(n)}" for n in (1, 2))
    for _ in range(4):
        learned = changing_lines(old, new, learned)
    assert is_edit(old, new, learned)


def test_a_line_that_stands_still_in_between_is_not_learned() -> None:
    old, new = "T\n\nThe dead: 12", "T\n\nThe dead: 14"
    once = changing_lines(old, new, ())
    assert changing_lines(new, new, once) == ()
    assert is_edit(old, new, once)


def test_the_feeds_words_never_follow_the_pages() -> None:
    page = HeldArticle("a", "r", "trafilatura", "T", "T\n\nThe whole page.")
    stub = HeldArticle("a", "r", "feed", "T", "T\n\nA summary.")
    from_feed = blank(NormalisedArticle, text="T\n\nAnother summary.", extraction="feed")
    from_page = blank(NormalisedArticle, text="T\n\nThe whole page, now.", extraction="resiliparse")
    assert not is_next_revision(page, from_feed)
    assert is_next_revision(stub, from_feed)
    assert is_next_revision(stub, from_page)
    assert is_next_revision(page, from_page)


PARAGRAPHS = st.lists(st.text("ab .1\u201d", min_size=1, max_size=12), min_size=1, max_size=6)


@given(PARAGRAPHS, PARAGRAPHS)
def test_a_difference_gives_both_texts_back(one: list[str], other: list[str]) -> None:
    before, after = "\n\n".join(one), "\n\n".join(other)
    found = changes(before, after)
    assert "\n\n".join(c.before for c in found if c.kind != "added") == before
    assert "\n\n".join(c.after for c in found if c.kind != "removed") == after
    for change in found:
        assert (change.kind == "same") == (change.before == change.after)
        if change.pieces:
            old, new = (
                "".join(piece.text for piece in change.pieces if piece.kind != gone)
                for gone in ("added", "removed")
            )
            assert (old, new) == (change.before, change.after)


@given(PARAGRAPHS, PARAGRAPHS)
def test_whether_a_text_is_an_edit_does_not_depend_on_which_came_first(
    one: list[str], other: list[str]
) -> None:
    before, after = "\n\n".join(one), "\n\n".join(other)
    assert is_edit(before, after) == is_edit(after, before)
    assert not is_edit(before, before)


def test_a_difference_aligns_paragraphs_and_compares_words_within() -> None:
    before = "T\n\nThe storm killed 12 sailors on Monday.\n\nThe harbour was closed."
    after = "T\n\nA new paragraph stands here now.\n\nThe storm killed 14 sailors on Monday."
    found = changes(before, after)
    assert [change.kind for change in found] == ["same", "added", "changed", "removed"]
    pieces = [(piece.kind, piece.text) for piece in found[2].pieces]
    assert pieces == [
        ("same", "The storm killed "), ("removed", "12"), ("added", "14"),
        ("same", " sailors on Monday."),
    ]  # fmt: skip
