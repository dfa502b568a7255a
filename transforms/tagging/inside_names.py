"""Words that are part of a longer name: "Trump Tower", "Kyiv Independent", "Ivanka Trump"."""

import re

from transforms.spans import Span
from transforms.tagging.context import Neighbour, TextContext
from transforms.tagging.words import DATE_WORDS, NAME_FORMERS, OPENERS, TITLES

_GENERATION = re.compile(r",? (?:Jr|Sr|II|III|IV)\b")
_HEADLINE_SAFE = frozenset({"I"})


def continues_after(context: TextContext, span: Span) -> bool:
    """Return whether a name goes on after the span ("Washington" in "Washington Post")."""
    if _GENERATION.match(context.text, span.end):
        return True
    following = context.word_after(span.end)
    if following is None or following.joint or not following.is_capital:
        return False
    lower = following.word.lower()
    if lower in NAME_FORMERS:
        return True
    if context.in_headline(span) or following.word in _HEADLINE_SAFE:
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
    opens = context.begins_sentence(before.start)
    if opens and (lower in OPENERS or lower.endswith("ly") or lower in context.words_in_lower_case):
        return None
    return before
