"""What another vocabulary changes in articles that were tagged before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from transforms.spans import Span
from transforms.tags import Tag

MentionKey = tuple[str, str, int, int]
"""kind, target_id, start, end: what makes a mention another one."""


@dataclass(frozen=True, slots=True)
class ChangedMention:
    """A mention that one vocabulary finds in a text and the other does not."""

    kind: str
    target_id: str
    span: Span
    matched_label: str = ""


@dataclass(frozen=True, slots=True)
class TagChange:
    """What a new vocabulary finds more and less in one text, in the order of the text."""

    gained: tuple[ChangedMention, ...]
    lost: tuple[ChangedMention, ...]

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost)


def tag_change(before: Collection[MentionKey], now: Iterable[Tag]) -> TagChange:
    """Compare the mentions that are stored with those that are found now."""
    found = {
        (tag.kind, tag.target_id, tag.span.start, tag.span.end): tag.matched_label for tag in now
    }
    gained = [_changed(key, found[key]) for key in found.keys() - set(before)]
    lost = [_changed(key, "") for key in set(before) - found.keys()]
    return TagChange(tuple(sorted(gained, key=_place)), tuple(sorted(lost, key=_place)))


def _changed(key: tuple[str, str, int, int], label: str) -> ChangedMention:
    kind, target_id, start, end = key
    return ChangedMention(kind, target_id, Span(start, end), label)


def _place(mention: ChangedMention) -> tuple[Span, str, str]:
    return mention.span, mention.kind, mention.target_id
