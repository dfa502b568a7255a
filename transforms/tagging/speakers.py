"""Who the naming words of a statement's source are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from transforms.spans import Span, Spans
from transforms.tagging import naming
from transforms.tagging.offices import Offices
from transforms.tags import Tag

_WORD = re.compile(r"[^\W\d_]+")
_POSSESSIVE_PRONOUN = re.compile(
    r"\A(?P<share>[\w-]+\s+of\s+)?(?:his|her)\s+(?:own\s+)?", re.IGNORECASE
)
_BARE_OFFICE = re.compile(r"(?:the|this|that)\s+(\w+(?:[ -]\w+){0,2})", re.IGNORECASE)
_OWNED_OFFICE = re.compile(
    r"(?:the|this|that)\s+(?P<body>\w+)['’]s\s+(?P<title>\w+(?:[ -]\w+){0,3})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SpeakerResolution:
    """Who speaks.

    Listed speakers are in ``actor_ids`` (several for a joint statement, or the group).
    ``unlisted_name`` is the name of one whom the story does not list, as the text gives
    it; ``description`` the words that describe the unlisted or unnamed, as they stand.
    """

    actor_ids: tuple[str, ...]
    unlisted_name: str
    description: str
    method: str
    """tag (a mention is the head), joint (several are), office ("the senator" of before),
    unlisted, unnamed, or none where there are no words."""


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
    owner, spans = _owner(text, spans)
    naming_words = next((span for span in spans if naming.trimmed(text, span).of(text)), None)
    if naming_words is None:
        return NOBODY
    actors = [tag for tag in tags if tag.kind == "actor"]
    whole = naming.speaking_part(text, naming_words)
    found = _listed(text, whole, actors)
    name = _unlisted_name(text, whole, actors)
    if found:
        return SpeakerResolution(found, name, "", "joint" if len(found) > 1 else "tag")
    holder = _earlier_holder(text, whole, actors, offices, on)
    if holder is not None:
        return SpeakerResolution((holder,), "", "", "office")
    words = " ".join(naming_words.of(text).split())
    if owner:
        words = _POSSESSIVE_PRONOUN.sub(rf"\g<share>{owner}’s ", words)
    if not name:
        return SpeakerResolution((), "", words, "unnamed")
    description = "" if name.endswith(naming.trimmed(text, whole).of(text)) else words
    return SpeakerResolution((), name, description, "unlisted")


def _owner(text: str, spans: Spans) -> tuple[str, Spans]:
    """Part the owner from what is owned: "Ann Lee", "Her ministry" is Ann Lee's ministry.

    So "Ann Lee", "Five of her colleagues" are five of Ann Lee's colleagues.
    """
    if len(spans) > 1 and _POSSESSIVE_PRONOUN.match(spans[1].of(text)):
        return naming.trimmed(text, spans[0]).of(text), spans[1:]
    return "", spans


def _listed(text: str, whole: Span, actors: Sequence[Tag]) -> tuple[str, ...]:
    """Return the listed actors whom the words name, each once, in their order."""
    covering = _covering(naming.trimmed(text, whole), actors)
    if covering is not None:
        return (covering.target_id,)
    grouped = [
        tag.target_id
        for tag in actors
        if tag.method == "group" and whole.start <= tag.span.start and tag.span.end <= whole.end
    ]
    if grouped:
        return tuple(dict.fromkeys(grouped))
    heads = (_head_tag(text, piece, actors) for piece in naming.coordinates(text, whole))
    return tuple(dict.fromkeys(tag.target_id for tag in heads if tag is not None))


def _covering(words: Span, actors: Sequence[Tag]) -> Tag | None:
    """Return the mention that covers exactly these words, or more."""
    return next(
        (tag for tag in actors if tag.span.start <= words.start and words.end <= tag.span.end), None
    )


def _head_tag(text: str, piece: Span, actors: Sequence[Tag]) -> Tag | None:
    """Return the mention that is the head of one naming.

    A mention may hold a preposition ("the president of Ukraine"), so one that opens the
    naming and reaches past its head counts too.
    """
    plain = naming.trimmed(text, piece)
    covering = _covering(plain, actors)
    if covering is not None:
        return covering
    head = naming.head(text, piece)
    for tag in actors:
        ends_head = tag.span.start < head.end == tag.span.end and tag.span.start >= head.start
        owns_more = text.startswith(("'s ", "’s "), tag.span.end, piece.end)
        holds_head = tag.span.start == plain.start and tag.span.end > head.end and not owns_more
        if ends_head or holds_head:
            return tag
    return None


def _unlisted_name(text: str, whole: Span, actors: Sequence[Tag]) -> str:
    """Return the name of the first person named who is no mention; empty if all are."""
    for piece in naming.coordinates(text, whole):
        if _head_tag(text, piece, actors) is not None:
            continue
        name = naming.name_in(naming.head(text, piece).of(text))
        if name:
            return _in_full(text, name, whole.start)
    return ""


def _in_full(text: str, name: str, before: int) -> str:
    """Return the name with the first name that the article gave before, if it did."""
    if " " in name:
        return name
    full = re.compile(rf"\b[A-ZÀ-Þ][\w’'-]+ (?:[A-Z]\. )?{re.escape(name)}\b")
    names = [naming.name_in(match.group()) for match in full.finditer(text, 0, before)]
    return next((found for found in reversed(names) if " " in found), name)


def _earlier_holder(
    text: str, whole: Span, actors: Sequence[Tag], offices: Offices, on: date | None
) -> str | None:
    """Return the actor last named before "the senator" who holds such an office.

    "The ministry's spokeswoman" is the holder of that office of the ministry last named.
    """
    earlier = [tag for tag in reversed(actors) if tag.span.end <= whole.start]
    words_said = whole.of(text).strip()
    owned = _OWNED_OFFICE.fullmatch(words_said)
    if owned is not None:
        body, title = owned["body"], owned["title"]
        named = dict.fromkeys(tag.target_id for tag in earlier)
        holders = (offices.holder_within(actor_id, body, title, on) for actor_id in named)
        return next((holder for holder in holders if holder is not None), None)
    match = _BARE_OFFICE.fullmatch(words_said)
    if match is None:
        return None
    words = frozenset(word.lower() for word in _WORD.findall(match.group(1)))
    return next(
        (tag.target_id for tag in earlier if words <= offices.title_words(tag.target_id, on)), None
    )
