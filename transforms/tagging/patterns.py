"""The pattern syntax of ``term_labels.csv``: what plain labels cannot say.

==================  ====================================================================
``cap``             the word, in any case
``~cap``            the word and its inflections: cap, caps, capped, capping
``demilitari*``     any word that begins so
``#``               a number, in figures or words
``a b``             side by side ("a's b" and "a “b" too)
``(a | b c)``       one of these
``[a]``             may be left out
``a ..4.. b``       up to four words between, within the sentence (``..`` is up to three)
``{a ..4.. b}``     the same, in either order
``!near(a | b)``    not if one of these stands within five words (``!near8(...)``: eight)
``!before(a)``      not if this comes directly before (``!before3(...)``: in the last three)
``!after(a)``       not if this comes directly after
``!sentence(a)``    not if this stands anywhere in the sentence
``+near(a | b)``    only if one of these does; so ``+before``, ``+after``, ``+sentence``
==================  ====================================================================

Conditions come last. A pattern that is nothing but conditions guards every other label
and pattern of its term. Hyphens, accents and apostrophes read as they do in labels.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from transforms.tagging.inflection import inflections
from transforms.tagging.normalise import normalise_label

Place = Literal["near", "before", "after", "sentence"]
_DEFAULT_GAP = 3
_LONGEST_GAP = 12
_REACHES = {"near": 5, "before": 1, "after": 1, "sentence": 0}
_MOST_PARTS = 3
_TOKEN = re.compile(
    r"\s*(?:(?P<gap>\.\.(?:(?P<width>\d+)\.\.)?)"
    r"|(?P<condition>[!+](?P<place>[a-z]+)(?P<reach>\d*)\s*\()"
    r"|(?P<mark>[()\[\]{}|])"
    r"|(?P<number>#)"
    r"|(?P<word>~?[^\s()\[\]{}|!+#~*.]+(?:\.[^\s()\[\]{}|!+#~*.]+)*(?:\.(?!\.))?\*?))"
)
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class PatternError(ValueError):
    """A pattern that cannot be read: ``position`` is the offset of the trouble in it."""

    def __init__(self, pattern: str, position: int, problem: str) -> None:
        self.pattern = pattern
        self.position = position
        self.problem = problem
        super().__init__(
            f"pattern {pattern!r}, at character {position + 1}: {problem}; "
            "the pattern is not used until it is mended"
        )


@dataclass(frozen=True, slots=True)
class Words:
    """One place that any of these words (or phrases, spaces inside) may fill."""

    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Any word that begins with the stem."""

    stem: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number in figures or words."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to ``most`` words that do not matter."""

    most: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences."""

    options: tuple["Sequence", ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """Words that may be left out."""

    body: "Sequence"


@dataclass(frozen=True, slots=True)
class AnyOrder:
    """Parts in any order, with a gap between each two."""

    parts: tuple["Sequence", ...]
    gap: Gap


Filler: TypeAlias = Words | Beginning | Number | Choice | AnyOrder
"""An item that words of the text must fill."""
Item: TypeAlias = Filler | Gap | Maybe


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items one after another."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that must (``wanted``) or must not stand near a match, within ``reach`` words."""

    wanted: bool
    place: Place
    reach: int
    body: Choice


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern; ``source`` is what the analyst wrote, ``body`` is None for a guard."""

    source: str
    body: Sequence | None
    conditions: tuple[Condition, ...]


def parse_pattern(source: str) -> Pattern:
    """Read a pattern.

    Raises:
        PatternError: it does not follow the syntax; says where and why.
    """
    return _Parser(source).pattern()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int
    place: str = ""
    count: int | None = None


def _tokens(source: str) -> Iterator[_Token]:
    position = 0
    end = len(source.rstrip())
    while position < end:
        match = _TOKEN.match(source, position)
        if match is None:
            raise PatternError(source, position, f"{source[position:].split()[0]!r} means nothing")
        start = match.end() - len(match.group().lstrip())
        count = match.group("width") or match.group("reach")
        yield _Token(
            next(kind for kind in ("gap", "condition", "mark", "number", "word") if match[kind]),
            match.group().strip(),
            start,
            match.group("place") or "",
            int(count) if count else None,
        )
        position = match.end()


class _Parser:
    """Recursive descent over the tokens of one pattern."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = list(_tokens(source))
        self._next = 0

    def pattern(self) -> Pattern:
        is_guard = self._peek("condition")
        body = None if is_guard else self._sequence(until=())
        conditions = []
        while self._peek("condition"):
            conditions.append(self._condition())
        if self._next < len(self._tokens):
            token = self._tokens[self._next]
            self._fail(token.position, f"{token.text!r} is out of place here")
        return Pattern(self._source, body, tuple(conditions))

    def _sequence(self, until: tuple[str, ...]) -> Sequence:
        start = self._position()
        items: list[Item] = []
        while self._next < len(self._tokens):
            token = self._tokens[self._next]
            if token.kind == "condition" or (token.kind == "mark" and token.text in (*until, "|")):
                break
            items.append(self._item())
        self._check_gaps(items, start)
        return Sequence(tuple(items))

    def _check_gaps(self, items: list[Item], start: int) -> None:
        if not any(not isinstance(item, Gap | Maybe) for item in items):
            self._fail(start, "there must be a word here")
        if isinstance(items[0], Gap) or isinstance(items[-1], Gap):
            self._fail(start, "a gap stands between words, not at the edge")
        for item, following in itertools.pairwise(items):
            if isinstance(item, Gap) and isinstance(following, Gap | Maybe):
                self._fail(start, "a gap stands before words that must be there")
            if isinstance(item, Maybe) and isinstance(following, Gap):
                self._fail(start, "a gap stands after words that must be there")

    def _item(self) -> Item:
        token = self._tokens[self._next]
        self._next += 1
        if token.kind == "word":
            return self._word(token)
        if token.kind == "number":
            return Number()
        if token.kind == "gap":
            most = _DEFAULT_GAP if token.count is None else token.count
            if not 0 < most <= _LONGEST_GAP:
                self._fail(token.position, f"a gap is 1 to {_LONGEST_GAP} words wide")
            return Gap(most)
        if token.text == "(":
            return self._choice(token)
        if token.text == "[":
            return Maybe(Sequence((self._choice(token),)))
        if token.text == "{":
            return self._any_order(token)
        return self._fail(token.position, f"{token.text!r} closes nothing")

    def _word(self, token: _Token) -> Words | Beginning:
        word = normalise_label(token.text.strip("~*"))
        if not word:
            self._fail(token.position, f"{token.text!r} holds no letter or digit")
        if token.text.endswith("*"):
            return Beginning(word)
        if not token.text.startswith("~"):
            return Words((word,))
        first, _, last = word.rpartition(" ")
        return Words(tuple(sorted(f"{first} {form}".strip() for form in inflections(last))))

    def _choice(self, opening: _Token) -> Choice:
        closing = _CLOSING[opening.text[-1]]
        options = [self._sequence(until=(closing,))]
        while self._peek("mark", "|"):
            self._next += 1
            options.append(self._sequence(until=(closing,)))
        self._close(opening, closing)
        return Choice(tuple(options))

    def _any_order(self, opening: _Token) -> AnyOrder:
        body = self._sequence(until=("}",))
        self._close(opening, "}")
        gaps = [item for item in body.items if isinstance(item, Gap)]
        if not 1 <= len(gaps) < _MOST_PARTS:
            self._fail(opening.position, "braces hold two or three parts with a gap between them")
        parts: list[list[Item]] = [[]]
        for item in body.items:
            if isinstance(item, Gap):
                parts.append([])
            else:
                parts[-1].append(item)
        widest = max(gaps, key=lambda gap: gap.most)
        return AnyOrder(tuple(Sequence(tuple(part)) for part in parts), widest)

    def _condition(self) -> Condition:
        token = self._tokens[self._next]
        self._next += 1
        if token.place not in _REACHES:
            self._fail(token.position, f"a condition is one of {', '.join(_REACHES)}")
        reach = _REACHES[token.place] if token.count is None else token.count
        place = cast("Place", token.place)
        return Condition(token.text.startswith("+"), place, reach, self._choice(token))

    def _peek(self, kind: str, text: str | None = None) -> bool:
        if self._next >= len(self._tokens):
            return False
        token = self._tokens[self._next]
        return token.kind == kind and text in (None, token.text)

    def _close(self, opening: _Token, closing: str) -> None:
        if not self._peek("mark", closing):
            self._fail(opening.position, f"{opening.text!r} is not closed by {closing!r}")
        self._next += 1

    def _position(self) -> int:
        at_end = self._next >= len(self._tokens)
        return len(self._source) if at_end else self._tokens[self._next].position

    def _fail(self, position: int, problem: str) -> "Item":
        raise PatternError(self._source, position, problem)
