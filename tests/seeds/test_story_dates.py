from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.dates import first_day, overlap

days = st.dates(min_value=date(1000, 1, 1))
ends_of_periods = st.none() | st.dates(date(2000, 1, 1), date(2000, 1, 20))


@given(days)
def test_a_date_of_any_precision_stands_for_its_first_day(day: date) -> None:
    assert first_day(day.isoformat()) == day
    assert first_day(day.isoformat()[:7]) == day.replace(day=1)
    assert first_day(day.isoformat()[:4]) == day.replace(day=1, month=1)


@pytest.mark.parametrize(
    "value", ["2025-02-30", "2025-13", "0000", "25", "2025-1-1", "2025-01-01T00:00", "٢٠٢٥", "x"]
)
def test_what_is_no_date_raises(value: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        first_day(value)


def test_an_empty_cell_is_an_open_date() -> None:
    assert first_day("") is None


@given(ends_of_periods, ends_of_periods, ends_of_periods, ends_of_periods)
def test_periods_overlap_exactly_when_they_share_a_day(
    starts: date | None, ends: date | None, other_starts: date | None, other_ends: date | None
) -> None:
    shares_a_day = any(
        (starts or day) <= day < (ends or date.max)
        and (other_starts or day) <= day < (other_ends or date.max)
        for day in (date(1999, 12, 1) + timedelta(days=n) for n in range(80))
    )
    well_formed = (starts or date.min) < (ends or date.max) and (other_starts or date.min) < (
        other_ends or date.max
    )
    if well_formed:
        assert overlap(starts, ends, other_starts, other_ends) == shares_a_day
