"""What changed between two revisions, for a person: paragraphs aligned, words compared within."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz.distance import LCSseq

Kind = Literal["same", "added", "removed", "changed"]

_TOKEN = re.compile(r"\w+(?:[.,:'\u2019-]\w+)*|\s+|[^\w\s]")
_ALIKE = 0.5
"""Paragraphs with fewer of their words in common are one removed and one added."""

_MOST_PAIRS = 250_000
"""Above so many pairs of paragraphs in one block they are compared in their order alone."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words within a changed paragraph: same, added or removed."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph of either revision, or a pair of them.

    ``before`` is empty for an added paragraph, ``after`` for a removed one. The pieces of a
    changed one, without those added, give ``before``; without those removed, ``after``.
    """

    kind: Kind
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


def changes(before: str, after: str) -> list[Change]:
    """Return the paragraphs of two texts side by side, in reading order."""
    old, new = before.split("\n\n"), after.split("\n\n")
    found: list[Change] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, l in matcher.get_opcodes():  # noqa: E741 - difflib's own order
        if tag == "equal":
            found += [Change("same", text, text) for text in old[i:j]]
        else:
            found += _block(old[i:j], new[k:l])
    return found


def _block(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Yield what became of some paragraphs: pairs that are alike, in order, and the rest."""
    done_old = done_new = 0
    for i, j in (*_pairs(old, new), (len(old), len(new))):
        yield from (Change("removed", text, "") for text in old[done_old:i])
        yield from (Change("added", "", text) for text in new[done_new:j])
        if i < len(old):
            yield Change("changed", old[i], new[j], tuple(_pieces(old[i], new[j])))
        done_old, done_new = i + 1, j + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of paragraphs, in both orders, that share most words."""
    if len(old) * len(new) > _MOST_PAIRS:
        return [(n, n) for n in range(min(len(old), len(new))) if _likeness(old[n], new[n])]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(one, other) for other in new] for one in old]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = alike[i][j] and alike[i][j] + best[i + 1][j + 1]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    found = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(one: str, other: str) -> float:
    score = LCSseq.normalized_similarity(one.split(), other.split())
    return score if score >= _ALIKE else 0.0


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, l in matcher.get_opcodes():  # noqa: E741 - difflib's own order
        if tag == "equal":
            yield Piece("same", "".join(old[i:j]))
            continue
        if i < j:
            yield Piece("removed", "".join(old[i:j]))
        if k < l:
            yield Piece("added", "".join(new[k:l]))
