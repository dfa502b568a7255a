"""HOSTILE.md point 7: a right time in UTC or none, never a wrong one."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.feeds.dates import not_in_future, parse_date

NOW = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)
MORNING = "Mon, 24 Nov 2025 10:00:00 "


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("GMT", 0),
        ("UT", 0),
        ("Z", 0),
        ("EET", 2),
        ("EEST", 3),
        ("MSK", 3),
        ("CET", 1),
        ("CEST", 2),
        ("UTC+3", 3),
        ("UTC+03:00", 3),
        ("GMT+2", 2),
        ("GMT+0200", 2),
        ("GMT-5", -5),
        ("GMT +0200", 2),
        ("+0530", 5.5),
        ("+02", 2),
        ("-0000", 0),
        ("+0200 (EET)", 2),
        ("EST", -5),
        ("PDT", -7),
        ("JST", 9),
    ],
)
def test_a_zone_means_its_own_offset(zone: str, hours: float) -> None:
    date = parse_date(MORNING + zone)
    assert date.at == datetime(2025, 11, 24, 10, tzinfo=UTC) - timedelta(hours=hours)
    assert (date.precision, date.flag) == ("second", "")


@pytest.mark.parametrize(
    "zone",
    ["", "IST", "AST", "XYZ", "BST", "+9999", "+15:00", "GMT EET", "Europe/Kyiv", "local", "CET+1"],
)
def test_a_zone_that_is_missing_unknown_or_shared_gives_no_time(zone: str) -> None:
    date = parse_date(MORNING + zone)
    assert date.at is None
    assert date.raw == MORNING + zone
    assert date.flag in {"zone-unknown", "unreadable"}


def test_bst_is_british_in_the_british_summer_alone() -> None:
    assert parse_date("24 Jul 2025 10:00 BST").at == datetime(2025, 7, 24, 9, tzinfo=UTC)
    assert parse_date("30 Mar 2025 02:00 BST").at == datetime(2025, 3, 30, 1, tzinfo=UTC)
    assert parse_date("30 Mar 2025 00:59 BST").flag == "zone-unknown"
    assert parse_date("26 Oct 2025 02:00 BST").flag == "zone-unknown"


def test_moscow_time_was_four_hours_ahead_for_three_years() -> None:
    assert parse_date("1 Jul 2012 10:00 MSK").at == datetime(2012, 7, 1, 6, tzinfo=UTC)
    assert parse_date("1 Jul 2015 10:00 MSK").at == datetime(2015, 7, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "expected", "precision"),
    [
        ("2024-04-28 07:00:00Z", datetime(2024, 4, 28, 7, tzinfo=UTC), "second"),
        ("2025-11-24T10:00:00.123456789+02:00", datetime(2025, 11, 24, 8, tzinfo=UTC), "second"),
        ("2025-11-24T10:00+02", datetime(2025, 11, 24, 8, tzinfo=UTC), "minute"),
        ("20251124T100000Z", datetime(2025, 11, 24, 10, tzinfo=UTC), "second"),
        ("2025-11-24", datetime(2025, 11, 24, tzinfo=UTC), "day"),
        ("24 November 2025", datetime(2025, 11, 24, tzinfo=UTC), "day"),
        ("2025-11", datetime(2025, 11, 1, tzinfo=UTC), "month"),
        ("2025", datetime(2025, 1, 1, tzinfo=UTC), "year"),
        ("1764000000", datetime(2025, 11, 24, 16, tzinfo=UTC), "second"),
        ("1764000000000", datetime(2025, 11, 24, 16, tzinfo=UTC), "second"),
        ("November 24, 2025 10:00 pm EST", datetime(2025, 11, 25, 3, tzinfo=UTC), "minute"),
        ("Nov 24, 2025 at 12:05 AM GMT", datetime(2025, 11, 24, 0, 5, tzinfo=UTC), "minute"),
        ("Mon Nov 24 10:00:00 EET 2025", datetime(2025, 11, 24, 8, tzinfo=UTC), "second"),
        ("24.11.2025 10:00 EET", datetime(2025, 11, 24, 8, tzinfo=UTC), "minute"),
        ("Tues, 24-Nov-25 10:00:00 GMT", datetime(2025, 11, 24, 10, tzinfo=UTC), "second"),
        ("Mon, 24 Nov 2025 24:00:00 GMT", datetime(2025, 11, 25, tzinfo=UTC), "second"),
        ("31 Dec 2016 23:59:60 GMT", datetime(2017, 1, 1, tzinfo=UTC), "second"),
        ("  Mon,\n 24 Nov  2025 10:00:00\tGMT ", datetime(2025, 11, 24, 10, tzinfo=UTC), "second"),
    ],
)
def test_shapes_that_stand_in_feeds(raw: str, expected: datetime, precision: str) -> None:
    date = parse_date(raw)
    assert (date.at, date.precision, date.raw, date.flag) == (expected, precision, raw, "")


@pytest.mark.parametrize(
    ("raw", "flag"),
    [
        ("0001-01-01 00:00:00Z", "ancient"),
        ("Mon, 01 Jan 0001 00:00:00 +0000", "ancient"),
        ("0000-00-00 00:00:00", "ancient"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "ancient"),
        ("9999-12-31T23:59:59-14:00", "future"),
        ("9999999999", "future"),
        ("2025-02-30T10:00:00Z", "unreadable"),
        ("2025-11-24T25:00:00Z", "unreadable"),
        ("11/24/2025 10:00 GMT", "unreadable"),
        ("yesterday", "unreadable"),
        ("13:00 pm", "unreadable"),
        ("", ""),
    ],
)
def test_unset_and_impossible_dates_give_no_time_and_say_why(raw: str, flag: str) -> None:
    date = parse_date(raw)
    assert (date.at, date.precision, date.flag) == (None, "", flag)


def test_a_future_date_is_held_back_to_now_and_a_clock_a_little_ahead_believed() -> None:
    assert not_in_future(parse_date("Mon, 24 Nov 2025 18:00:00 GMT").at, NOW) == NOW
    ahead = parse_date("Mon, 24 Nov 2025 12:20:00 GMT").at
    assert not_in_future(ahead, NOW) == ahead
    assert not_in_future(None, NOW) is None


minutes_east = st.integers(-12 * 60, 14 * 60)
moments = st.integers(631_200_000, 4_102_300_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)  # 1990 to 2099
)


@given(moments, minutes_east)
def test_any_numeric_offset_is_read_back_in_both_standard_shapes(
    instant: datetime, east: int
) -> None:
    moment = instant.astimezone(timezone(timedelta(minutes=east)))
    assert parse_date(format_datetime(moment)).at == moment
    assert parse_date(moment.isoformat()).at == moment


@given(st.text(max_size=200))
@example("2025-11-24T10:00:00+00:00:00:00:00")
@example("Mon, 24 Nov 2025 10:00:00 " + "(" * 100)
def test_no_text_makes_the_parser_fail_or_lie(raw: str) -> None:
    date = parse_date(raw)
    assert date.raw == raw
    assert (date.at is None) == (date.precision == "")
    if date.at is not None:
        assert date.at.tzinfo is UTC
        assert 1990 <= date.at.year < 2100


@given(st.from_regex(r"[0-9a-zA-Z:,.+\-() ]{0,60}", fullmatch=True))
def test_words_and_numbers_of_dates_never_make_it_fail(raw: str) -> None:
    assert parse_date(raw).raw == raw
