"""The bodies of events: CloudEvents 1.0 JSON, as ``docs/events`` describes them.

Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
"""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from seeds.story import Route, Story
from transforms.identifiers import digest_id
from transforms.merging.speakers import SPEAKING
from transforms.records import Attribution
from transforms.statement_records import Event, News
from transforms.wording import word_difference

PUBLISHED = "statement.published"
ALSO_REPORTED = "statement.also_reported"
CORRECTED = "statement.corrected"
WITHDRAWN = "statement.withdrawn"
AFTERWARDS = (CORRECTED, WITHDRAWN)
"""What becomes of a statement; told to who was alerted of it."""


def make_event(
    story: Story,
    item: News,
    route: Route,
    receiver: str,
    now: datetime,
    labels: Mapping[str, Collection[str]],
) -> Event:
    """Return the event that tells one receiver what happened to a statement."""
    event_id = digest_id(item.event_type, *_told_once(item), receiver)
    return Event(
        event_id=event_id,
        event_type=item.event_type,
        story_id=story.story_id,
        statement_id=item.statement_id,
        route=route.name,
        receiver=receiver,
        body=cloud_event(
            event_id, item.event_type, story, item.statement_id, now, _data(story, item, route)
        ),
        created_at=now,
        labels=labels_json(labels),
    )


def cloud_event(
    event_id: str, event_type: str, story: Story, subject: str, now: datetime, data: dict[str, Any]
) -> str:
    """Return CloudEvents JSON with its keys sorted."""
    body = {
        "specversion": "1.0",
        "id": event_id,
        "source": f"urn:onrecord:story:{story.story_id}",
        "type": event_type,
        "subject": subject,
        "time": iso(now),
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def labels_json(labels: Mapping[str, Collection[str]]) -> str:
    """Return labels as JSON: each with its values sorted, those without values left out."""
    kept = {label: sorted(values) for label, values in labels.items() if values}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _told_once(item: News) -> tuple[str, ...]:
    """Return what makes the news one: a statement, the article that joins, the words now."""
    if item.event_type == ALSO_REPORTED:
        return item.statement_id, item.article_id
    if item.event_type == CORRECTED:
        return item.statement_id, item.appearance_id, item.text
    return (item.statement_id,)


def _data(story: Story, item: News, route: Route) -> dict[str, Any]:
    term_names = story.term_names()
    report = "first_report" if item.event_type == PUBLISHED else "report"
    return {
        "statement_id": item.statement_id,
        "story": {"story_id": story.story_id, "title": story.title},
        "speakers": [_speaker(part, item) for part in item.attributions if part.role in SPEAKING],
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
        "stated_at": iso(item.stated_at),
        "stated_precision": item.stated_precision,
        "published_at": iso(item.published_at),
        "first_seen_at": iso(item.first_seen_at),
        "reasserts_statement_id": item.reasserts_statement_id,
        "outlets": list(item.outlets),
        report: _report(item),
        "why": {"route": route.name, "matchers": list(route.matchers)},
    } | _what_happened(item)


def _what_happened(item: News) -> dict[str, Any]:
    """Return what only one type of event tells."""
    if item.event_type == ALSO_REPORTED:
        first = item.date_first_published
        lag = (item.published_at - first).total_seconds() if item.published_at and first else None
        return {"lag_seconds": lag, "altered": item.altered}
    if item.event_type == CORRECTED:
        return {
            "text_before": item.text_before,
            "difference": word_difference(item.text_before, item.text),
        }
    return {}


def _report(item: News) -> dict[str, str]:
    return {
        "outlet": item.outlet,
        "title": item.title,
        "url": item.url,
        "source": item.source_text,
        "cue": item.cue_text,
        "words": item.words,
        "sentence": item.sentence,
    }


def _speaker(part: Attribution, item: News) -> dict[str, Any]:
    return {
        "actor_id": part.actor_id,
        "name": part.name,
        "office": part.office,
        "description": part.description,
        "role": part.role,
        "is_new": part.actor_id in item.new_actor_ids,
    }


def iso(at: datetime | None) -> str | None:
    """Return an aware UTC time as RFC 3339 has it."""
    return None if at is None else at.isoformat().replace("+00:00", "Z")
