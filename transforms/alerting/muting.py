"""What mutes an event: a silence that somebody set, or another event that says more.

Both are Alertmanager's (https://prometheus.io/docs/alerting/latest/alertmanager/). A muted event
is kept with its reason and can still be sent by hand.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from seeds.story import InhibitRule
from transforms.alerting.labels import Labels, fits
from transforms.messages.bodies import ALSO_REPORTED, PUBLISHED
from transforms.notification_records import Silence, WaitingEvent


def silenced(event: WaitingEvent, silences: Iterable[Silence], now: datetime) -> str:
    """Return why an event is silenced now; empty when it is not.

    One that ended since the event happened counts too: what happened under it stays muted.
    """
    for silence in silences:
        overlaps = silence.starts_at <= now and event.created_at < silence.ends_at
        if overlaps and fits(silence.matchers, event.labels):
            until = f"{silence.ends_at:%Y-%m-%d %H:%M} UTC"
            return (
                f"silence {silence.silence_id} of {silence.author} until {until}: {silence.comment}"
            )
    return ""


def inhibited(
    event: WaitingEvent, rules: Sequence[InhibitRule], others: Iterable[WaitingEvent]
) -> str:
    """Return why another event for the receiver makes this one needless; empty when none does.

    Only a new statement inhibits, and only a new statement or a further report is inhibited.
    """
    if event.event_type not in (PUBLISHED, ALSO_REPORTED):
        return ""
    wanted = [rule for rule in rules if fits(rule.target_matchers, event.labels)]
    for other in others if wanted else ():
        if (
            other.event_type != PUBLISHED
            or other.receiver != event.receiver
            or other.statement_id == event.statement_id
        ):
            continue
        for rule in wanted:
            if fits(rule.source_matchers, other.labels) and _equal(rule, event, other):
                return f"inhibit rule {rule.name}: alert {other.event_id} says more"
    return ""


def _equal(rule: InhibitRule, target: WaitingEvent, source: WaitingEvent) -> bool:
    return all(_within(label, target.labels, source.labels) for label in rule.equal)


def _within(label: str, target: Labels, source: Labels) -> bool:
    values = target.get(label, frozenset())
    return bool(values) and values <= source.get(label, frozenset())
