from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import ConfigurationError
from flows.when import parse_duration, parse_when

NOW = datetime(2025, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("90s", timedelta(seconds=90)),
        (" 10 M ", timedelta(minutes=10)),
        ("2h", timedelta(hours=2)),
        ("1d", timedelta(days=1)),
        ("2w", timedelta(weeks=2)),
    ],
)
def test_a_duration_is_a_number_and_a_unit(words: str, expected: timedelta) -> None:
    assert parse_duration(words) == expected


@pytest.mark.parametrize("words", ["", "10", "0m", "1.5h", "-1d", "ten minutes", "999999999999w"])
def test_what_is_no_duration_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(ConfigurationError, match="like 10m; nothing was done"):
        parse_duration(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2025-11-20", datetime(2025, 11, 20, tzinfo=UTC)),
        ("2025-11-20T10:00", datetime(2025, 11, 20, 10, tzinfo=UTC)),
        ("2025-11-20T10:00+02:00", datetime(2025, 11, 20, 8, tzinfo=UTC)),
        ("2025-11-20T10:00:00Z", datetime(2025, 11, 20, 10, tzinfo=UTC)),
        ("24h", datetime(2025, 11, 21, 12, tzinfo=UTC)),
    ],
)
def test_a_time_is_iso_8601_or_an_age(words: str, expected: datetime) -> None:
    assert parse_when(words, NOW) == expected


@pytest.mark.parametrize("words", ["", "yesterday", "22.11.2025", "9999d9", "0001-01-01T00:00+14"])
def test_what_is_no_time_is_refused_with_examples(words: str) -> None:
    with pytest.raises(ConfigurationError, match="24h, 7d"):
        parse_when(words, NOW)


@given(st.one_of(st.text(max_size=12), st.from_regex(r"\d{1,12}[smhdw]", fullmatch=True)))
def test_any_words_are_a_time_in_utc_or_refused(words: str) -> None:
    with suppress(ConfigurationError):
        assert parse_when(words, NOW).utcoffset() == timedelta()
