"""Actors in a text: full names, offices, groups, metonyms, then bare surnames."""

from collections.abc import Iterator, Sequence
from datetime import date

from seeds.story import Story
from transforms.spans import Span
from transforms.tagging.actor_entries import ActorEntry, labelled_entries
from transforms.tagging.casing import reads_as_common_word
from transforms.tagging.context import TextContext
from transforms.tagging.gazetteer import Gazetteer, Hit
from transforms.tagging.groups import CountryName, Groups, country_lists
from transforms.tagging.inside_names import continues_after, name_before
from transforms.tagging.metonyms import government_confidence
from transforms.tagging.offices import Offices, names_who_is_in_office
from transforms.tagging.overlap import without_overlaps
from transforms.tagging.surname_resolver import SurnameHit, SurnameResolver
from transforms.tags import Tag

_NOBODY = ""
"""Target of words that are nobody's mention but cover what lies within them."""
_DESCRIBED, _IN_OFFICE = 0.9, 0.9


class ActorTagger:
    """Finds the mentions of a story's actors; built once, used for many texts."""

    def __init__(self, story: Story) -> None:
        self.offices = Offices(story)
        self.groups = Groups(story)
        self._gazetteer = Gazetteer(labelled_entries(story, self.offices))

    def tag(self, context: TextContext, on: date | None) -> list[Tag]:
        """Return the mentions, ordered by span, none overlapping another.

        Names, offices and governments come first; surnames are told by the full names.
        """
        hits = list(self._fitting_hits(context))
        firm = without_overlaps(self._firm(context, hits, on))
        known = (tag for tag in firm if tag.target_id != _NOBODY)
        resolver = SurnameResolver(context, self.offices, known, on)
        surnames = resolver.resolve(_surnames_outside(firm, hits))
        tags = without_overlaps([*firm, *surnames])
        return [tag for tag in tags if tag.target_id != _NOBODY]

    def _fitting_hits(self, context: TextContext) -> Iterator[Hit[ActorEntry]]:
        """Yield the hits with those of their entries that the case of the words fits."""
        for hit in self._gazetteer.find(context.normalised):
            exact = hit.span.of(context.text)
            entries = tuple(entry for entry in hit.entries if entry.casing.fits(exact))
            if entries and not (reads_as_common_word(exact) and context.is_shouted(hit.span)):
                yield Hit(hit.span, entries)

    def _firm(
        self, context: TextContext, hits: Sequence[Hit[ActorEntry]], on: date | None
    ) -> list[Tag]:
        """Return all but the surnames; tags of nobody cover words that are no mention."""
        countries = (
            CountryName(hit.span, entry.target_id, entry.label)
            for hit in hits
            for entry in hit.entries
            if entry.usage in ("metonym", "name")
        )
        listed = list(country_lists(context, countries, self.groups, on))
        in_lists = {tag.span for tag in listed}
        alone = (hit for hit in hits if hit.span not in in_lists)
        return [*listed, *(tag for hit in alone for tag in self._candidates(context, hit, on))]

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
        names_another = following is not None and following.is_capital and not following.joint
        is_part = names_another or name_before(context, span) is not None
        if is_part and not context.in_headline(span):
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


def _surnames_outside(tags: Sequence[Tag], hits: Sequence[Hit[ActorEntry]]) -> Iterator[SurnameHit]:
    """Yield the surnames outside of tags; of those that overlap, the first and longest."""
    covered = {place for tag in tags for place in range(tag.span.start, tag.span.end)}
    end = 0
    for hit in sorted(hits, key=lambda hit: (hit.span.start, -hit.span.end)):
        for entry in hit.entries:
            is_free = hit.span.start >= end and hit.span.start not in covered
            if entry.usage == "surname" and is_free:
                end = hit.span.end
                yield SurnameHit(hit.span, entry.target_id, entry.bearers)
