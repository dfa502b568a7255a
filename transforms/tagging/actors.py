"""Actors in a text: full names, offices, groups, metonyms, then bare surnames."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from seeds.story import Label, Story
from transforms.spans import Span
from transforms.tagging.casing import Casing
from transforms.tagging.context import TextContext
from transforms.tagging.gazetteer import Gazetteer, Hit
from transforms.tagging.groups import CountryName, Groups, country_lists
from transforms.tagging.inside_names import continues_after, name_before
from transforms.tagging.metonyms import government_confidence
from transforms.tagging.offices import Offices, names_who_is_in_office
from transforms.tagging.overlap import without_overlaps
from transforms.tagging.surname_resolver import SurnameHit, SurnameResolver
from transforms.tagging.surnames import Bearer, surname_bearers
from transforms.tags import Tag

Usage = Literal["name", "metonym", "description", "office", "surname"]
_NOBODY = ""
"""Target of words that are nobody's mention but cover what lies within them."""
_DESCRIBED, _IN_OFFICE = 0.9, 0.9
_SAFE_FULL_NAME = 8
"""Letters from which a person's full name is told without its capitals."""


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One way to write an actor, an office or a surname.

    ``target_id`` is the actor's, the office's, or the surname in lower case.
    """

    target_id: str
    label: str
    usage: Usage
    casing: Casing = field(compare=False)
    bearers: tuple[Bearer, ...] = ()
    """For a surname: everybody of the story who bears it."""


class ActorTagger:
    """Finds the mentions of a story's actors; built once, used for many texts."""

    def __init__(self, story: Story) -> None:
        self.offices = Offices(story)
        self.groups = Groups(story)
        self._gazetteer = Gazetteer(_labelled_entries(story, self.offices))

    def tag(self, context: TextContext, on: date | None) -> list[Tag]:
        """Return the mentions, ordered by span, none overlapping another."""
        candidates: list[Tag] = []
        countries: list[CountryName] = []
        surnames: list[SurnameHit] = []
        for hit in self._gazetteer.find(context.normalised):
            exact = hit.span.of(context.text)
            entries = [entry for entry in hit.entries if entry.casing.fits(exact)]
            if not entries:
                continue
            surnames += (
                SurnameHit(hit.span, entry.target_id, entry.bearers)
                for entry in entries
                if entry.usage == "surname"
            )
            countries += (
                CountryName(hit.span, entry.target_id, entry.label)
                for entry in entries
                if entry.usage in ("metonym", "name")
            )
            candidates += self._candidates(context, Hit(hit.span, tuple(entries)), on)
        listed = list(country_lists(context, countries, self.groups, on))
        in_lists = {tag.span for tag in listed}
        alone = (tag for tag in candidates if tag.span not in in_lists)
        firm = without_overlaps([*listed, *alone])
        full_names = [tag for tag in firm if tag.method == "label" and tag.target_id]
        resolver = SurnameResolver(context, self.offices, full_names, on)
        free = _outside(_longest_surnames(surnames), firm)
        tags = without_overlaps([*firm, *resolver.resolve(free)])
        return [tag for tag in tags if tag.target_id != _NOBODY]

    def _candidates(
        self, context: TextContext, hit: Hit[ActorEntry], on: date | None
    ) -> Iterator[Tag]:
        span = hit.span
        offices = [entry for entry in hit.entries if entry.usage == "office"]
        if offices:
            holder = self._holder(context, span, offices, on)
            yield Tag("actor", holder or _NOBODY, span, offices[0].label, "office", _IN_OFFICE)
            return
        metonyms = [entry for entry in hit.entries if entry.usage == "metonym"]
        names = [entry for entry in hit.entries if entry.usage == "name"]
        if metonyms:
            yield from _metonym(context, span, metonyms)
        elif names:
            yield from _name(context, span, names)
        for entry in hit.entries:
            if entry.usage == "description":
                yield Tag("actor", entry.target_id, span, entry.label, "description", _DESCRIBED)

    def _holder(
        self, context: TextContext, span: Span, entries: Sequence[ActorEntry], on: date | None
    ) -> str | None:
        if not names_who_is_in_office(context, span):
            return None
        following = context.word_after(span.end)
        names_someone = following is not None and following.is_capital and not following.joint
        if context.in_headline(span):
            return self.offices.holder((entry.target_id for entry in entries), on)
        if names_someone or name_before(context, span) is not None:
            return None
        return self.offices.holder((entry.target_id for entry in entries), on)


def _name(context: TextContext, span: Span, entries: Sequence[ActorEntry]) -> Iterator[Tag]:
    is_one_word = not any(character.isspace() for character in span.of(context.text))
    inside = continues_after(context, span) or (
        is_one_word and name_before(context, span) is not None and not context.in_headline(span)
    )
    is_shared = len({entry.target_id for entry in entries}) > 1
    target = _NOBODY if inside or is_shared else entries[0].target_id
    yield Tag("actor", target, span, entries[0].label, "label", 1.0)


def _metonym(context: TextContext, span: Span, entries: Sequence[ActorEntry]) -> Iterator[Tag]:
    if continues_after(context, span):
        return
    if name_before(context, span) is not None and not context.in_headline(span):
        return
    confidence = government_confidence(context, span)
    if confidence is not None and len({entry.target_id for entry in entries}) == 1:
        yield Tag("actor", entries[0].target_id, span, entries[0].label, "metonym", confidence)


def _longest_surnames(hits: Sequence[SurnameHit]) -> list[SurnameHit]:
    kept: list[SurnameHit] = []
    for hit in sorted(hits, key=lambda hit: (hit.span.start, -hit.span.end)):
        if not kept or hit.span.start >= kept[-1].span.end:
            kept.append(hit)
    return kept


def _outside(hits: Sequence[SurnameHit], tags: Sequence[Tag]) -> list[SurnameHit]:
    covered = {place for tag in tags for place in range(tag.span.start, tag.span.end)}
    return [hit for hit in hits if hit.span.start not in covered]


def _labelled_entries(story: Story, offices: Offices) -> Iterator[tuple[str, ActorEntry]]:
    kinds = {actor.actor_id: actor.kind for actor in story.actors}
    written = {(label.target_id, label.label) for label in story.actor_labels}
    for label in story.actor_labels:
        words = _without_article(label.label)
        if (label.target_id, words) not in written:
            words = label.label
        entry = _entry(label, words, kinds.get(label.target_id, ""))
        if entry is not None:
            yield words, entry
    for way, office_id in offices.labels():
        casing = Casing(way)
        yield way, ActorEntry(office_id, way, "office", casing)
    for key, bearers in surname_bearers(story).items():
        surname = bearers[0].surname
        casing = Casing(surname, is_name=True)
        yield surname, ActorEntry(key, surname, "surname", casing, bearers)


def _entry(label: Label, words: str, actor_kind: str) -> ActorEntry | None:
    is_person = actor_kind == "person"
    if label.usage == "surname" or (is_person and " " not in words):
        return None
    usage: Usage = "name"
    if label.usage == "metonym":
        usage = "metonym"
    elif label.usage == "description" or actor_kind == "unnamed":
        usage = "description"
    is_plain = usage == "description" or actor_kind == "group"
    is_name = not is_plain and not (is_person and len(words) >= _SAFE_FULL_NAME)
    casing = Casing(words, is_name=is_name)
    return ActorEntry(label.target_id, label.label, usage, casing)


def _without_article(label: str) -> str:
    return label[4:] if label[:4].lower() == "the " else label
