"""Who speaks: when two sets of speakers can be the same one."""

from collections.abc import Mapping

from rapidfuzz import fuzz

from seeds.story import Story
from transforms.records import Appearance

Speakers = tuple[str, ...]
"""Sorted ids of all who speak or sign; empty where nobody could be named."""

SPEAKING = ("speaker", "signatory")
_UNLISTED = "unlisted:"
_ONE_NAME = 85.0
"""rapidfuzz ratio of two spellings of a name: "ilya-petrov" and "ilia-petrov" have 91."""


def speakers_of(appearance: Appearance) -> Speakers:
    """Return the sorted ids of those who speak or sign."""
    return tuple(
        sorted({part.actor_id for part in appearance.attributions if part.role in SPEAKING})
    )


def members_by_group(story: Story) -> dict[str, frozenset[str]]:
    """Return everybody who ever belonged to each group of the story."""
    members: dict[str, set[str]] = {}
    for membership in story.memberships:
        members.setdefault(membership.group_id, set()).add(membership.member_id)
    return {group: frozenset(ids) for group, ids in members.items()}


def may_be_one(one: Speakers, other: Speakers, members: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether the two can be the same speakers.

    People off the watchlist are known by their names, spelt in several ways or cut to the
    surname. Joint speakers are the same where most of the shorter list, with the groups of
    ``members`` counted as those who belong to them, stands in the longer.
    """
    if one == other:
        return True
    if len(one) == 1 and len(other) == 1 and not (one[0] in members or other[0] in members):
        return _same_unlisted(one[0], other[0])
    every, others = _with_members(one, members), _with_members(other, members)
    if len(every) < 2 or len(others) < 2:
        return False
    return 2 * len(every & others) > min(len(every), len(others))


def may_complete(one: Speakers, other: Speakers) -> bool:
    """Tell whether one names whom the other leaves open, or knows only by a name.

    Of reports in one article only: a feed's summary says "the minister", its page who that is.
    """
    shorter, longer = sorted((one, other), key=lambda speakers: (_listed(speakers), len(speakers)))
    return not shorter or (not _listed(shorter) and _listed(longer) == len(longer) > 0)


def is_open(speakers: Speakers) -> bool:
    """Tell whether nobody of the watchlist is named."""
    return not _listed(speakers)


def _listed(speakers: Speakers) -> int:
    return sum(not _unlisted_name(actor_id) for actor_id in speakers)


def blocking_tokens(speakers: Speakers, members: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return tokens of which two sets of speakers that may be one share at least one."""
    if not speakers:
        return frozenset({""})
    tokens: set[str] = set()
    for actor_id in _with_members(speakers, members) | set(speakers):
        name = _unlisted_name(actor_id)
        # Two spellings of a name share a beginning of one of its parts.
        tokens |= {part[:2] for part in name.split("-") if part} if name else {actor_id}
    return frozenset(tokens)


def _with_members(speakers: Speakers, members: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(members.get(actor, frozenset({actor})) for actor in speakers))


def _same_unlisted(one: str, other: str) -> bool:
    name, other_name = _unlisted_name(one), _unlisted_name(other)
    if not name or not other_name:
        return False
    parts, other_parts = set(name.split("-")), set(other_name.split("-"))
    if parts <= other_parts or other_parts <= parts:
        return True
    return fuzz.ratio(name, other_name) >= _ONE_NAME


def _unlisted_name(actor_id: str) -> str:
    return actor_id.removeprefix(_UNLISTED) if actor_id.startswith(_UNLISTED) else ""
