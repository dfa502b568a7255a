"""Which person each bare surname of a text means.

The first name beside it, the title before it and the full names around it decide, in
this order; a story may also declare that a bare surname means one person.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from transforms.spans import Span
from transforms.tagging.context import TextContext
from transforms.tagging.inside_names import continues_after, name_before
from transforms.tagging.normalise import normalise_label
from transforms.tagging.offices import Offices
from transforms.tagging.surnames import Bearer
from transforms.tagging.titles import titles_beside, word_back
from transforms.tagging.words import COLLECTIVES, OPENERS, word_set
from transforms.tags import Tag

_APPOSED_AFTER = re.compile(r", (?:(?:the|an?) )?")
_APPOSED_BEFORE = re.compile(r", $")
_STRONG_TITLES = word_set(
    "senator judge justice governor mayor representative congressman congresswoman chancellor "
    "king queen pope bishop archbishop ambassador general prince princess professor dr"
)
"""Titles that tell their bearer from a namesake who holds another office."""
_AFTER_FULL_NAME, _DECLARED, _BEFORE_FULL_NAME = 0.95, 0.9, 0.85


@dataclass(frozen=True, slots=True)
class SurnameHit:
    """A surname in a text, and who of the story bears it."""

    span: Span
    key: str
    """The surname in lower case, as ``surname_bearers`` has it."""
    bearers: tuple[Bearer, ...]


class SurnameResolver:
    """Tells, for one text, which person each bare surname means.

    ``firm`` are the mentions found before: full names and offices tell bearers apart.
    """

    def __init__(
        self, context: TextContext, offices: Offices, firm: Iterable[Tag], on: date | None
    ) -> None:
        self._context = context
        self._offices = offices
        self._on = on
        self._named: dict[str, list[int]] = {}
        self._strangers: dict[str, list[int]] = {}
        self._holders_by_start: dict[int, str] = {}
        self._holders_by_end: dict[int, str] = {}
        for tag in firm:
            if tag.method == "office":
                self._holders_by_start[tag.span.start] = tag.target_id
                self._holders_by_end[tag.span.end] = tag.target_id
            elif tag.method == "label":
                insort(self._named.setdefault(tag.target_id, []), tag.span.start)

    def resolve(self, hits: Iterable[SurnameHit]) -> list[Tag]:
        """Return the mentions among ``hits``, none of which may lie within a full name."""
        bare = []
        tags = []
        for hit in hits:
            if continues_after(self._context, hit.span) or self._is_collective(hit.span):
                continue
            before = name_before(self._context, hit.span)
            bearer_and_start = before and self._first_name_before(hit, before.start, before.word)
            if bearer_and_start:
                bearer, start = bearer_and_start
                insort(self._named.setdefault(bearer.actor_id, []), start)
                span = Span(start, hit.span.end)
                tags.append(Tag("actor", bearer.actor_id, span, bearer.label, "label", 0.95))
            elif before is None or self._context.in_headline(hit.span):
                bare.append(hit)
            else:
                insort(self._strangers.setdefault(hit.key, []), hit.span.start)
        tags += (tag for hit in bare if (tag := self._bare(hit)) is not None)
        return tags

    def _is_collective(self, span: Span) -> bool:
        following = self._context.word_after(span.end)
        return following is not None and following.word.lower() in COLLECTIVES

    def _first_name_before(
        self, hit: SurnameHit, start: int, word: str
    ) -> tuple[Bearer, int] | None:
        """Return whose first name stands before, initials between: "Donald J. Trump"."""
        while len(word.rstrip(".")) == 1:
            match = word_back(self._context, start)
            if match is None:
                return None
            word = match.group(1)
            start -= len(match.group())
        first = normalise_label(word)
        bearers = (bearer for bearer in hit.bearers if bearer.first_name == first)
        return next(((bearer, start) for bearer in bearers), None)

    def _bare(self, hit: SurnameHit) -> Tag | None:
        described = self._described(hit)
        if described is not None:
            return self._tag(hit, described, _AFTER_FULL_NAME)
        titles = titles_beside(self._context, *hit.span)
        matching = self._with_title(hit.bearers, titles)
        bearers = matching or self._without_other_titles(hit.bearers, titles)
        actors = {bearer.actor_id: bearer for bearer in reversed(bearers)}
        if not actors:
            return None
        nearest = self._nearest(hit, actors)
        if nearest is not None:
            actor_id, confidence = nearest
            return self._tag(hit, actors[actor_id], confidence) if actor_id else None
        if self._may_be_a_common_word(hit):
            return None
        declared = {bearer.actor_id: bearer for bearer in bearers if bearer.declared}
        chosen = declared or (actors if matching else {})
        if len(chosen) != 1:
            return None
        return self._tag(hit, next(iter(chosen.values())), _DECLARED)

    def _tag(self, hit: SurnameHit, bearer: Bearer, confidence: float) -> Tag:
        return Tag("actor", bearer.actor_id, hit.span, bearer.label, "surname", confidence)

    def _may_be_a_common_word(self, hit: SurnameHit) -> bool:
        lower = hit.span.of(self._context.text).lower()
        opens = self._context.begins_sentence(hit.span.start)
        return opens and (lower in OPENERS or self._context.has_in_lower_case(lower))

    def _described(self, hit: SurnameHit) -> Bearer | None:
        """Return the bearer whose office stands beside: "Ray, the trade minister, left"."""
        text = self._context.text
        after = _APPOSED_AFTER.match(text, hit.span.end)
        before = _APPOSED_BEFORE.search(text[max(0, hit.span.start - 2) : hit.span.start])
        holders = {
            after and self._holders_by_start.get(after.end()),
            before and self._holders_by_end.get(hit.span.start - 2),
        }
        return next((bearer for bearer in hit.bearers if bearer.actor_id in holders), None)

    def _with_title(self, bearers: Sequence[Bearer], titles: frozenset[str]) -> Sequence[Bearer]:
        """Return the bearers in whose offices one of the titles occurs."""
        if not titles:
            return ()
        return [b for b in bearers if titles & self._offices.title_words(b.actor_id, self._on)]

    def _without_other_titles(
        self, bearers: Sequence[Bearer], titles: frozenset[str]
    ) -> Sequence[Bearer]:
        """Return the bearers whom titles that fit none of them leave possible."""
        if not titles & _STRONG_TITLES:
            return bearers
        return [b for b in bearers if not self._offices.holds_any(b.actor_id, self._on)]

    def _nearest(self, hit: SurnameHit, actors: dict[str, Bearer]) -> tuple[str, float] | None:
        """Return the bearer last named in full before the hit, else the first one after it.

        An empty actor_id stands for a person whom the story does not list. Such a stranger
        keeps the surname within a paragraph, and beyond it while no bearer is named in
        full ("Ivan Yermak" does not take every "Yermak" of a long article).
        """
        start = hit.span.start
        before, after = [], []
        for actor_id in actors.keys() & self._named.keys():
            places = self._named[actor_id]
            index = bisect_left(places, start)
            before += [(place, actor_id) for place in places[max(0, index - 1) : index]]
            after += [(place, actor_id) for place in places[index : index + 1]]
        last_place, last_actor = max(before, default=(-1, ""))
        stranger = self._last_stranger(hit)
        if stranger > last_place:
            is_same_paragraph = "\n\n" not in self._context.text[stranger:start]
            if is_same_paragraph or not (before or after):
                return "", _AFTER_FULL_NAME
        if before:
            return last_actor, _AFTER_FULL_NAME
        return (min(after)[1], _BEFORE_FULL_NAME) if after else None

    def _last_stranger(self, hit: SurnameHit) -> int:
        places = self._strangers.get(hit.key, [])
        index = bisect_left(places, hit.span.start)
        return places[index - 1] if index else -1
