"""The labels of an event: what matchers compare and groups are made by."""

from collections.abc import Iterable, Mapping
from datetime import date

from seeds.matchers import Matcher, parse_matcher
from seeds.story import Story
from transforms.merging.speakers import SPEAKING
from transforms.records import Attribution
from transforms.statement_records import News

Labels = Mapping[str, frozenset[str]]
"""Values by label; several where several hold, none where the label says nothing."""

_SURE = frozenset({"label", "office"})
"""Ways of resolving a speaker that leave no doubt: the name, or an office with one holder."""


def statement_labels(story: Story, item: News) -> dict[str, frozenset[str]]:
    """Return the labels of what happened to a statement."""
    speaking = [part for part in item.attributions if part.role in SPEAKING]
    actors = {part.actor_id for part in speaking}
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
        "confidence": frozenset({_confidence(speaking)}),
        "joint": frozenset({"true" if item.is_joint else "false"}),
        "day": frozenset({(item.stated_at.date() if item.stated_at else on).isoformat()}),
        "article": frozenset({item.article_id}),
    }


def failing_matcher(matchers: Iterable[str], labels: Labels) -> Matcher | None:
    """Return the first matcher that does not hold; None when all do, or there are none."""
    for words in matchers:
        matcher = parse_matcher(words)
        if not matcher.fits(labels.get(matcher.label, frozenset())):
            return matcher
    return None


def fits(matchers: Iterable[str], labels: Labels) -> bool:
    """Tell whether all matchers hold."""
    return failing_matcher(matchers, labels) is None


def _confidence(speaking: Iterable[Attribution]) -> str:
    """Return how surely the least sure of the speakers is known."""
    methods = [("" if _is_unlisted(part) else part.method) for part in speaking]
    if not methods or not all(methods):
        return "low"
    return "high" if _SURE.issuperset(methods) else "medium"


def _is_unlisted(part: Attribution) -> bool:
    return part.actor_id.startswith(("unlisted:", "unnamed:"))


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
