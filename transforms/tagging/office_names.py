"""The other ways to write an office that follow from those which a story lists.

"Kremlin spokesman" is also "the Kremlin's spokesman" and "the spokesman of the Kremlin";
"Ukrainian foreign minister" also "Kyiv's foreign minister". What the story lists goes first:
a way that it lists for one office is never made for another.
"""

import re
from collections import Counter
from collections.abc import Iterator

from seeds.story import Story
from transforms.tagging.normalise import normalise_label

_DESCRIBED_BODY = re.compile(r"(?P<adjective>.+) government")
_LONGEST_OWNER = 4
"""Words of an owner's name."""
_SPELLINGS = (
    ("defense", "defence"),
    ("defence", "defense"),
    ("adviser", "advisor"),
    ("advisor", "adviser"),
    ("prime minister", "premier"),
)
_TITLE_FIRST = re.compile(r"(?P<title>.+) (?:of|for) (?:the )?(?P<owner>.+)")
_OWNER_FIRST = re.compile(r"(?P<owner>.+?)(?:['’]s?)?\Z")


def derived_names(story: Story) -> Iterator[tuple[str, str]]:
    """Yield (way to write the office, office_id) for the ways that the story does not list."""
    owners = _Owners(story)
    listed: dict[str, dict[str, None]] = {}
    for role in story.roles:
        ways = listed.setdefault(role.office_id, {})
        ways |= dict.fromkeys(way for way in (role.title, *role.also_called) if way)
    taken = {normalise_label(way) for ways in listed.values() for way in ways}
    for office_id, ways in listed.items():
        parted = [(way, part) for way in ways if (part := owners.part(way)) is not None]
        counted = Counter(owner for _, (owner, _) in parted)
        if not counted:
            continue
        owner = counted.most_common(1)[0][0]
        titles = dict.fromkeys(title for _, (whose, title) in parted if whose == owner)
        for way in dict.fromkeys(way for title in titles for way in owners.ways(owner, title)):
            key = normalise_label(way)
            if key not in taken:
                yield way, office_id


class _Owners:
    """The governments and bodies of a story, by the words that stand before a title."""

    def __init__(self, story: Story) -> None:
        self._names: dict[str, list[str]] = {}
        self._adjectives: dict[str, list[str]] = {}
        self._by_words: dict[str, str] = {}
        bodies = {actor.actor_id for actor in story.actors if actor.kind in _KINDS}
        for label in story.actor_labels:
            if label.target_id not in bodies or label.usage not in ("name", "metonym"):
                continue
            described = _DESCRIBED_BODY.fullmatch(label.label)
            words = described["adjective"] if described else label.label
            words = words.removeprefix("The ").removeprefix("the ")
            if len(words.split()) > _LONGEST_OWNER or "," in words:
                continue
            known = self._adjectives if described else self._names
            known.setdefault(label.target_id, []).append(words)
            self._by_words.setdefault(words, label.target_id)

    def part(self, way: str) -> tuple[str, str] | None:
        """Return the owner of an office and the bare title: "NATO chief" -> nato, "chief"."""
        words = way.split()
        for count in range(min(_LONGEST_OWNER, len(words) - 1), 0, -1):
            first = " ".join(words[:count])
            match = _OWNER_FIRST.match(first)
            owner = self._by_words.get(first) or (match and self._by_words.get(match["owner"]))
            if owner:
                return owner, " ".join(words[count:])
        match = _TITLE_FIRST.fullmatch(way)
        owner = self._by_words.get(match["owner"]) if match else None
        return (owner, match["title"]) if match and owner else None

    def ways(self, owner: str, title: str) -> Iterator[str]:
        """Yield the ways to write the title of an owner."""
        spellings = [title]
        spellings += [title.replace(one, other) for one, other in _SPELLINGS if one in title]
        for words in spellings:
            for name in self._names.get(owner, ()):
                yield f"{name}' {words}" if name.endswith("s") else f"{name}'s {words}"
                yield f"{words} of {name}"
                yield f"{words} of the {name}"
                if words.startswith("spokes"):
                    yield f"{words} for {name}"
                    yield f"{words} for the {name}"
            for adjective in self._adjectives.get(owner, ()):
                yield f"{adjective} {words}"


_KINDS = frozenset({"government", "organisation", "group"})
