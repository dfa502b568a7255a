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
    COORDINATED,
    DATELINE,
    GOVERNMENT_AFTER,
    GOVERNMENT_BEFORE,
    MODIFIER_BEFORE,
    PLACE_AFTER,
    PLACE_BEFORE,
)

_BEFORE_REACH = 90
_AFTER_REACH = 60
_CERTAIN, _LIKELY, _POSSIBLE = 0.85, 0.7, 0.6


def government_confidence(context: TextContext, span: Span) -> float | None:
    """Return how surely the capital at ``span`` stands for its government; None for the place."""
    text = context.text
    sentence = context.sentences.around(span.start)
    before = text[max(sentence.start, span.start - _BEFORE_REACH) : span.start]
    after = text[span.end : min(sentence.end, span.end + _AFTER_REACH)]
    if _is_dateline(context, span, after) or PLACE_AFTER.match(after):
        return None
    if _modifies_a_noun(span.of(text), before, after) or _is_one_of_several(before, after):
        return None
    governing = COORDINATED.sub("", before)
    if GOVERNMENT_BEFORE.search(governing) or GOVERNMENT_AFTER.match(after):
        return _LIKELY
    owns = after.startswith(("'s ", "’s "))
    if PLACE_BEFORE.search(governing) and not owns:
        return None
    if ACTS_AFTER.match(after):
        return _CERTAIN
    return _LIKELY if governing == before else _POSSIBLE


def _modifies_a_noun(name: str, before: str, after: str) -> bool:
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
