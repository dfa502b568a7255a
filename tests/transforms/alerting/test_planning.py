"""When events go out, which of them together, and what is muted; the clock is an argument."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.schedules import RateLimit, parse_quiet_hours, parse_rate
from seeds.story import InhibitRule, Route
from transforms.alerting.planning import Plan, Policies, plan_notifications
from transforms.notification_records import (
    Notification,
    PastNotification,
    Silence,
    WaitingEvent,
)

NIGHT = datetime(2025, 11, 24, 21, 0, tzinfo=UTC)
"""23:00 in Kyiv; the sun is up at 05:00 UTC for this desk."""
KYIV = Route(
    "europe", ("desk",), (), quiet_hours=(parse_quiet_hours("22:00-07:00"),),
    time_zone="Europe/Kyiv",
)  # fmt: skip
PLAIN = Route("europe", ("desk",), ())
QUOTE_OVER_PARAPHRASE = InhibitRule(
    "quote", ('speech_type = "direct"',), ('speech_type = "indirect"',), ("actor", "term")
)


def event(name: str, at: datetime = NIGHT, **labels: str) -> WaitingEvent:
    values = {label: frozenset(value.split()) for label, value in labels.items()}
    return WaitingEvent(
        name, "statement.published", "talks", f"of {name}", "europe", "desk", "{}", at, values
    )


def planned(
    route: Route,
    events: Sequence[WaitingEvent],
    now: datetime,
    past: Sequence[PastNotification] = (),
    rules: tuple[InhibitRule, ...] = (),
    silences: tuple[Silence, ...] = (),
    told: Sequence[WaitingEvent] = (),
) -> Plan:
    policies = Policies({("talks", "europe"): route}, {"talks": rules}, silences)
    return plan_notifications(events, policies, now, past, told)


def sent(plan: Plan) -> list[list[str]]:
    return [[one.event_id for one in item.events] for item in plan.notifications]


def past(at: datetime, key: str = "", events: int = 1) -> PastNotification:
    return PastNotification("talks", "europe", "desk", key, at, events)


def after(minutes: float) -> datetime:
    return NIGHT + timedelta(minutes=minutes)


def test_a_route_without_a_group_sends_each_event_by_itself_at_once() -> None:
    plan = planned(PLAIN, [event("b"), event("a")], NIGHT)
    assert sent(plan) == [["a"], ["b"]]
    assert [item.notification_id for item in plan.notifications] == ["a", "b"]
    assert (plan.muted, plan.next_due) == ((), None)


def test_a_group_waits_for_others_and_then_for_its_interval() -> None:
    route = replace(
        PLAIN, group_by=("term",), group_wait=timedelta(minutes=2),
        group_interval=timedelta(minutes=10),
    )  # fmt: skip
    events = [event("a", term="army"), event("b", after(1), term="army"), event("c", term="land")]
    early = planned(route, events, after(1.5))
    assert (sent(early), early.next_due) == ([], after(2))
    plan = planned(route, events, after(2))
    assert sent(plan) == [["a", "b"], ["c"]]
    key = plan.notifications[0].group_key
    late = [event("d", after(3), term="army"), event("e", after(3), term="troops")]
    again = planned(route, late, after(6), past=[past(after(2), key)])
    assert sent(again) == [["e"]]
    assert again.next_due == after(12)
    assert sent(planned(route, late[:1], after(12), past=[past(after(2), key)])) == [["d"]]


def test_a_group_has_one_id_however_often_it_is_planned() -> None:
    route = replace(PLAIN, group_by=())
    first, again = (planned(route, [event("a"), event("b")], after(m)) for m in (0, 5))
    assert first.notifications[0].notification_id == again.notifications[0].notification_id
    assert first.notifications[0].notification_id not in "ab"


def test_nothing_goes_out_in_quiet_hours_and_what_happened_in_them_goes_out_together() -> None:
    events = [event("a", after(-61)), event("b"), event("c", after(200))]
    plan = planned(KYIV, events, after(300))
    assert (sent(plan), plan.next_due) == ([], datetime(2025, 11, 25, 5, tzinfo=UTC))
    morning = planned(KYIV, events, datetime(2025, 11, 25, 5, tzinfo=UTC))
    assert sent(morning) == [["a"], ["b", "c"]], "a happened before they began"


@pytest.mark.parametrize(
    ("hours", "at", "opens"),
    [
        # Berlin has 02:30 on 26 October twice, and on 29 March never.
        ("22:00-07:00", "2025-10-25 23:00", "2025-10-26 06:00"),
        ("22:00-07:00", "2026-03-29 00:00", "2026-03-29 05:00"),
        ("22:00-02:30", "2026-03-29 00:00", "2026-03-29 01:30"),
        ("sat,sun 00:00-24:00", "2025-11-22 09:00", "2025-11-23 23:00"),
        ("fri-mon 00:00-24:00", "2025-11-21 09:00", "2025-11-24 23:00"),
        ("09:00-12:00", "2025-11-24 11:00", ""),
        ("mon 22:00-07:00", "2025-11-26 02:00", ""),
    ],
)
def test_quiet_hours_are_those_of_the_wall_clock(hours: str, at: str, opens: str) -> None:
    now = datetime.fromisoformat(f"{at}Z")
    route = replace(KYIV, quiet_hours=(parse_quiet_hours(hours),), time_zone="Europe/Berlin")
    plan = planned(route, [event("a", now)], now)
    assert plan.next_due == (datetime.fromisoformat(f"{opens}Z") if opens else None)
    assert sent(plan) == ([] if opens else [["a"]])


def test_a_digest_goes_out_at_its_hour_of_its_zone_with_all_that_waits() -> None:
    route = replace(PLAIN, digest="0 8 * * mon-fri", time_zone="America/New_York")
    saturday = datetime(2025, 11, 22, 12, tzinfo=UTC)
    events = [event("a", saturday), event("b", saturday + timedelta(days=1))]
    due = datetime(2025, 11, 24, 13, tzinfo=UTC)
    assert planned(route, events, due - timedelta(seconds=1)).next_due == due
    assert sent(planned(route, events, due)) == [["a", "b"]]
    assert sent(planned(route, events, due + timedelta(days=3))) == [["a", "b"]], "after an outage"


def test_a_rate_limit_says_how_many_more_there_are_and_drops_none_silently() -> None:
    route = replace(PLAIN, rate_limit=parse_rate("2 per 1h"))
    events = [event(f"e{number:02}", after(number)) for number in range(14)]
    plan = planned(route, events, after(20))
    assert sent(plan) == [["e00"], ["e01"]]
    assert [item.left_out for item in plan.notifications] == [0, 12]
    assert {one.event_id for one in plan.muted} == {item.event_id for item in events[2:]}
    assert plan.muted[0].reason == ("rate limit 2 per 1h of route europe: counted in alert e01")
    full = planned(route, [event("f", after(21))], after(30), past=[past(after(20))] * 2)
    assert (sent(full), full.muted, full.next_due) == ([], (), after(80))
    assert sent(planned(route, [event("f")], after(80), past=[past(after(20))] * 2)) == [["f"]]


def test_a_silence_mutes_what_fits_it_while_it_lasts() -> None:
    silence = Silence("s1", ('term = "army"',), "ana", "a known debate", NIGHT, after(60))
    events = [event("a", term="army"), event("b", term="land"), event("c", after(61), term="army")]
    plan = planned(PLAIN, events, after(61), silences=(silence,))
    assert sent(plan) == [["b"], ["c"]]
    (muted,) = plan.muted
    assert muted.event_id == "a"
    assert muted.reason == "silence s1 of ana until 2025-11-24 22:00 UTC: a known debate"


def test_a_quotation_inhibits_its_paraphrase_and_never_the_other_way_round() -> None:
    quote = event("quote", after(1), actor="ana", term="army land", speech_type="direct")
    paraphrase = event("paraphrase", actor="ana", term="army", speech_type="indirect")
    other = event("other", actor="petr", term="army", speech_type="indirect")
    wider = event("wider", actor="ana", term="army nato", speech_type="indirect")
    silent = event("none", actor="ana", speech_type="indirect")
    rules = (QUOTE_OVER_PARAPHRASE,)
    plan = planned(PLAIN, [quote, paraphrase, other, wider, silent], after(2), rules=rules)
    assert sorted(sent(plan)) == [["none"], ["other"], ["quote"], ["wider"]]
    assert [one.reason for one in plan.muted] == ["inhibit rule quote: alert quote says more"]
    assert sent(planned(PLAIN, [paraphrase], after(5), rules=rules, told=[quote])) == []
    elsewhere = replace(quote, receiver="chat")
    assert sent(planned(PLAIN, [paraphrase], NIGHT, rules=rules, told=[elsewhere])) == [
        ["paraphrase"]
    ]
    corrected = replace(paraphrase, event_type="statement.corrected")
    assert sent(planned(PLAIN, [corrected], NIGHT, rules=rules, told=[quote])) == [["paraphrase"]]


def test_a_joint_statement_inhibits_those_of_its_signatories() -> None:
    rule = InhibitRule("joint", ('joint = "true"',), ('joint = "false"',), ("actor", "term"))
    joint = event("joint", actor="e3 ana petr", term="army", joint="true")
    alone = event("alone", after(1), actor="petr", term="army", joint="false")
    plan = planned(PLAIN, [alone, joint], after(2), rules=(rule,))
    assert (sent(plan), [one.event_id for one in plan.muted]) == ([["joint"]], ["alone"])


def test_a_route_that_is_gone_sends_at_once() -> None:
    orphan = replace(event("a"), route="removed")
    assert sent(planned(KYIV, [orphan], after(60))) == [["a"]]


_ROUTES = st.builds(
    Route,
    name=st.just("europe"),
    receivers=st.just(("desk",)),
    matchers=st.just(()),
    group_by=st.sampled_from([None, (), ("term",)]),
    group_wait=st.sampled_from([timedelta(), timedelta(minutes=7)]),
    group_interval=st.sampled_from([timedelta(), timedelta(minutes=45)]),
    digest=st.sampled_from(["", "30 6,18 * * *"]),
    quiet_hours=st.sampled_from([(), KYIV.quiet_hours]),
    time_zone=st.just("Europe/Kyiv"),
    rate_limit=st.sampled_from([None, RateLimit(3, timedelta(hours=2), "3 per 2h")]),
)


@given(
    route=_ROUTES,
    minutes=st.lists(st.integers(0, 900), min_size=1, max_size=12),
    step=st.sampled_from([1, 13, 60]),
)
def test_whatever_the_route_each_event_is_told_or_counted_exactly_once(
    route: Route, minutes: list[int], step: int
) -> None:
    names = count()
    coming = [
        event(f"e{next(names)}", after(minute), term="army" if minute % 2 else "land")
        for minute in sorted(minutes)
    ]
    notifications: list[Notification] = []
    done: set[str] = set()
    history: list[PastNotification] = []
    muted = 0
    for minute in range(0, 5 * 24 * 60, step):
        now = after(minute)
        waiting = [one for one in coming if one.created_at <= now and one.event_id not in done]
        if not waiting:
            continue
        plan = planned(route, waiting, now, past=history)
        for item in plan.notifications:
            notifications.append(item)
            history.append(past(now, item.group_key, len(item.events)))
        told = [one.event_id for item in plan.notifications for one in item.events]
        ids = told + [one.event_id for one in plan.muted]
        assert not done & set(ids)
        assert len(set(ids)) == len(ids)
        done |= set(ids)
        muted += len(plan.muted)
        if not ids:
            assert plan.next_due is not None
            assert plan.next_due > now
    assert done == {one.event_id for one in coming}
    assert sum(item.left_out for item in notifications) == muted
