"""Every way to write the actors of a story: labels, offices and surnames."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from seeds.story import Label, Story
from transforms.tagging.casing import Casing
from transforms.tagging.offices import Offices
from transforms.tagging.surnames import Bearer, surname_bearers

Usage = Literal["name", "metonym", "description", "office", "surname"]
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


def labelled_entries(story: Story, offices: Offices) -> Iterator[tuple[str, ActorEntry]]:
    """Yield (words to find, entry) for everything that may stand for an actor."""
    kinds = {actor.actor_id: actor.kind for actor in story.actors}
    written = {(label.target_id, label.label) for label in story.actor_labels}
    for label in story.actor_labels:
        words = label.label.removeprefix("The ").removeprefix("the ")
        if (label.target_id, words) not in written:
            words = label.label
        entry = _entry(label, words, kinds.get(label.target_id, ""))
        if entry is not None:
            yield words, entry
    for way, office_id in offices.labels():
        yield way, ActorEntry(office_id, way, "office", Casing(way))
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
