from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.stated import stated_at

SATURDAY = date(2025, 11, 22)


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("on November 20", "2025-11-20", "day"),
        ("on Nov. 20", "2025-11-20", "day"),
        ("on 20th November", "2025-11-20", "day"),
        ("on Sept. 5", "2025-09-05", "day"),
        ("on November 23", "2025-11-23", "day"),
        ("on December 30", "2024-12-30", "day"),
        ("on May 1, 2019", "2019-05-01", "day"),
        ("1 June 2031", "2031-06-01", "day"),
        ("on Saturday", "2025-11-22", "day"),
        ("last Saturday", "2025-11-15", "day"),
        ("late on FRIDAY", "2025-11-21", "day"),
        ("today", "2025-11-22", "day"),
        ("this morning", "2025-11-22", "day"),
        ("yesterday", "2025-11-21", "day"),
        ("last week", "2025-11-10", "week"),
        ("last month", "2025-10-01", "month"),
        ("last year", "2024-01-01", "year"),
        ("on February 30", None, ""),
        ("in November 2025", None, ""),
        ("some day", None, ""),
        ("", None, ""),
    ],
)
def test_words_of_time_are_read_against_the_date_of_the_article(
    words: str, day: str | None, precision: str
) -> None:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    assert stated_at(words, SATURDAY) == (at, precision)


@pytest.mark.parametrize("words", ["on Friday", "yesterday", "last week", "on November 20"])
def test_without_the_date_of_the_article_only_a_full_date_is_certain(words: str) -> None:
    assert stated_at(words, None) == (None, "")
    assert stated_at("on 1 May 2019", None) == (datetime(2019, 5, 1, tzinfo=UTC), "day")


@given(st.text(max_size=40), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_words_give_a_day_or_nothing(words: str, on: date) -> None:
    at, precision = stated_at(words, on)
    assert (at is None) is (precision == "")
