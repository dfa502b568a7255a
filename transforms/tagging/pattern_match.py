"""Patterns found in a text: a rare word of each first, then the sentence around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from transforms.spans import Span
from transforms.tagging.context import TextContext
from transforms.tagging.pattern_regex import anchors, compile_body, compile_condition
from transforms.tagging.patterns import Condition, PatternError, Sequence, parse_pattern

_LETTERS_TO_A_WORD = 30
"""More than any word has; bounds where the words of a condition are looked for."""


@dataclass(frozen=True, slots=True)
class PatternHit:
    """Words that a pattern matches; ``target_id`` is whose pattern it is."""

    target_id: str
    source: str
    span: Span


class Conditions:
    """The conditions of one pattern, or of a guard."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        self._conditions = [(condition, compile_condition(condition)) for condition in conditions]

    def hold(self, sentence: str, start: int, end: int) -> bool:
        """Return whether all hold for the words at (start, end) of a sentence's view."""
        return all(
            condition.wanted == (regex.search(_zone(condition, sentence, start, end)) is not None)
            for condition, regex in self._conditions
        )


class CompiledPattern:
    """One pattern, ready to search sentences."""

    def __init__(
        self, target_id: str, source: str, body: Sequence, conditions: Iterable[Condition]
    ) -> None:
        self.target_id = target_id
        self.source = source
        self._body = compile_body(body)
        self._conditions = Conditions(conditions)

    def find(self, sentence: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of the matches in the view of a sentence."""
        for match in self._body.finditer(sentence):
            if self._conditions.hold(sentence, *match.span(1)):
                yield match.span(1)


class PatternMatcher:
    """All patterns of a story; those that are nothing but conditions guard their target.

    Raises:
        PatternError: a pattern does not follow the syntax, or holds nothing but numbers.
    """

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        by_anchor: dict[str, list[CompiledPattern]] = {}
        self._guards: dict[str, list[Conditions]] = {}
        for target_id, source in patterns:
            pattern = parse_pattern(source)
            if pattern.body is None:
                guards = self._guards.setdefault(target_id, [])
                guards.append(Conditions(pattern.conditions))
                continue
            compiled = CompiledPattern(target_id, source, pattern.body, pattern.conditions)
            words = anchors(pattern.body)
            if not words:
                raise PatternError(source, 0, "there must be a word beside the numbers")
            for anchor in words:
                by_anchor.setdefault(anchor, []).append(compiled)
        self._patterns = list(by_anchor.values())
        self._automaton = AhoCorasick(list(by_anchor)) if by_anchor else None

    def find(self, context: TextContext) -> Iterator[PatternHit]:
        """Yield the matches in a text, sentence by sentence; guards are the caller's to ask."""
        if self._automaton is None:
            return
        normalised = context.normalised
        searched: set[tuple[int, CompiledPattern]] = set()
        matches = self._automaton.find_matches_as_indexes(normalised.view, overlapping=True)
        for index, start, _ in matches:
            begin, sentence = context.sentence_view(start + 1)
            for pattern in self._patterns[index]:
                if (begin, pattern) in searched:
                    continue
                searched.add((begin, pattern))
                for first, last in pattern.find(sentence):
                    span = normalised.span(begin + first, begin + last)
                    yield PatternHit(pattern.target_id, pattern.source, span)

    def allows(self, target_id: str, context: TextContext, span: Span) -> bool:
        """Return whether the guards of a target let it be found at ``span``."""
        guards = self._guards.get(target_id)
        if not guards:
            return True
        start = context.normalised.to_view(span.start)
        begin, sentence = context.sentence_view(start)
        end = context.normalised.to_view(span.end - 1) + 1
        return all(guard.hold(sentence, start - begin, end - begin) for guard in guards)


def _zone(condition: Condition, sentence: str, start: int, end: int) -> str:
    """Return the stretch of the sentence that a condition speaks of."""
    if condition.place == "sentence":
        return sentence
    near = _LETTERS_TO_A_WORD * condition.reach
    before = _last_words(sentence[max(0, start - near) : start], condition.reach)
    after = _first_words(sentence[end : end + near], condition.reach)
    if condition.place == "before":
        return before
    return after if condition.place == "after" else before + sentence[start:end] + after


def _last_words(view: str, count: int) -> str:
    return f" {' '.join(view.split()[-count:])} "


def _first_words(view: str, count: int) -> str:
    return f" {' '.join(view.split()[:count])} "
