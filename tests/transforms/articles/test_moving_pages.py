"""How many false revisions pages make that change at every fetch, and which edits are missed.

docs/articles.md shows the figures of ``measure``; the test holds them.
"""

import re
from pathlib import Path

import pytest
from moving_pages import EDITS, SENTENCES, SHAPES, Shape
from pages_of import normalise

from transforms.articles.edits import changing_lines, is_edit
from transforms.feed_records import ChangingLine

PAGE = Path(__file__).parents[3] / "docs" / "articles.md"
FETCHES = 100


def read(shape: Shape, look: int, before: str = "", after: str = "") -> str:
    page = shape(SENTENCES, look)
    assert before in page
    return normalise(page.replace(before, after, 1) if before else page).text


def measure(shape: Shape) -> tuple[int, int]:
    """Return false revisions in 100 fetches, and how many of the small edits are caught."""
    held, learned = read(shape, 1), tuple[ChangingLine, ...]()
    false = 0
    for look in range(2, FETCHES + 2):
        text = read(shape, look)
        is_new = is_edit(held, text, learned)
        learned = changing_lines(held, text, learned)
        false += is_new
        held = text if is_new else held
    caught = sum(is_edit(held, read(shape, 300, *edit), learned) for edit in EDITS.values())
    return false, caught


@pytest.mark.parametrize("name", SHAPES)
def test_pages_that_move_make_as_few_false_revisions_as_the_page_of_docs_says(name: str) -> None:
    false, caught = measure(SHAPES[name])
    assert false <= 2
    assert caught == len(EDITS)
    row = re.search(rf"\| {re.escape(name)} \| (\d+) \| (\d+) of (\d+) \|", PAGE.read_text("utf-8"))
    assert row, f"docs/articles.md has no row of {name}"
    assert row.groups() == (str(false), str(caught), str(len(EDITS)))
