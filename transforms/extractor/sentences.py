"""Paragraphs and sentences by their typography, quick enough to run over every text.

A sentence never ends inside a quotation, and a quotation with its cue clause is one
sentence: ``"Why now?" Ms. Ode asked.``
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.extractor.quotation_marks import Quotation, begins_with_mark, find_quotations
from transforms.extractor.words import words
from transforms.spans import Span

ABBREVIATIONS = words(
    "mr mrs ms dr prof sen sens rep reps gov govs gen lt col maj capt cmdr sgt adm rev hon pres "
    "st jr sr vs no nos fig inc corp co ltd dept univ assn bros u.s u.n u.k d.c e.g i.e a.m p.m "
    "jan feb mar apr jun jul aug sep sept oct nov dec ala ariz ark calif colo conn del fla ga "
    "ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash "
    "wis wyo n.h n.j n.m n.y n.c n.d s.c s.d r.i w.va"
)
_TITLES = words("mr mrs ms dr prof sen sens rep reps gov govs gen lt col maj capt st rev")
_BOUNDARY = re.compile(
    r"""(?<![.?!…])(?P<stop>[.?!…]+)(?P<closing>[”»"’')\]]*)(?P<gap>\s+)(?=[“”„«"‘'(\[—–-]*\s?[A-Z0-9À-Þ@#])"""
)
_DATELINE = re.compile(
    r"(?=[A-Z])(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+|[A-ZÀ-Þ][\w.'’-]+(?=[^:—–]{0,40}\())(?:,?\s[A-ZÀ-Þ][\w.'’-]*){0,4}"
    r"(?:,\s[A-ZÀ-Þ][\w.]+\s\d{1,2})?(?:\s\([^()\n]{2,30}\))?\s*(?:--|—|–|\s-)\s+"
)
"""``HALMSUND (Orbis) - ``: where the report was written is no part of its first sentence."""
_LAST_WORD = re.compile(r"[^\s“”\"'‘’(\[]+\Z")
_CUE_CLAUSE_AFTER = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Prof)\.\s)?(?:[A-ZÀ-Þ][\w'’.-]+\s){1,4}"
    r"(?:said|says|asked|asks|added|wrote|tweeted|told|shouted|replied|responded|exclaimed|"
    r"continued|declared|joked|demanded|yelled|cried|wondered|recalled|concluded)\b"
    r"|(?:He|She|They|I)\s(?:said|asked|added|wrote)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the quotations that begin in it; ``paragraph`` counts from 0."""

    span: Span
    paragraph: int
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text that has words, without the blanks around it."""

    span: Span
    number: int
    quotations: tuple[Quotation, ...]
    sentences: tuple[Sentence, ...]


def split_paragraphs(text: str) -> list[Paragraph]:
    """Split ``text`` at line ends, find each paragraph's quotations and sentences."""
    spans = list(_lines(text))
    paragraphs = []
    for number, span in enumerate(spans):
        runs_on = number + 1 < len(spans) and begins_with_mark(text, spans[number + 1])
        quotations = tuple(find_quotations(text, span, runs_on))
        sentences = tuple(_sentences(text, span, number, quotations))
        paragraphs.append(Paragraph(span, number, quotations, sentences))
    return paragraphs


def _lines(text: str) -> Iterator[Span]:
    for line in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        stripped = line.group().strip()
        if stripped:
            start = line.start() + line.group().index(stripped)
            yield Span(start, start + len(stripped))


def _sentences(
    text: str, paragraph: Span, number: int, quotations: tuple[Quotation, ...]
) -> Iterator[Sentence]:
    waiting = list(reversed(quotations))
    dateline = _DATELINE.match(text, *paragraph)
    start = dateline.end() if dateline else paragraph.start
    for end, following in [*_boundaries(text, paragraph, quotations), (paragraph.end,) * 2]:
        own = []
        while waiting and waiting[-1].outer.start < end:
            own.append(waiting.pop())
        if start < end:
            yield Sentence(Span(start, end), number, tuple(own))
        start = following


def _boundaries(
    text: str, paragraph: Span, quotations: tuple[Quotation, ...]
) -> Iterator[tuple[int, int]]:
    """Yield (end of a sentence, start of the next)."""
    index = 0
    for match in _BOUNDARY.finditer(text, paragraph.start, paragraph.end):
        end = match.end("closing")
        while index < len(quotations) and quotations[index].outer.end < end:
            index += 1
        around = quotations[index] if index < len(quotations) else None
        if around and around.outer.start < end < around.outer.end:
            continue
        ends_quotation = around is not None and around.outer.end == end
        if ends_quotation and _CUE_CLAUSE_AFTER.match(text, match.end()):
            continue
        plain_stop = match.group("stop") == "." and not ends_quotation
        if plain_stop and _is_abbreviation(text, paragraph.start, match):
            continue
        yield end, match.end()


def _is_abbreviation(text: str, start: int, match: re.Match[str]) -> bool:
    before = _LAST_WORD.search(text[max(start, match.start() - 24) : match.start()])
    if before is None:
        return False
    word = before.group().lower()
    if word in _TITLES:
        return True
    following = text[match.end() : match.end() + 1]
    if re.fullmatch(r"(?:[a-z]\.)*[a-z]", word) and word not in ABBREVIATIONS and word != "i":
        return following.isalpha()
    if word not in ABBREVIATIONS:
        return False
    # "in the U.S. She left": a closed-class word with a capital begins a sentence.
    return not re.match(
        r"(?:The|He|She|They|It|But|And|In|On|That|This|We|I|A|An|At|For|As|If|When)\b",
        text[match.end() : match.end() + 8],
    )
