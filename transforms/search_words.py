"""Words to search for: read from what somebody typed, found again in a text.

Case and accents do not matter. A word is found where a word begins with it ("sanction" finds
"sanctions", not "unsanctioned"); a phrase in quotation marks is found as it stands.
"""

import re
import unicodedata
from dataclasses import dataclass

from transforms.spans import Span

_PIECE = re.compile(r'["“”„]([^"“”„]*)["“”„]|([^\s"“”„]+)')
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_APOSTROPHES = "'’‘ʼ"
_AROUND = 110
"""Code points of context on each side of a hit."""
_GAP = " … "


@dataclass(frozen=True, slots=True)
class Needle:
    """One word or phrase, folded."""

    words: str
    is_phrase: bool

    @property
    def tokens(self) -> tuple[str, ...]:
        """The runs of letters and digits in it, of which a text must have each."""
        return tuple(re.findall(r"\w+", self.words))

    def pattern(self) -> str:
        """Return a regular expression for folded text, the same to RE2 and to Python."""
        return f"(?:^|[^{_LETTERS}]){self.core()}" + (f"(?:$|[^{_LETTERS}])" * self.is_phrase)

    def core(self) -> str:
        """Return the expression for the words alone."""
        return "".join(_expression(token) for token in _TOKEN.findall(self.words))


_LETTERS = r"\pL\pN_"
"""RE2's classes: its \\w knows ASCII alone."""


def _expression(token: str) -> str:
    if token.isspace():
        return r"\s+"
    if token in _APOSTROPHES:
        return f"[{_APOSTROPHES}]"
    return re.escape(token) if token.isascii() else token


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents, as DuckDB's strip_accents(lower()) does."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character.lower())
    return "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))


def parse_search(typed: str) -> tuple[Needle, ...]:
    """Return the words and phrases of a search, without those that hold no letter or digit."""
    needles = []
    for phrase, word in _PIECE.findall(typed):
        needle = Needle(fold(phrase or word).strip(), bool(phrase))
        if needle.tokens:
            needles.append(needle)
    return tuple(dict.fromkeys(needles))


def find_words(text: str, needles: tuple[Needle, ...]) -> tuple[Span, ...]:
    """Return where each needle stands in ``text``, ordered, without overlaps."""
    folded, places = [], []
    for place, character in enumerate(text):
        for each in _folded(character):
            folded.append(each)
            places.append(place)
    plain, places = "".join(folded), [*places, len(text)]
    found = [
        Span(places[match.start()], places[match.end() - 1] + 1)
        for needle in needles
        for match in re.finditer(_python_pattern(needle), plain)
    ]
    spans: list[Span] = []
    for span in sorted(found):
        if spans and span.start < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(span.end, spans[-1].end))
        else:
            spans.append(span)
    return tuple(spans)


def _python_pattern(needle: Needle) -> str:
    return r"(?<!\w)" + needle.core() + (r"(?!\w)" if needle.is_phrase else r"\w*")


def in_context(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """Return the parts of a text around its hits, and where the hits stand in them.

    A short text is returned whole; of a long one up to three windows.
    """
    if len(text) <= 3 * _AROUND:
        return text, spans
    windows: list[Span] = []
    for span in spans or (Span(0, 0),):
        start, end = _window(text, span)
        if windows and start <= windows[-1].end:
            windows[-1] = Span(windows[-1].start, max(end, windows[-1].end))
        elif len(windows) < 3:
            windows.append(Span(start, end))
    shown, marks = "", []
    for window in windows:
        shown += _GAP if shown else "… " if window.start else ""
        offset = len(shown) - window.start
        shown += window.of(text)
        marks += [
            Span(span.start + offset, span.end + offset)
            for span in spans
            if window.start <= span.start and span.end <= window.end
        ]
    return shown + (" …" if windows[-1].end < len(text) else ""), tuple(marks)


def _window(text: str, span: Span) -> tuple[int, int]:
    """Return the context of a hit, from and to a blank."""
    start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    if start:
        blank = text.find(" ", start, span.start)
        start = blank + 1 if blank >= 0 else start
    if end < len(text):
        blank = text.rfind(" ", span.end, end)
        end = blank if blank >= 0 else end
    return start, end
