"""The end of a run, as a person reads it."""

import pytest
from making import blank

from flows.display.report import unmet_line
from flows.monitoring.monitor import RunReport
from warehouse.landing import Landed


@pytest.mark.parametrize(
    ("articles", "mentions", "begins"),
    [
        (0, 0, ""),
        (2, 5, ""),
        (1, 0, "The new article names no actor or term of the story"),
        (2, 0, "None of the new articles names an actor or term of the story"),
    ],
)
def test_a_run_whose_articles_are_not_about_the_story_says_why_it_found_no_statement(
    articles: int, mentions: int, begins: str
) -> None:
    landed = blank(Landed, articles=articles, mentions=mentions)
    line = unmet_line(blank(RunReport, landed=landed))
    assert line.startswith(begins)
    assert bool(line) == bool(begins)
