"""The surnames of a story's people, and who bears each."""

import re
from dataclasses import dataclass

from seeds.story import Story
from transforms.tagging.normalise import normalise_label

_SURNAME = re.compile(r"(?:(?:\b[a-zà-ÿ][\w’']{0,4}\s+)+)?[^\s,]+$")
_GENERATION = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")


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
    """Return who bears each surname; keys are surnames as they look in a normalised view.

    Labels that declare the bare surname come first, then the others as the story has them.
    """
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
    return {
        key: tuple(sorted(found, key=lambda bearer: not bearer.declared))
        for key, found in bearers.items()
    }
