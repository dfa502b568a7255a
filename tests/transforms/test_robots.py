"""robots.txt as RFC 9309 reads it, and as hostile sites write it."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from making import AT

from transforms.feed_records import RobotsCopy
from transforms.robots import (
    MOST_BYTES,
    Rules,
    after_answer,
    after_failure,
    is_current,
    product_token,
)

ORIGIN = "https://gazette.example"
PAGE = f"{ORIGIN}/world/talks.html"
US = "onrecord/0.1 (news monitor)"


def read(text: str | bytes) -> RobotsCopy:
    return after_answer(ORIGIN, text.encode() if isinstance(text, str) else text, 200, AT)


def verdict(text: str | bytes, page: str = PAGE) -> str:
    return Rules(read(text), US).permission(page, AT).verdict


def delay(text: str) -> float:
    return Rules(read(text), US).permission(PAGE, AT).delay_seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "allowed"),
        ("User-agent: *\nDisallow: /", "disallowed"),
        ("User-agent: *\nDisallow:", "allowed"),
        ("User-agent: *\nDisallow: /world/\nAllow: /world/talks", "allowed"),
        ("User-agent: *\nDisallow: /*.html$", "disallowed"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: onrecord\nAllow: /", "allowed"),
        ("User-agent: OnRecord/2.0\nDisallow: /", "disallowed"),
        ("user-agent : onrecord # us\ndisallow : /", "disallowed"),
        ("User-agent: onrecord\nUser-agent: other\nDisallow: /", "disallowed"),
        ("User-agent: other\nDisallow: /", "allowed"),
        ("User-agent: on\nDisallow: /", "allowed"),
        ("User-agent: record\nDisallow: /", "allowed"),
        ("User-agent: onrecord-news\nDisallow: /", "allowed"),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /", "disallowed"),
        (b"User-agent: *\rDisallow: /", "disallowed"),
        (b"\xff\xfe\x00garbage\x00\nUser-agent: *\nDisallow: /", "disallowed"),
        ("<!DOCTYPE html><title>Not found</title>", "allowed"),
    ],
)
def test_the_group_that_names_us_counts_else_the_one_for_all(
    text: str | bytes, expected: str
) -> None:
    assert verdict(text) == expected


def test_a_page_is_compared_without_regard_to_how_its_letters_are_escaped() -> None:
    assert verdict("User-agent: *\nDisallow: /światy", f"{ORIGIN}/%C5%9Bwiaty") == "disallowed"


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("2", 2.0), ("0.5", 0.5), ("86400", 30.0), ("-1", 0.0), ("nan", 0.0), ("inf", 0.0), ("x", 0)],
)
def test_a_crawl_delay_is_kept_to_within_reason(written: str, seconds: float) -> None:
    assert delay(f"User-agent: *\nCrawl-delay: {written}") == seconds


def test_what_follows_the_first_500_kib_does_not_count() -> None:
    filler = "#" * 79 + "\n"
    late = filler * (MOST_BYTES // 80 + 1) + "User-agent: *\nDisallow: /"
    assert verdict(late) == "allowed"


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: a{n}\n" for n in range(25_000)) + "Disallow: /\n" * 10_000,
        "User-agent: *\n" + "Disallow: /*a*a*a*a*a*b$\n" * 20_000,
        "User-agent: *\nDisallow: /" + "*a" * 200_000 + "b",
        "User agent *\n" * 40_000,
        ":" * 500_000,
    ],
    ids=["names", "stars", "one-pattern", "repeated", "colons"],
)
def test_a_file_made_to_take_long_is_read_at_once(text: str) -> None:
    started = time.process_time()
    verdict(text, f"{ORIGIN}/{'a' * 2_000}")
    assert time.process_time() - started < 5.0


def test_a_file_that_does_not_exist_disallows_nothing() -> None:
    for status in (401, 403, 404, 410):
        copy = after_failure(None, ORIGIN, status, "HTTP", is_absent=False, now=AT)
        assert copy.outcome == "unavailable"
        assert Rules(copy, US).permission(PAGE, AT).verdict == "allowed"


@pytest.mark.parametrize("status", [None, 429, 500, 503])
def test_a_file_out_of_reach_holds_pages_back_for_thirty_days(status: int | None) -> None:
    copy = after_failure(None, ORIGIN, status, "no answer", is_absent=False, now=AT)
    month = AT + timedelta(days=30)
    again = after_failure(copy, ORIGIN, status, "no answer", is_absent=False, now=month)
    assert Rules(copy, US).permission(PAGE, AT).verdict == "unknown"
    assert Rules(again, US).permission(PAGE, month - timedelta(hours=1)).verdict == "unknown"
    assert Rules(again, US).permission(PAGE, month).verdict == "allowed"


def test_what_a_file_said_goes_on_counting_while_it_is_out_of_reach() -> None:
    later = AT + timedelta(days=3)
    copy = after_failure(
        read("User-agent: *\nDisallow: /world"), ORIGIN, 503, "HTTP 503", is_absent=False, now=later
    )
    rules = Rules(copy, US)
    assert copy.outcome == "unreachable"
    assert rules.permission(PAGE, later).verdict == "disallowed"
    assert rules.permission(f"{ORIGIN}/sport/1", later).verdict == "allowed"


def test_a_copy_counts_for_a_day_and_a_failure_for_minutes() -> None:
    copy = read("")
    assert is_current(copy, AT + timedelta(hours=23))
    assert not is_current(copy, AT + timedelta(hours=24))
    assert not is_current(copy, AT - timedelta(hours=1))
    failed = replace(copy, outcome="unreachable")
    assert is_current(failed, AT + timedelta(minutes=9))
    assert not is_current(failed, AT + timedelta(minutes=10))


def test_our_name_is_the_first_word_of_the_user_agent() -> None:
    assert product_token("onrecord/0.1 (news monitor)") == "onrecord"
    assert product_token("Desk-Bot (desk@gazette.example)") == "desk-bot"
