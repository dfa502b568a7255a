"""Where sentences begin: a light splitter for windows around a hit."""

import re
from bisect import bisect_right
from functools import cached_property

from transforms.spans import Span
from transforms.tagging.words import word_set

_ABBREVIATIONS = word_set(
    "mr mrs ms dr prof sen sens rep reps gov govs gen gens lt col maj capt sgt adm brig pres "
    "sec st jr sr jan feb mar apr jun jul aug sept sep oct nov dec vs etc inc ltd co corp dept "
    "u.s u.k u.n"
)
_BREAK = re.compile(
    r"""[.!?…]["'”’»)\]]*\s+(?=["'“‘«(\[]*[A-Z0-9À-ÖØ-ÞА-ЯЁІЇЄҐ])|\n\s*\n\s*|\n(?=[-•*]\s)"""
)
_LONGEST = 2_000
"""Characters after which a sentence is cut: text without full stops must not cost squares."""
_LAST_WORD = re.compile(r"[\w.]+$")


class Sentences:
    """The sentences of one text, split on first need."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def starts(self) -> list[int]:
        """Return the offsets at which sentences begin, in order, from 0."""
        starts = [0]
        for match in _BREAK.finditer(self._text):
            if match.group()[0] == "." and self._is_abbreviation(match):
                continue
            self._cut_to(match.end(), starts)
        self._cut_to(len(self._text), starts)
        return starts[:-1] if len(starts) > 1 else starts

    def around(self, offset: int) -> Span:
        """Return the sentence that holds the character at ``offset``."""
        index = bisect_right(self.starts, offset) - 1
        last = index + 1 == len(self.starts)
        return Span(self.starts[index], len(self._text) if last else self.starts[index + 1])

    def _cut_to(self, end: int, starts: list[int]) -> None:
        """Add ``end`` to the starts, and cuts at spaces before it where that is far off."""
        while end - starts[-1] > _LONGEST:
            space = self._text.rfind(" ", starts[-1], starts[-1] + _LONGEST)
            starts.append(space + 1 if space > starts[-1] else starts[-1] + _LONGEST)
        starts.append(end)

    def _is_abbreviation(self, stop: re.Match[str]) -> bool:
        dot = stop.start()
        match = _LAST_WORD.search(self._text, max(0, dot - 12), dot)
        if match is None:
            return False
        word = match.group().lower()
        is_initial = len(word) == 1 and match.group().isupper()
        is_number = word == "no" and self._text[stop.end() : stop.end() + 1].isdigit()
        return is_initial or is_number or word in _ABBREVIATIONS
