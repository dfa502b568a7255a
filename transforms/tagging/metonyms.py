"""Capitals that stand for governments, told apart from the places.

"Kyiv rejected the text" is the government; "in Kyiv" and "landed in Kyiv" are the place.
The words beside the name decide (Leveling and Hartrumpf 2008 found prepositions and verbs
the best cues for such metonyms).
"""

from transforms.spans import Span
from transforms.tagging.context import TextContext
from transforms.tagging.metonym_cues import (
    ACTS_AFTER,
    CITY_BEFORE,
    CLAUSE_BEFORE,
    COORDINATED,
    DATELINE,
    DEALT_WITH_BEFORE,
    DESCRIBED_AFTER,
    DETERMINER_BEFORE,
    FELT_TOWARDS_BEFORE,
    GOVERNED_BY,
    GOVERNMENT_AFTER,
    GOVERNMENT_BEFORE,
    GOVERNMENT_CUE_BEFORE,
    GOVERNMENT_NOUN_AFTER,
    LOOSE_PREPOSITION,
    MODIFIER_BEFORE,
    MODIFIES_AFTER,
    PART_OF_NAME_BEFORE,
    PLACE_AFTER,
    PLACE_BEFORE,
)
from transforms.tagging.words import NAME_FORMERS

_BEFORE_REACH = 90
_NEAREST_REACH = 30
_AFTER_REACH = 60
_DEALINGS = (
    DEALT_WITH_BEFORE,
    FELT_TOWARDS_BEFORE,
    GOVERNED_BY,
)
_CERTAIN, _LIKELY, _LISTED, _DESCRIBED = 0.85, 0.7, 0.6, 0.5


def government_confidence(context: TextContext, span: Span) -> float | None:
    """Return how surely the capital at ``span`` stands for its government; None for the place.

    None also where nothing beside it tells of a government: no verb of acting or dealing,
    no possessive, no preposition that leads to who acts.
    """
    text = context.text
    sentence = context.sentences.around(span.start)
    before = text[max(sentence.start, span.start - _BEFORE_REACH) : span.start]
    after = text[span.end : min(sentence.end, span.end + _AFTER_REACH)]
    if _is_dateline(context, span, after) or PLACE_AFTER.match(after):
        return None
    if _tells_which(span.of(text), before, after) or _is_one_of_several(before, after):
        return None
    governing = COORDINATED.sub("", before)
    if GOVERNMENT_BEFORE.search(governing) or GOVERNMENT_AFTER.match(after):
        return _LIKELY
    if _owns(span.of(text), after):
        return _CERTAIN
    if _is_governed_as_place(governing):
        return None
    if ACTS_AFTER.match(after) and not DESCRIBED_AFTER.match(after):
        return _CERTAIN
    if _modifies_a_noun(span.of(text), governing, after):
        return _LIKELY if GOVERNMENT_NOUN_AFTER.match(after) else None
    tail = governing[-_NEAREST_REACH:]
    is_dealt_with = GOVERNMENT_CUE_BEFORE.search(governing) is not None or any(
        cue.search(tail) for cue in _DEALINGS
    )
    if DESCRIBED_AFTER.match(after) and not is_dealt_with:
        return _DESCRIBED
    if is_dealt_with or CLAUSE_BEFORE.search(tail):
        return _LIKELY if governing == before else _LISTED
    return None


def _owns(name: str, after: str) -> bool:
    """Return whether the name is a possessive: "Moscow's demands", "the United States' offer"."""
    return after.startswith(("'s ", "’s ")) or (
        name.endswith("s") and after.startswith(("' ", "’ ")) and after[2:3].islower()
    )


def _is_governed_as_place(governing: str) -> bool:
    """Return whether the words right before make a place, a topic or a name of the name."""
    if PLACE_BEFORE.search(governing):
        return True
    if LOOSE_PREPOSITION.search(governing) and not GOVERNMENT_CUE_BEFORE.search(governing):
        return True
    part = PART_OF_NAME_BEFORE.search(governing)
    return part is not None and part.group(1).lower() in NAME_FORMERS


def _modifies_a_noun(name: str, governing: str, after: str) -> bool:
    """Return whether a noun follows that the name belongs to ("the U.S. economy").

    No subject does, and of plain names ("Moscow") only those that a determiner precedes:
    in "sanctions on Moscow bite" a verb follows.
    """
    if MODIFIES_AFTER.match(after) is None or CLAUSE_BEFORE.search(governing):
        return False
    is_plain = name.isalpha() and not name.isupper()
    return not is_plain or DETERMINER_BEFORE.search(governing) is not None


def _tells_which(name: str, before: str, after: str) -> bool:
    """Return whether the name only says which ("a Tallinn choir"); "a US plan" still owns."""
    follows_noun = after[:1] == " " and after[1:2].islower()
    return not name.isupper() and follows_noun and MODIFIER_BEFORE.search(before) is not None


def _is_one_of_several(before: str, after: str) -> bool:
    """Return whether the name is told from others of it: "the Rome of the emperors"."""
    return before.endswith(("the ", "The ")) and after.startswith(" of ")


def _is_dateline(context: TextContext, span: Span, after: str) -> bool:
    if DATELINE.match(after) is None:
        return False
    line_start = context.text.rfind("\n", 0, span.start) + 1
    line = context.text[line_start : span.start]
    if not line.strip() or CITY_BEFORE.match(line):
        return True
    return span.of(context.text).isupper() and context.begins_sentence(span.start)
