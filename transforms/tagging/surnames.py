"""Surnames: whose they are, from the full names, first names and titles around them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from seeds.story import Story
from transforms.spans import Span
from transforms.tagging.context import TextContext
from transforms.tagging.inside_names import continues_after, name_before
from transforms.tagging.normalise import normalise_label
from transforms.tagging.offices import Offices, full_title
from transforms.tagging.words import (
    COLLECTIVES,
    MENS_TITLES,
    OPENERS,
    TITLES,
    WOMENS_TITLES,
    word_set,
)
from transforms.tags import Tag

_SURNAME = re.compile(r"(?:(?:\b[a-zà-ÿ][\w’']{0,4}\s+)+)?[^\s,]+$")
_GENERATION = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")
_WORD_BACK = re.compile(r"([\w.’'-]+)[ \u00a0]$")
_COURTESY = MENS_TITLES | WOMENS_TITLES
_STRONG_TITLES = word_set(
    "senator judge justice governor mayor representative congressman congresswoman chancellor "
    "king queen pope bishop archbishop ambassador general prince princess professor dr"
)
_AFTER_FULL_NAME, _DECLARED, _BEFORE_FULL_NAME = 0.95, 0.9, 0.85


def surname_of(name: str) -> str:
    """Return the surname of a full name, with its particles; empty for a single word.

    "Ursula von der Leyen" gives "von der Leyen", "Robert Kennedy Jr." gives "Kennedy".
    """
    plain = _GENERATION.sub("", name.strip())
    match = _SURNAME.search(plain)
    return match.group() if match and match.start() > 0 else ""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person of the story who bears a surname."""

    actor_id: str
    surname: str
    label: str
    """The label that the surname comes from."""
    first_name: str
    """In lower case; empty where the label is the bare surname."""
    declared: bool
    """The story says that the bare surname means this person."""


def surname_bearers(story: Story) -> dict[str, tuple[Bearer, ...]]:
    """Return who bears each surname; keys are surnames as they look in a normalised view."""
    people = {actor.actor_id for actor in story.actors if actor.kind == "person"}
    bearers: dict[str, list[Bearer]] = {}
    for label in story.actor_labels:
        if label.target_id not in people or label.usage not in ("name", "surname"):
            continue
        surname = surname_of(label.label) if label.usage == "name" else ""
        declared = not surname
        first = "" if declared else normalise_label(label.label).split()[0]
        bearer = Bearer(label.target_id, surname or label.label, label.label, first, declared)
        bearers.setdefault(normalise_label(bearer.surname), []).append(bearer)
    return {key: tuple(found) for key, found in bearers.items()}


@dataclass(frozen=True, slots=True)
class SurnameHit:
    """A surname in a text, and who of the story bears it."""

    span: Span
    key: str
    """The surname in lower case, as ``surname_bearers`` has it."""
    bearers: tuple[Bearer, ...]


class SurnameResolver:
    """Tells, for one text, which person each bare surname means."""

    def __init__(
        self, context: TextContext, offices: Offices, full_names: Sequence[Tag], on: date | None
    ) -> None:
        self._context = context
        self._offices = offices
        self._on = on
        self._seen: list[tuple[int, str]] = [(tag.span.start, tag.target_id) for tag in full_names]
        self._strangers: list[tuple[int, str]] = []

    def resolve(self, hits: Iterable[SurnameHit]) -> list[Tag]:
        """Return the mentions among ``hits``; hits inside full names are the caller's to drop."""
        undecided = []
        tags = []
        for hit in hits:
            if continues_after(self._context, hit.span) or self._is_collective(hit.span):
                continue
            before = name_before(self._context, hit.span)
            if before is None or (
                self._context.in_headline(hit.span) and not self._first_name(hit, before.word)
            ):
                undecided.append(hit)
                continue
            tag = self._with_first_name(hit, before.start, before.word)
            if tag is None:
                self._strangers.append((hit.span.start, hit.key))
            else:
                self._seen.append((tag.span.start, tag.target_id))
                tags.append(tag)
        self._seen.sort()
        tags += [tag for hit in undecided if (tag := self._bare(hit)) is not None]
        return tags

    def _is_collective(self, span: Span) -> bool:
        following = self._context.word_after(span.end)
        return following is not None and following.word.lower() in COLLECTIVES

    def _first_name(self, hit: SurnameHit, word: str) -> Bearer | None:
        first = normalise_label(word)
        return next((bearer for bearer in hit.bearers if bearer.first_name == first), None)

    def _with_first_name(self, hit: SurnameHit, start: int, word: str) -> Tag | None:
        """Return the full name that initials stand within: "Donald J. Trump"."""
        while len(word.rstrip(".")) == 1:
            match = _WORD_BACK.search(self._context.text[max(0, start - 40) : start])
            if match is None:
                return None
            word = match.group(1)
            start -= len(match.group())
        bearer = self._first_name(hit, word)
        if bearer is None:
            return None
        return Tag("actor", bearer.actor_id, Span(start, hit.span.end), bearer.label, "label", 0.95)

    def _bare(self, hit: SurnameHit) -> Tag | None:
        bearers = self._fitting_title(hit)
        if not bearers:
            return None
        actors = {bearer.actor_id: bearer for bearer in bearers}
        nearest = self._nearest(hit, actors)
        if nearest is not None:
            actor_id, confidence = nearest
            return self._tag(hit, actors[actor_id], confidence) if actor_id else None
        if self._may_be_a_common_word(hit):
            return None
        declared = [bearer for bearer in bearers if bearer.declared]
        titled = len(bearers) < len(hit.bearers) or self._has_matching_title(hit, bearers)
        if len({bearer.actor_id for bearer in declared}) == 1:
            return self._tag(hit, declared[0], _DECLARED)
        if titled and len(actors) == 1:
            return self._tag(hit, bearers[0], _DECLARED)
        return None

    def _tag(self, hit: SurnameHit, bearer: Bearer, confidence: float) -> Tag:
        return Tag("actor", bearer.actor_id, hit.span, bearer.label, "surname", confidence)

    def _may_be_a_common_word(self, hit: SurnameHit) -> bool:
        word = hit.span.of(self._context.text)
        lower = word.lower()
        opens = self._context.begins_sentence(hit.span.start)
        return opens and (lower in OPENERS or lower in self._context.words_in_lower_case)

    def _titles_before(self, start: int) -> list[str]:
        titles = []
        while match := _WORD_BACK.search(self._context.text[max(0, start - 40) : start]):
            word = full_title(match.group(1))
            if word not in TITLES and word not in ("senator", "governor", "representative"):
                break
            titles.append(word)
            start -= len(match.group())
        return titles

    def _fitting_title(self, hit: SurnameHit) -> list[Bearer]:
        titles = set(self._titles_before(hit.span.start)) - _COURTESY
        if not titles:
            return list(hit.bearers)
        matching = [bearer for bearer in hit.bearers if titles & self._title_words(bearer)]
        if matching:
            return matching
        if titles & _STRONG_TITLES:
            return [
                bearer
                for bearer in hit.bearers
                if not self._offices.holds_any(bearer.actor_id, self._on)
            ]
        return list(hit.bearers)

    def _has_matching_title(self, hit: SurnameHit, bearers: Sequence[Bearer]) -> bool:
        titles = set(self._titles_before(hit.span.start)) - _COURTESY
        return any(titles & self._title_words(bearer) for bearer in bearers)

    def _title_words(self, bearer: Bearer) -> frozenset[str]:
        return self._offices.title_words(bearer.actor_id, self._on)

    def _nearest(self, hit: SurnameHit, actors: dict[str, Bearer]) -> tuple[str, float] | None:
        """Return the bearer last named in full before the hit, else the first one after it.

        An empty actor_id stands for a person whom the story does not list. Such a stranger
        keeps the surname within a paragraph, and beyond it while no bearer is listed or
        declared ("Ivan Yermak" does not take every "Yermak" of a long article).
        """
        start = hit.span.start
        named = [(place, actor_id) for place, actor_id in self._seen if actor_id in actors]
        before = [item for item in named if item[0] < start]
        stranger = max(
            (place for place, key in self._strangers if key == hit.key and place < start),
            default=None,
        )
        listed_before = max(before, default=None)
        if stranger is not None and (listed_before is None or stranger > listed_before[0]):
            same_paragraph = "\n\n" not in self._context.text[stranger:start]
            if same_paragraph or not named:
                return "", _AFTER_FULL_NAME
        if listed_before is not None:
            return listed_before[1], _AFTER_FULL_NAME
        return (min(named)[1], _BEFORE_FULL_NAME) if named else None
