import csv
from datetime import date
from pathlib import Path

import pytest
from marked import unmark

from transforms.tagging.tagger import Tagger

TABLE = Path(__file__).parent / "actors.csv"


def cases() -> list[tuple[str, date, str]]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return [
            (row["case"], date.fromisoformat(row["on"]), row["marked"])
            for row in csv.DictReader(table)
        ]


def without_article(words: str) -> str:
    return words[4:] if words.lower().startswith("the ") else words


@pytest.mark.parametrize(
    ("on", "marked"), [case[1:] for case in cases()], ids=[case[0] for case in cases()]
)
def test_actors_are_found_where_they_are_marked_and_nowhere_else(
    tagger: Tagger, on: date, marked: str
) -> None:
    text, mentions = unmark(marked)
    expected = [(m.target_id, without_article(m.span.of(text))) for m in mentions]
    tags = [tag for tag in tagger.tag(text, on) if tag.kind == "actor"]
    assert [(tag.target_id, without_article(tag.span.of(text))) for tag in tags] == expected
