"""Who the naming words of a statement's source are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from transforms.spans import Span, Spans
from transforms.tagging import naming
from transforms.tagging.offices import Offices
from transforms.tags import Tag

_FULL_NAME = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'-]*\.?\s+(?:(?:[A-Z]\.|de|del|der|di|la|van|von|al|bin|ibn|du|da|dos)\s+)*)+"
    r"[A-ZÀ-Þ][\w’'-]+$"
)
_NAME_AT_END = re.compile(r"(?:[A-ZÀ-Þ][\w’'-]+\s+)?[A-ZÀ-Þ][\w’'-]+$")
_WORD = re.compile(r"[^\W\d_]+")
_BARE_OFFICE = re.compile(r"(?:the|this|that)\s+(\w+(?:[ -]\w+){0,2})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SpeakerResolution:
    """Who speaks.

    Listed speakers are in ``actor_ids`` (several for a joint statement, or the group).
    Otherwise ``unlisted_name`` is the name as the text gives it, empty for those whom it
    does not name, and ``description`` the words that describe them.
    """

    actor_ids: tuple[str, ...]
    unlisted_name: str
    description: str
    method: str
    """tag (a mention is the head), office, joint, unlisted, unnamed, none."""


NOBODY = SpeakerResolution((), "", "", "none")


def resolve_speaker(
    text: str, spans: Spans, tags: Sequence[Tag], offices: Offices, on: date | None
) -> SpeakerResolution:
    """Tell who the naming words at ``spans`` of ``text`` are.

    Args:
        text: The article that the spans and tags point into (code points, half-open).
        spans: The naming words: the antecedent of a statement, else its source.
        tags: The mentions that ``Tagger.tag`` found in the article.
        offices: The story's offices (``Tagger.offices``), for "the senator".
        on: The article's date.

    The head decides, not its modifiers: "Zelenskyy's chief of staff Andriy Yermak" is
    Yermak, and "a spokesman for the Kremlin" an unlisted spokesman.
    """
    spans = tuple(span for span in spans if span.of(text).strip())
    if not spans:
        return NOBODY
    whole = Span(spans[0].start, spans[0].end)
    actors = [tag for tag in tags if tag.kind == "actor"]
    covering = _tag_at(naming.trimmed(text, whole), actors)
    if covering is not None:
        return SpeakerResolution((covering.target_id,), "", "", "tag")
    found: dict[str, None] = {}
    for piece in naming.coordinates(text, whole):
        tag = _head_tag(text, piece, actors)
        if tag is not None:
            found[tag.target_id] = None
    if found:
        return SpeakerResolution(tuple(found), "", "", "joint" if len(found) > 1 else "tag")
    holder = _earlier_holder(text, whole, actors, offices, on)
    if holder is not None:
        return SpeakerResolution((holder,), "", "", "office")
    return _unlisted(text, whole)


def _tag_at(words: Span, actors: Sequence[Tag]) -> Tag | None:
    """Return the mention that covers exactly these words, or more."""
    return next(
        (tag for tag in actors if tag.span.start <= words.start and words.end <= tag.span.end), None
    )


def _head_tag(text: str, piece: Span, actors: Sequence[Tag]) -> Tag | None:
    plain = naming.trimmed(text, piece)
    covering = _tag_at(plain, actors)
    if covering is not None:
        return covering
    opening = next(
        (tag for tag in actors if tag.span.start == plain.start and tag.method != "metonym"), None
    )
    head = naming.head(text, piece)
    if opening is not None and opening.span.end >= head.end:
        return opening
    return next((tag for tag in actors if tag.span.start < head.end == tag.span.end), None)


def _earlier_holder(
    text: str, whole: Span, actors: Sequence[Tag], offices: Offices, on: date | None
) -> str | None:
    """Return the actor last named before "the senator" who holds such an office."""
    match = _BARE_OFFICE.fullmatch(whole.of(text).strip())
    if match is None:
        return None
    words = frozenset(word.lower() for word in _WORD.findall(match.group(1)))
    earlier = (tag for tag in reversed(actors) if tag.span.end <= whole.start)
    return next(
        (tag.target_id for tag in earlier if words <= offices.title_words(tag.target_id, on)), None
    )


def _unlisted(text: str, whole: Span) -> SpeakerResolution:
    words = " ".join(whole.of(text).split())
    first = naming.coordinates(text, whole)[:1] or [whole]
    head = naming.head(text, first[0]).of(text)
    name = _NAME_AT_END.search(head)
    if name is None or not _is_name(name.group()):
        return SpeakerResolution((), "", words, "unnamed")
    full = _name_in_full(text, name.group(), whole.start)
    description = words if words != full else ""
    return SpeakerResolution((), full, description, "unlisted")


def _is_name(words: str) -> bool:
    return not words.isupper() or " " in words


def _name_in_full(text: str, name: str, before: int) -> str:
    """Return the name with the first name that the article gave before, if it did."""
    if " " in name:
        return name
    full = re.compile(rf"\b[A-ZÀ-Þ][\w’'-]+ (?:[A-Z]\. )?{re.escape(name)}\b")
    matches = [match.group() for match in full.finditer(text, 0, before)]
    return matches[-1] if matches else name
