"""Which new statements alert whom: pure decisions that return outbox events.

The words are Alertmanager's: a route has matchers and receivers. The body of an event is
CloudEvents 1.0 JSON (https://github.com/cloudevents/spec), so that any receiver can read it.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from seeds.matchers import parse_matcher
from seeds.story import Route, Story
from transforms.identifiers import digest_id
from transforms.merging.speakers import SPEAKING
from transforms.records import Attribution
from transforms.statement_records import Event, News

STATEMENT_PUBLISHED = "statement.published"


def decide_alerts(
    story: Story, news: Iterable[News], receivers: Iterable[str], now: datetime
) -> list[Event]:
    """Return one event for each new statement and each set-up receiver that a route names.

    Routes are tried in the story's order, until one that fits says ``continue = false``. Where
    several routes name one receiver, the first that matches speaks.
    """
    set_up = set(receivers)
    events: dict[str, Event] = {}
    for item in news:
        if item.event_type != STATEMENT_PUBLISHED:
            continue
        facts = alert_facts(story, item)
        for route in story.routes:
            if not route_fits(route, facts):
                continue
            for receiver in route.receivers:
                if receiver in set_up:
                    event = _event(story, item, route, receiver, now)
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


def _event(story: Story, item: News, route: Route, receiver: str, now: datetime) -> Event:
    event_id = digest_id(STATEMENT_PUBLISHED, item.statement_id, receiver)
    body = {
        "specversion": "1.0",
        "id": event_id,
        "source": f"urn:onrecord:story:{story.story_id}",
        "type": STATEMENT_PUBLISHED,
        "subject": item.statement_id,
        "time": _iso(now),
        "datacontenttype": "application/json",
        "data": _data(story, item, route),
    }
    return Event(
        event_id=event_id,
        event_type=STATEMENT_PUBLISHED,
        story_id=story.story_id,
        statement_id=item.statement_id,
        route=route.name,
        receiver=receiver,
        body=json.dumps(body, ensure_ascii=False, sort_keys=True),
        created_at=now,
    )


def _data(story: Story, item: News, route: Route) -> dict[str, Any]:
    term_names = story.term_names()
    return {
        "statement_id": item.statement_id,
        "story": {"story_id": story.story_id, "title": story.title},
        "speakers": [_speaker(part) for part in item.attributions if part.role in SPEAKING],
        "relayed_by": [part.name for part in item.attributions if part.role == "relayed_by"],
        "text": item.text,
        "speech_type": item.speech_type,
        "act": item.act,
        "modality": item.modality,
        "is_joint": item.is_joint,
        "medium": item.medium,
        "terms": [
            {"term_id": term_id, "name": term_names.get(term_id, term_id)}
            for term_id in item.term_ids
        ],
        "stated_at": _iso(item.stated_at),
        "stated_precision": item.stated_precision,
        "published_at": _iso(item.published_at),
        "first_seen_at": _iso(item.first_seen_at),
        "first_report": {
            "outlet": item.outlet,
            "title": item.title,
            "url": item.url,
            "source": item.source_text,
            "cue": item.cue_text,
            "sentence": item.sentence,
        },
        "why": {"route": route.name, "matchers": list(route.matchers)},
    }


def _speaker(part: Attribution) -> dict[str, str]:
    return {
        "actor_id": part.actor_id,
        "name": part.name,
        "office": part.office,
        "description": part.description,
        "role": part.role,
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")
