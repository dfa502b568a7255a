"""Patterns found in a text: a rare word of each first, then the sentence around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from transforms.spans import Span
from transforms.tagging.context import TextContext
from transforms.tagging.pattern_regex import anchors, compile_body, compile_exclusion
from transforms.tagging.patterns import Exclusion, Pattern, PatternError, parse_pattern


@dataclass(frozen=True, slots=True)
class PatternHit:
    """Words that a pattern matches; ``target_id`` is whose pattern it is."""

    target_id: str
    source: str
    span: Span


class CompiledPattern:
    """One pattern, ready to search sentences."""

    def __init__(self, target_id: str, pattern: Pattern) -> None:
        self.target_id = target_id
        self.source = pattern.source
        self._body = compile_body(pattern)
        self._exclusions = [
            (exclusion, compile_exclusion(exclusion)) for exclusion in pattern.exclusions
        ]

    def find(self, sentence: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of the matches in the view of a sentence."""
        for match in self._body.finditer(sentence):
            start, end = match.span(1)
            if not any(
                regex.search(_excluded_zone(exclusion, sentence, start, end))
                for exclusion, regex in self._exclusions
            ):
                yield start, end


class PatternMatcher:
    """All patterns of a story.

    Raises:
        PatternError: a pattern does not follow the syntax, or holds nothing but numbers.
    """

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        by_anchor: dict[str, list[CompiledPattern]] = {}
        for target_id, source in patterns:
            pattern = parse_pattern(source)
            compiled = CompiledPattern(target_id, pattern)
            words = anchors(pattern)
            if not words:
                raise PatternError(source, 0, "there must be a word beside the numbers")
            for anchor in words:
                by_anchor.setdefault(anchor, []).append(compiled)
        self._patterns = list(by_anchor.values())
        self._automaton = AhoCorasick(list(by_anchor)) if by_anchor else None

    def find(self, context: TextContext) -> Iterator[PatternHit]:
        """Yield the matches in a text, sentence by sentence."""
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


def _excluded_zone(exclusion: Exclusion, sentence: str, start: int, end: int) -> str:
    """Return the stretch of the sentence in which the excluded words must not stand."""
    if exclusion.place == "sentence":
        return sentence
    before = _last_words(sentence[:start], exclusion.reach)
    after = _first_words(sentence[end:], exclusion.reach)
    if exclusion.place == "before":
        return before
    return after if exclusion.place == "after" else before + sentence[start:end] + after


def _last_words(view: str, count: int) -> str:
    return f" {' '.join(view.split()[-count:])} "


def _first_words(view: str, count: int) -> str:
    return f" {' '.join(view.split()[:count])} "
