import re
from dataclasses import replace
from datetime import timedelta

import pytest
from making import AT

from transforms.health import Check, FeedFact, HealthFacts, RestFact, judge_health

HOUR = timedelta(hours=1)
WELL = HealthFacts(
    last_run_at=AT - HOUR, feeds=[FeedFact("a", "ok", 0, "")], dead_alerts=[], rests=[],
    quarantined=0, quarantined_usually=0.0, free_bytes=10**9, warehouse_bytes=10**8,
)  # fmt: skip


def needing_a_person(facts: HealthFacts) -> list[Check]:
    return [check for check in judge_health(facts, AT, HOUR) if not check.is_good]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"feeds": [FeedFact("a", "failing", 2, "HTTP 500")]},
        {"feeds": [FeedFact("a", "resting", 9, "HTTP 429"), FeedFact("b", "merged", 0, "")]},
        {"rests": [RestFact("desk", AT + HOUR, "HTTP 429")]},
        {"quarantined": 19, "quarantined_usually": 0.0},
        {"quarantined": 60, "quarantined_usually": 20.0},
        {"quarantined": 500, "quarantined_usually": None},
        {"free_bytes": 400_000_000},
    ],
)
def test_what_mends_itself_or_is_usual_needs_nobody(changed: dict[str, object]) -> None:
    assert needing_a_person(replace(WELL, **changed)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "about", "what", "to_do"),
    [
        ({"last_run_at": None}, "last run", "none", "`onrecord run`"),
        ({"last_run_at": AT - 2 * HOUR}, "last run", "120 min|2 h", "timer"),
        ({"feeds": [FeedFact("a", "failing", 3, "HTTP 500")]}, "feed a", r"3 times\): HTTP 500",
         "feeds.csv"),
        ({"feeds": [FeedFact("a", "gone", 1, "HTTP 410")]}, "feed a", "gone", "replace"),
        ({"feeds": [FeedFact("a", "stale", 0, "nothing new")]}, "feed a", "nothing new", "site"),
        ({"dead_alerts": [("desk", 2)]}, "alerts to desk", "2 dead", "alerts retry --all-dead"),
        ({"rests": [RestFact("desk", None, "HTTP 410")]}, "receiver desk", "HTTP 410",
         r"\[receivers.desk\]"),
        ({"quarantined": 20, "quarantined_usually": 6.0}, "quarantine", "usual is 6.0", "sql"),
        ({"free_bytes": 399_999_999}, "disk", "400 MB needed", "make room"),
    ],
)  # fmt: skip
def test_what_needs_a_person_says_what_to_do(
    changed: dict[str, object], about: str, what: str, to_do: str
) -> None:
    (check,) = needing_a_person(replace(WELL, **changed))  # type: ignore[arg-type]
    assert check.about == about
    assert re.search(what, check.what)
    assert re.search(to_do, check.to_do)
