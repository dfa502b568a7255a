"""Words that are part of a longer name: "Trump Tower", "Kyiv Independent", "Ivanka Trump"."""

import re

from transforms.spans import Span
from transforms.tagging.context import Neighbour, TextContext
from transforms.tagging.words import DATE_WORDS, NAME_FORMERS, OPENERS, TITLES

_GENERATION = re.compile(r",? (?:Jr|Sr|II|III|IV)\b")
_FIRM = re.compile(r" (?:&|and) (?:Sons?|Daughters?|Co|Company|Partners|Associates|Brothers)\b")
_OPENING_MARKS = frozenset("“\"‘'(«„")
_DASH = re.compile(r"\s?[-–—]\s\Z")
"""After a dateline: ``ORR (Sund) - The Kremlin said``."""
_HEADLINE_SAFE = frozenset({"I"})


def continues_after(context: TextContext, span: Span) -> bool:
    """Return whether a name goes on after the span ("Washington" in "Washington Post").

    After one word any capital goes on; after more, only a word that ends longer names.
    """
    if _GENERATION.match(context.text, span.end) or _FIRM.match(context.text, span.end):
        return True
    following = context.word_after(span.end)
    if following is None or following.joint or not following.is_capital:
        return False
    lower = following.word.lower()
    if lower in NAME_FORMERS:
        return True
    if (
        " " in span.of(context.text)
        or context.in_headline(span)
        or following.word in _HEADLINE_SAFE
    ):
        return False
    return lower not in DATE_WORDS and lower not in TITLES


def name_before(context: TextContext, span: Span) -> Neighbour | None:
    """Return the capitalised word before the span that belongs to the same name, if any.

    Titles, possessives ("Ukraine's"), capitals ("CEO"), days and the opening word of a
    sentence are no part of a name.
    """
    if context.begins_sentence(span.start):
        return None
    before = context.word_before(span.start)
    if before is None or not before.is_capital:
        return None
    lower = before.word.lower().rstrip(".")
    is_initial = len(lower) == 1
    if before.word.endswith(("'s", "’s", "s'", "s’")) or (before.word.isupper() and not is_initial):
        return None
    if lower in TITLES or lower in DATE_WORDS or "-" in before.word:
        return None
    return None if _opens_with_common_word(context, before) else before


def _opens_with_common_word(context: TextContext, before: Neighbour) -> bool:
    """Return whether the word has its capital from its place, as in "When Trump spoke"."""
    lower = before.word.lower()
    opens = (
        context.begins_sentence(before.start)
        or context.text[max(0, before.start - 1) : before.start] in _OPENING_MARKS
        or _DASH.search(context.text, max(0, before.start - 3), before.start) is not None
    )
    is_participle = lower.endswith("ing") and len(lower) > 5
    return opens and (
        lower in OPENERS
        or is_participle
        or lower.endswith("ly")
        or context.has_in_lower_case(lower)
    )
