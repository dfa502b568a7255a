"""Offices and who holds them on a day."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from seeds.story import Role, Story
from transforms.spans import Span
from transforms.tagging.context import TextContext
from transforms.tagging.normalise import normalise_label
from transforms.tagging.office_names import derived_names
from transforms.tagging.words import word_set

_WORD = re.compile(r"[^\W\d_]+")
PLURAL_TITLES = {
    "sens": "senator",
    "reps": "representative",
    "govs": "governor",
    "gens": "general",
    "premiers": "prime",
    **{
        f"{title}s": title
        for title in word_set(
            "senator representative president minister chancellor governor judge envoy ambassador "
            "general king queen prince princess bishop archbishop professor"
        )
    },
}
"""What a title in the plural, before several names, says of each."""
_ABBREVIATED = {
    "sen": "senator",
    "gov": "governor",
    "rep": "representative",
    "gen": "general",
    "premier": "prime",
    **PLURAL_TITLES,
}
_NOT_IN_OFFICE = re.compile(
    r"\b(?:former|ex|then|onetime|one-time|past|previous|deputy|vice|assistant|under|future|next|"
    r"would-be|late|ousted|deposed|toppled|disgraced|"
    r"outgoing|incoming|acting|first|second|last|every|no|another|any|one)"
    r"[ \u00a0-](?:[A-Z][\w.]*[ \u00a0])?$"
)
_ELSEWHERE = re.compile(
    r"-elect\b|-designate\b|s\b| for [A-Z]| (?:from|until|in|between|since) \d{4}\b"
)
_REACH = 40


def is_held_on(role: Role, day: date) -> bool:
    """Return whether ``role`` runs on ``day``; an open end has no limit."""
    return (role.starts is None or role.starts <= day) and (role.ends is None or day < role.ends)


class Offices:
    """The offices of a story."""

    def __init__(self, story: Story) -> None:
        self._roles_by_office: dict[str, list[Role]] = {}
        self._roles_by_actor: dict[str, list[Role]] = {}
        for role in story.roles:
            self._roles_by_office.setdefault(role.office_id, []).append(role)
            self._roles_by_actor.setdefault(role.actor_id, []).append(role)
        self._derived = tuple(derived_names(story))
        self._words = {label: _words(label) for label, _ in self.labels()}
        self._by_way: dict[str, list[str]] = {}
        for way, office_id in self.labels():
            self._by_way.setdefault(normalise_label(way), []).append(office_id)
        self._labels_by_actor: dict[str, list[str]] = {}
        for label in story.actor_labels:
            self._labels_by_actor.setdefault(label.target_id, []).append(label.label)

    def labels(self) -> Iterator[tuple[str, str]]:
        """Yield (way to write the office, office_id), each once."""
        for office_id, roles in self._roles_by_office.items():
            ways = {label: None for role in roles for label in (role.title, *role.also_called)}
            yield from ((label, office_id) for label in ways if label)
        yield from self._derived

    def holder_within(self, actor_id: str, body: str, title: str, on: date | None) -> str | None:
        """Return who holds an office of an actor that is called a "ministry", say.

        After "the Russian Foreign Ministry" the ministry's spokeswoman is its spokeswoman.
        """
        names = (
            label
            for label in self._labels_by_actor.get(actor_id, ())
            if label.casefold().endswith(f" {body.casefold()}")
        )
        ways = (normalise_label(f"{name}'s {title}") for name in names)
        return self.holder((own for way in ways for own in self._by_way.get(way, ())), on)

    def holder(self, office_ids: Iterable[str], on: date | None) -> str | None:
        """Return the one actor who holds one of these offices on the day, or None.

        Without a day, only an office that has had one holder in the story resolves.
        """
        holders = {
            role.actor_id
            for office_id in office_ids
            for role in self._roles_by_office.get(office_id, ())
            if on is None or is_held_on(role, on)
        }
        return holders.pop() if len(holders) == 1 else None

    def holds_any(self, actor_id: str, on: date | None) -> bool:
        """Return whether the actor holds an office on the day."""
        return any(True for _ in self._roles(actor_id, on))

    def title_words(self, actor_id: str, on: date | None) -> frozenset[str]:
        """Return the words, in lower case, of every way to write the actor's offices."""
        return frozenset().union(
            *(
                self._words.get(label, frozenset())
                for role in self._roles(actor_id, on)
                for label in (role.title, *role.also_called)
            )
        )

    def _roles(self, actor_id: str, on: date | None) -> Iterator[Role]:
        for role in self._roles_by_actor.get(actor_id, ()):
            if on is None or is_held_on(role, on):
                yield role


def _words(label: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(label))


def full_title(word: str) -> str:
    """Return the title that an abbreviation or a plural before a name stands for.

    "Sen." and "Senators" stand for "senator".
    """
    plain = word.rstrip(".").lower()
    return _ABBREVIATED.get(plain, plain)


def names_who_is_in_office(context: TextContext, span: Span) -> bool:
    """Return whether office words speak of the holder, not of a former or another one."""
    before = context.text[max(0, span.start - _REACH) : span.start]
    if _NOT_IN_OFFICE.search(before):
        return False
    return _ELSEWHERE.match(context.text, span.end) is None
