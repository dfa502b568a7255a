"""The words on either side of a hit, and whether its case fits a name."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from transforms.spans import Span
from transforms.tagging.normalise import NormalisedText, normalise
from transforms.tagging.sentences import Sentences

_WORD_AFTER = re.compile(r"([ \u00a0]|\s?[-‐‑–]\s?)?([^\W_][\w.’']*)?")
_WORD_BEFORE = re.compile(r"([\w.’'-]+?)([ \u00a0])$")
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 40
_HEADLINE_SHARE, _SENTENCE_SHARE = 0.8, 0.9
"""Share of capitals from which a line reads as a headline; more if it ends in a full stop."""
_HEADLINE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A word beside a hit, with the mark between them (a space or a hyphen)."""

    word: str
    start: int
    joint: str

    @property
    def is_capital(self) -> bool:
        """Return whether the word begins with a capital letter."""
        return self.word[:1].isupper()


class TextContext:
    """One text with what several rules ask about it, worked out once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.normalised: NormalisedText = normalise(text)
        self.sentences = Sentences(text)
        self._views: dict[int, str] = {}
        self._headlines: dict[int, bool] = {}

    def word_after(self, end: int) -> Neighbour | None:
        """Return the word that follows ``end`` after one space or hyphen, if any."""
        match = _WORD_AFTER.match(self.text, end)
        if match is None or not match.group(1) or not match.group(2):
            return None
        return Neighbour(match.group(2).rstrip(".’'"), match.start(2), match.group(1).strip())

    def word_before(self, start: int) -> Neighbour | None:
        """Return the word that stands one space before ``start``, if any."""
        window_start = max(0, start - _REACH)
        match = _WORD_BEFORE.search(self.text[window_start:start])
        if match is None:
            return None
        return Neighbour(match.group(1), window_start + match.start(1), "")

    def begins_sentence(self, offset: int) -> bool:
        """Return whether nothing but opening marks stands before ``offset`` in its sentence."""
        before = self.text[self.sentences.around(offset).start : offset]
        return not any(character.isalnum() for character in before)

    def in_headline(self, span: Span) -> bool:
        """Return whether the sentence around ``span`` capitalises most of its words."""
        sentence = self.sentences.around(span.start)
        if sentence.start not in self._headlines:
            self._headlines[sentence.start] = _reads_like_headline(sentence.of(self.text))
        return self._headlines[sentence.start]

    def is_shouted(self, span: Span) -> bool:
        """Return whether the sentence around ``span`` is all in capitals."""
        return self.sentences.around(span.start).of(self.text).isupper()

    def sentence_view(self, view_offset: int) -> tuple[int, str]:
        """Return the view of the sentence around an offset of the view, and where it begins.

        The view of a sentence begins and ends with a space, as that of a text does.
        """
        index = bisect_right(self._sentence_views, view_offset) - 1
        start = self._sentence_views[index]
        if start not in self._views:
            last = index + 1 == len(self._sentence_views)
            end = len(self.normalised.view) if last else self._sentence_views[index + 1]
            self._views[start] = f"{self.normalised.view[start:end]} "
        return start, self._views[start]

    @cached_property
    def _sentence_views(self) -> list[int]:
        return [self.normalised.to_view(start) - 1 for start in self.sentences.starts]

    def has_in_lower_case(self, word: str) -> bool:
        """Return whether the text also writes a word, given in lower case, without a capital."""
        return word in self.text and word in self._words_in_lower_case

    @cached_property
    def _words_in_lower_case(self) -> frozenset[str]:
        return frozenset(word for word in _WORD.findall(self.text) if word.islower())


def _reads_like_headline(sentence: str) -> bool:
    if sentence.isupper():
        return True
    words = [word for word in _WORD.findall(sentence) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    share = _SENTENCE_SHARE if sentence.rstrip().endswith(".") else _HEADLINE_SHARE
    return len(words) >= _HEADLINE_WORDS and capitals >= share * len(words)
