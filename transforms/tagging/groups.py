"""Groups: their members on a day, and lists of countries that make one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seeds.story import Membership, Story
from transforms.spans import Span
from transforms.tagging.context import TextContext
from transforms.tags import Tag

_HEADS = ("leaders", "governments", "presidents", "ministers", "heads of state", "state leaders")
_HEAD = re.compile(
    r"\b(?:leaders|governments|presidents|(?:prime |foreign |defen[cs]e )?ministers|"
    r"heads of (?:state and )?(?:state|government)) of (?:the )?",
    re.IGNORECASE,
)
_JOINT = re.compile(r",? and (?:the )?|, (?:the )?")
_LISTED = 0.9


@dataclass(frozen=True, slots=True)
class CountryName:
    """The name of a state or union in a text, whether it stands for its government or not."""

    span: Span
    actor_id: str
    label: str


class Groups:
    """The groups of a story and who belongs to them when."""

    def __init__(self, story: Story) -> None:
        self._memberships: dict[str, list[Membership]] = {}
        for membership in story.memberships:
            self._memberships.setdefault(membership.group_id, []).append(membership)

    def members(self, group_id: str, on: date | None) -> frozenset[str]:
        """Return the members on the day; without a day, everybody who ever belonged."""
        return frozenset(
            membership.member_id
            for membership in self._memberships.get(group_id, ())
            if on is None
            or (
                (membership.starts is None or membership.starts <= on)
                and (membership.ends is None or on < membership.ends)
            )
        )

    def made_of(self, members: frozenset[str], on: date | None) -> str | None:
        """Return the group that has exactly these members on the day, if there is one."""
        groups = [group for group in self._memberships if self.members(group, on) == members]
        return groups[0] if len(groups) == 1 else None


def country_lists(
    context: TextContext, names: Iterable[CountryName], groups: Groups, on: date | None
) -> Iterator[Tag]:
    """Yield the mentions in "the leaders of Britain, Germany and Japan".

    A list that names exactly the members of a group is that group's mention; any other
    list mentions each of its countries, places or not.
    """
    if not any(f" {head} of " in context.normalised.view for head in _HEADS):
        return
    by_start = {name.span.start: name for name in names}
    for head in _HEAD.finditer(context.text):
        listed = list(_listed(context.text, head.end(), by_start))
        if len(listed) < 2:
            continue
        yield from _mentions(Span(head.start(), listed[-1].span.end), listed, groups, on)


def _listed(text: str, start: int, by_start: dict[int, CountryName]) -> Iterator[CountryName]:
    while (name := by_start.get(start)) is not None:
        yield name
        joint = _JOINT.match(text, name.span.end)
        if joint is None:
            return
        start = joint.end()


def _mentions(
    whole: Span, listed: Sequence[CountryName], groups: Groups, on: date | None
) -> Iterator[Tag]:
    group = groups.made_of(frozenset(name.actor_id for name in listed), on)
    if group is not None:
        label = ", ".join(name.label for name in listed)
        yield Tag("actor", group, whole, label, "group", _LISTED)
        return
    for name in listed:
        yield Tag("actor", name.actor_id, name.span, name.label, "group", _LISTED)
