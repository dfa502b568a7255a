"""The frame of a sentence: its words with the long quotations folded into one word.

The parser reads the frame, not the sentence: ``"Long quotation. And on," said the mayor``
becomes ``“Yes,” said the mayor``. It is cheaper, and the parser is not led astray by the
clauses inside. Every offset of the frame is mapped back to the text.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from transforms.extractor.headlines import in_plain_case
from transforms.extractor.quotation_marks import Quotation
from transforms.extractor.sentences import Sentence
from transforms.spans import Span

FOLDED = "Yes"
"""The word that stands for a folded quotation: the parser takes it as the object of saying."""
MAX_CHARACTERS = 2_000
"""A frame is cut here, so that text without full stops costs bounded time."""
_UNSEEN = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF], " "
)
"""Format characters (direction, zero width) that would glue themselves to words."""
_LONG_FRAGMENT = 400
_TRAILING_STOP = re.compile(r"[\s.,?!…;:—–-]*\Z")
_SPEECH_STARTS_AFTER = re.compile(
    r"(?:[,:—–-]|^[\W\d]*|[.?!]|\b(?:that|said|says|say|saying|asked|asking|asks|wrote|writes|"
    r"writing|tweeted|tweeting|added|adding|replied|responded|declared|shouted|chanted|chanting|"
    r"reads|read|yelled|told \w+))\s*\Z"
)


_SAID_COMMA = re.compile(
    r"\b(?:said|says|saying|added|adding|asked|asking|wrote|writing|tweeted|replied|responded|"
    r"shouted|told \w+|told (?:his|her|their|the) \w+)[,:]\s*\Z"
)
"""After a cue with a comma even a quotation in small letters is one of its own."""
_IN_MID_SENTENCE = re.compile(
    r"[\w)”’\"],\s(?:[\w.’'-]+\s){1,4}(?:said|says|added|wrote|argued|warned|told \w+),\s*\Z"
)
_PREDICATE = re.compile(
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|do|did)\b"
)
"""``Tolls, she said, "are never paid by ..."``: the quotation goes on with the words before."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the parser reads of one sentence."""

    text: str
    sentence: Sentence
    folded: dict[int, Quotation]
    """Frame offset of a stand-in word -> the quotation that it stands for."""
    _frame_starts: list[int] = field(repr=False)
    _text_starts: list[int] = field(repr=False)

    def to_text(self, offset: int) -> int:
        """Map an offset into the frame to one into the text."""
        piece = bisect_right(self._frame_starts, offset) - 1
        return self._text_starts[piece] + offset - self._frame_starts[piece]

    def token_span(self, start: int, length: int) -> Span:
        """Map a token; the stand-in word maps to the words of its quotation."""
        quotation = self.folded.get(start)
        if quotation is not None:
            return quotation.inner
        begin = self.to_text(start)
        return Span(begin, begin + length)


def build_frame(text: str, sentence: Sentence) -> Frame:
    """Fold the quotations of ``sentence`` that stand for whole utterances."""
    builder = _Builder(text)
    position = sentence.span.start
    for quotation in sentence.quotations:
        builder.copy(position, quotation.outer.start)
        position = quotation.outer.end
        goes_on = builder.has_folded and text[
            max(0, quotation.outer.start - 4) : quotation.outer.start
        ].rstrip()[-1:] in (",", ":")
        if goes_on or is_utterance(text, sentence, quotation):
            builder.fold(quotation)
        else:
            builder.quote(quotation)
    builder.copy(position, sentence.span.end)
    return builder.frame(sentence)


def is_utterance(text: str, sentence: Sentence, quotation: Quotation) -> bool:
    """Say whether a quotation is an utterance of its own, not a fragment in a sentence.

    ``"We will go," he said`` is one; ``a "sham" vote`` is not.
    """
    inner = text[quotation.inner.start : quotation.inner.end].lstrip(" .…'‘[")
    before = text[max(sentence.span.start, quotation.outer.start - 40) : quotation.outer.start]
    if len(inner) > _LONG_FRAGMENT or not quotation.closed:
        return True
    if not (inner[:1].isupper() or inner[:1].isdigit()):
        if _PREDICATE.match(inner) and _IN_MID_SENTENCE.search(before):
            return False
        if _SAID_COMMA.search(before) and inner.rstrip().endswith((".", "?", "!")):
            return True
        at_start = quotation.outer.start <= sentence.span.start + 1
        return at_start and inner.rstrip().endswith((",", ".", "?", "!"))
    if not _SPEECH_STARTS_AFTER.search(before):
        return False
    at_start = quotation.outer.start <= sentence.span.start + 1
    stops = inner.rstrip().endswith((",", ".", "?", "!", "…", "—", "–", "-", ";"))
    after = text[quotation.outer.end : quotation.outer.end + 1]
    return stops or after in ",.?!" or quotation.outer.end >= sentence.span.end or not at_start


class _Builder:
    """Grows the frame's text together with its offset map."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[str] = []
        self._length = 0
        self._frame_starts: list[int] = []
        self._text_starts: list[int] = []
        self._folded: dict[int, Quotation] = {}

    @property
    def has_folded(self) -> bool:
        return bool(self._folded)

    def copy(self, start: int, end: int) -> None:
        self._add(self._text[start:end].translate(_UNSEEN), start)

    def quote(self, quotation: Quotation) -> None:
        """Copy a fragment; its marks become curly double ones, which the parser knows best."""
        self._add("“", quotation.outer.start)
        self.copy(*quotation.inner)
        self._add("”", quotation.inner.end)

    def fold(self, quotation: Quotation) -> None:
        inner = quotation.inner
        tail = _TRAILING_STOP.search(self._text[max(inner.start, inner.end - 8) : inner.end])
        stop = tail.group().strip()[:1] if tail else ""
        self._add("“", quotation.outer.start)
        self._folded[self._length] = quotation
        self._add(FOLDED, inner.start)
        self._add(stop + "”", max(inner.start, inner.end - len(stop)))

    def _add(self, words: str, at: int) -> None:
        if words:
            self._frame_starts.append(self._length)
            self._text_starts.append(at)
            self._parts.append(words)
            self._length += len(words)

    def frame(self, sentence: Sentence) -> Frame:
        words = "".join(self._parts)
        if len(words) > MAX_CHARACTERS:
            words = words[: words.rfind(" ", 0, MAX_CHARACTERS) + 1 or MAX_CHARACTERS]
        return Frame(
            in_plain_case(words), sentence, self._folded, self._frame_starts, self._text_starts
        )
