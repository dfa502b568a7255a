"""docs/articles.md says in which order the sources of a fact are trusted."""

from datetime import timedelta
from pathlib import Path

import pytest

from transforms.articles.credits import AUTHOR_META
from transforms.articles.normalise import SECTION_META
from transforms.articles.times import MODIFIED_META, PUBLISHED_META
from transforms.articles.titles import TITLE_META
from transforms.revisits import MOST_IN_A_RUN, MOST_OF_A_HOST, STEPS

PAGE = (Path(__file__).parents[3] / "docs" / "articles.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("fact", "names"),
    [
        ("title", TITLE_META),
        ("byline", AUTHOR_META),
        ("section", SECTION_META),
        ("published", PUBLISHED_META),
        ("modified", MODIFIED_META),
    ],
)
def test_the_page_names_the_meta_elements_in_their_order(fact: str, names: tuple[str, ...]) -> None:
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| {fact} |")]
    assert ", ".join(f"`{name}`" for name in names) in row


def test_the_page_names_the_schedule_and_its_caps() -> None:
    assert "10 minutes, 1, 6 and 24 hours, 3 and 7 days" in PAGE
    hours = [step / timedelta(hours=1) for step in STEPS]
    assert hours == [pytest.approx(1 / 6), 1, 6, 24, 72, 168]
    assert f"at most {MOST_IN_A_RUN} pages, {MOST_OF_A_HOST} of one host" in PAGE
