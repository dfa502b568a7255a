"""Whether a text is an edit of the one before, or only its clocks and counters moved.

The rule, in order: the title and every sentence count, to the letter and the figure. A line
that by its form is a clock, a counter, an advertisement or a session mark does not. A line
that is no sentence and whose figures alone changed at each of two looks is a counter of a
kind that nobody listed, and does not count from then on. Typographic variants (curly or
straight quotation marks, dashes, spaces) are no edit.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from transforms.articles.records import NormalisedArticle
from transforms.articles.volatile import without_volatile
from transforms.feed_records import ChangingLine, HeldArticle

LOOKS_UNTIL_LEARNED = 2
_MOST_LEARNED = 50
_PARAGRAPH_BREAK = "\n\n"

_FOLDED = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2026": "...",
    }
)  # fmt: skip
_FIGURE = re.compile(r"\d+(?:[.,:' ]\d+)*")
_SENTENCE = re.compile(r"[.!?;:]['\")\]]*$|\.\.\.$")
_LONGEST_LOOSE_LINE = 100


def is_next_revision(
    held: HeldArticle, article: NormalisedArticle, changing: Sequence[ChangingLine] = ()
) -> bool:
    """Say whether an article as it was just read is the next revision of the one held.

    The feed's own words never follow the page's: the page could not be had, that is all.
    """
    if held.extraction != "feed" and article.extraction == "feed":
        return False
    return is_edit(held.text, article.text, changing)


def is_edit(before: str, after: str, changing: Sequence[ChangingLine] = ()) -> bool:
    """Say whether ``after`` is another text than ``before`` to its reader.

    ``changing`` is what ``changing_lines`` made of the looks before.
    """
    if before == after:
        return False
    learned = {line.shape for line in changing if line.looks >= LOOKS_UNTIL_LEARNED}
    return _comparable(before, learned) != _comparable(after, learned)


def changing_lines(
    before: str, after: str, changing: Sequence[ChangingLine]
) -> tuple[ChangingLine, ...]:
    """Return the lines that change in figures alone, with at how many looks in a row.

    A line that stood still at this look is forgotten, unless it was learned before.
    """
    looks = {line.shape: line.looks for line in changing}
    moved = set(_moved_shapes(_lines(before), _lines(after)))
    kept = {
        shape: count
        for shape, count in looks.items()
        if count >= LOOKS_UNTIL_LEARNED or shape in moved
    }
    for shape in moved:
        kept[shape] = min(kept.get(shape, 0) + 1, LOOKS_UNTIL_LEARNED)
    return tuple(ChangingLine(shape, kept[shape]) for shape in sorted(kept)[:_MOST_LEARNED])


def _comparable(text: str, learned: set[str]) -> list[str]:
    title, *others = _lines(text)
    kept = (line for line in others if not (is_loose(line) and shape_of(line) in learned))
    return [title, *(line for line in map(without_volatile, kept) if line)]


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.translate(_FOLDED).split(_PARAGRAPH_BREAK)]


def _moved_shapes(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Yield the shapes of loose lines that stand in both texts with other figures."""
    old = [shape_of(line) for line in before]
    new = [shape_of(line) for line in after]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    for block in blocks:
        for step in range(block.size):
            one, other = before[block.a + step], after[block.b + step]
            is_title = block.a + step == 0
            if one != other and not is_title and is_loose(one):
                yield old[block.a + step]


def is_loose(line: str) -> bool:
    """Say whether a line is no sentence: short, and without a mark that ends one."""
    return len(line) <= _LONGEST_LOOSE_LINE and not _SENTENCE.search(line)


def shape_of(line: str) -> str:
    """Return the line with each figure as 0."""
    return _FIGURE.sub("0", line)
