r"""A flat view of a text to match in, with the way back to the text as it stands.

The view is lower case, without accents and without invisible characters; every mark
that is no letter or digit is a space. So "cease-fire", "Cease‑Fire" and "cease\u00adfire"
differ no more than the vocabulary says, and "Zelenskyy’s" holds the word "zelenskyy".
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from transforms.spans import Span

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_COMBINING = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)
_COMPOSING = "\u1100-\u11ff\u3099\u309a"
_EXPANDING = "ßẞİŉ\ufb00-\ufb06"
_UNEVEN_CHARACTER = re.compile(f"[{_INVISIBLE}{_COMBINING}{_COMPOSING}{_EXPANDING}]")
_SPACES = " (?:\n *| +)|\n +"
"""More than one space, or spaces around one line break; a blank line stays as it is."""
_UNEVEN_SPACES = re.compile(f"(?P<space>{_SPACES})")
_UNEVEN = re.compile(
    rf"(?P<gone>[{_INVISIBLE}{_COMBINING}]+)"
    rf"|(?P<space>{_SPACES})"
    rf"|(?P<composed>\S?[{_COMPOSING}]+)"
    rf"|(?P<long>[{_EXPANDING}])"
)
"""Stretches whose view is longer or shorter than they are."""

_MARKS = re.compile(f"[{_COMBINING}]+")
_FIRST_RARE_CHARACTER = 0x3000
_PLAIN_LABEL = re.compile("[!-~]+(?: [!-~]+)*")
"""Printable ASCII with single spaces: nothing in it is longer or shorter in the view."""


def _view_of_character(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character)
    bare = decomposed[0] if _MARKS.fullmatch(decomposed, 1) else character
    lower = bare.lower()
    if len(lower) != 1 or not lower.isalnum():
        return character if lower[0].isalnum() else " "
    return lower


class _CharacterViews(dict[int, str]):
    """Translation table, one character for one; rare characters are worked out on the way."""

    def __missing__(self, code_point: int) -> str:
        return _view_of_character(chr(code_point))


_VIEWS = _CharacterViews(
    (code_point, _view_of_character(chr(code_point))) for code_point in range(_FIRST_RARE_CHARACTER)
)


_MANY_FOREIGN_CHARACTERS = 32


def _even_view(text: str, foreign: Collection[str]) -> str:
    """Return the view of a text, one character for one.

    Articles hold few kinds of ``foreign`` (non-ASCII) characters; replacing those first
    lets ``translate`` take its quick path.
    """
    if len(foreign) <= _MANY_FOREIGN_CHARACTERS:
        for character in foreign:
            text = text.replace(character, _VIEWS[ord(character)])
    return text.translate(_VIEWS)


def _with_plain_spaces(text: str, characters: Iterable[str]) -> str:
    for character in characters:
        if character.isspace() and character not in " \n":
            text = text.replace(character, " ")
    return text


def _uneven_stretches(text: str, characters: Iterable[str]) -> Iterable[re.Match[str]]:
    """Return the stretches that need more than one character for one; mostly none."""
    spaced = _with_plain_spaces(text, characters)
    if _UNEVEN_CHARACTER.search("".join(characters)):
        return _UNEVEN.finditer(spaced)
    if any(spaces in spaced for spaces in ("  ", " \n", "\n ")):
        return _UNEVEN_SPACES.finditer(spaced)
    return ()


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """``view`` begins and ends with a space; words in it stand between spaces.

    ``view_breaks`` and ``text_breaks`` are the offsets, in the view and in the text,
    where the distance between the two changes.
    """

    text: str
    view: str
    view_breaks: tuple[int, ...]
    text_breaks: tuple[int, ...]

    def to_view(self, text_offset: int) -> int:
        """Return the offset in the view of the character at ``text_offset`` of the text."""
        index = bisect_right(self.text_breaks, text_offset) - 1
        offset = self.view_breaks[index] + text_offset - self.text_breaks[index]
        if index + 1 < len(self.view_breaks):
            return min(offset, self.view_breaks[index + 1])
        return offset

    def span(self, view_start: int, view_end: int) -> Span:
        """Return the span of the text for a non-empty stretch of the view.

        Accents written as separate characters belong to the letter before them.
        """
        end = self._end_in_text(view_end)
        marks = _MARKS.match(self.text, end)
        return Span(self._start_in_text(view_start), marks.end() if marks else end)

    def _start_in_text(self, view_offset: int) -> int:
        index = bisect_right(self.view_breaks, view_offset) - 1
        return self.text_breaks[index] + view_offset - self.view_breaks[index]

    def _end_in_text(self, view_end: int) -> int:
        index = bisect_right(self.view_breaks, view_end - 1) - 1
        following = index + 1
        if following < len(self.view_breaks) and self.view_breaks[following] == view_end:
            return self.text_breaks[following]
        return self.text_breaks[index] + view_end - self.view_breaks[index]


def normalise(text: str) -> NormalisedText:
    """Return the view of ``text``; every offset of the view leads back into ``text``."""
    characters = sorted(set(text))
    even = _even_view(text, [character for character in characters if character > "\x7f"])
    pieces, view_breaks, text_breaks = [" "], [0], [-1]
    length, done = 1, 0
    for match in _uneven_stretches(text, characters):
        replacement = _uneven_view(match)
        pieces += (even[done : match.start()], replacement)
        length += match.start() - done
        done = match.end()
        view_breaks += (length, length + len(replacement))
        text_breaks += (match.start(), done)
        length += len(replacement)
    pieces += (even[done:], " ")
    return NormalisedText(text, "".join(pieces), tuple(view_breaks), tuple(text_breaks))


def normalise_label(label: str) -> str:
    """Return a label as it looks in a view, without the spaces around it."""
    if _PLAIN_LABEL.fullmatch(label):  # nearly all, and a story has thousands
        return label.translate(_VIEWS).strip()
    return normalise(label).view.strip()


def _uneven_view(match: re.Match[str]) -> str:
    words = match.group()
    if match.lastgroup == "gone":
        return ""
    if match.lastgroup == "space":
        return " "
    if match.lastgroup == "composed":
        return unicodedata.normalize("NFC", words)
    return "".join(mark for mark in words.casefold() if mark.isalnum())
