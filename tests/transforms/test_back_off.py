from datetime import UTC, datetime, timedelta

import pytest

from transforms.back_off import WAITS, Verdict, judge_attempt

AT = datetime(2025, 11, 22, 10, 0, tzinfo=UTC)


def test_ten_attempts_follow_the_schedule_of_standard_webhooks_and_then_it_is_dead() -> None:
    waits = []
    for tries in range(1, 10):
        verdict = judge_attempt("n", tries, AT, "HTTP 500", 500)
        assert verdict.outcome == "failed"
        assert verdict.next_attempt_at is not None
        waits.append(verdict.next_attempt_at - AT)
        assert verdict == judge_attempt("n", tries, AT, "HTTP 500", 500), "the jitter is constant"
    for wait, plain in zip(waits, WAITS[1:], strict=True):
        assert plain <= wait <= plain * 1.1
    others = {judge_attempt(str(n), 5, AT, "no answer").next_attempt_at for n in range(20)}
    assert len(others) == 20, "alerts that failed together are not all sent again together"
    assert judge_attempt("n", 10, AT, "HTTP 500", 500) == Verdict("dead")
    assert judge_attempt("n", 10, AT, "") == Verdict("delivered")


@pytest.mark.parametrize(
    ("status", "asked", "rest"),
    [
        (429, timedelta(hours=1), timedelta(hours=1)),
        (503, timedelta(days=400), timedelta(days=1)),
        (500, timedelta(hours=1), None),
        (429, None, None),
    ],
)
def test_the_rest_that_a_receiver_asks_for_is_kept_up_to_a_day(
    status: int, asked: timedelta | None, rest: timedelta | None
) -> None:
    verdict = judge_attempt("n", 1, AT, f"HTTP {status}", status, asked)
    assert verdict.receiver_rests_until == (AT + rest if rest else None)
    assert verdict.next_attempt_at is not None
    if rest:
        assert verdict.next_attempt_at == AT + rest
    else:
        assert verdict.next_attempt_at < AT + timedelta(seconds=6)


def test_gone_is_about_the_receiver_so_that_the_alert_stays() -> None:
    verdict = judge_attempt("n", 10, AT, "HTTP 410", 410)
    assert (verdict.outcome, verdict.receiver_is_gone) == ("failed", True)
