"""What happened to statements, and whom it alerts: pure decisions that return outbox events.

The words are Alertmanager's: a route has matchers and receivers.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from seeds.matchers import parse_matcher
from seeds.story import Route, Story
from transforms.merging.speakers import SPEAKING
from transforms.messages.bodies import make_event
from transforms.statement_records import Event, News


def decide_alerts(
    story: Story, news: Iterable[News], receivers: Iterable[str], now: datetime
) -> list[Event]:
    """Return one event for what happened to a statement and each set-up receiver of a route.

    A route tells new statements, and what else its ``events`` name. Routes are tried in the
    story's order, until one that fits says ``continue = false``. Where several name one
    receiver, the first that matches speaks.
    """
    set_up = set(receivers)
    events: dict[str, Event] = {}
    for item in news:
        facts = alert_facts(story, item)
        for route in story.routes:
            if item.event_type not in route.events or not route_fits(route, facts):
                continue
            for receiver in route.receivers:
                if receiver in set_up:
                    event = make_event(story, item, route, receiver, now)
                    events.setdefault(event.event_id, event)
            if not route.continues:
                break
    return list(events.values())


def route_fits(route: Route, facts: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether all matchers of a route hold; a route without matchers takes everything."""
    parsed = (parse_matcher(words) for words in route.matchers)
    return all(matcher.fits(facts.get(matcher.label, frozenset())) for matcher in parsed)


def alert_facts(story: Story, item: News) -> dict[str, frozenset[str]]:
    """Return the values that matchers compare, by label; several where several hold."""
    actors = {part.actor_id for part in item.attributions if part.role in SPEAKING}
    on = (item.published_at or item.fetched_at).date()
    return {
        "actor": frozenset(actors),
        "group": frozenset(_groups(story, actors, on)),
        "role": frozenset(
            role.office_id
            for role in story.roles
            if role.actor_id in actors and _holds(role.starts, role.ends, on)
        ),
        "term": frozenset(_with_broader(story, item.term_ids)),
        "speech_type": frozenset({item.speech_type}),
        "act": frozenset({item.act}),
        "outlet": frozenset({item.outlet}),
        "language": frozenset({item.language}),
    }


def _groups(story: Story, actors: set[str], on: date) -> set[str]:
    joined = {
        membership.group_id
        for membership in story.memberships
        if membership.member_id in actors and _holds(membership.starts, membership.ends, on)
    }
    return joined | {
        actor.actor_id
        for actor in story.actors
        if actor.kind == "group" and actor.actor_id in actors
    }


def _holds(starts: date | None, ends: date | None, on: date) -> bool:
    return (starts is None or starts <= on) and (ends is None or on < ends)


def _with_broader(story: Story, term_ids: Iterable[str]) -> set[str]:
    broader = {term.term_id: term.broader for term in story.terms}
    found: set[str] = set()
    for term_id in term_ids:
        while term_id and term_id not in found:
            found.add(term_id)
            term_id = broader.get(term_id, "")
    return found
