"""A parsed sentence: the parser's tokens with their places in the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from transforms.extractor.frames import Frame
from transforms.extractor.quotation_marks import Quotation
from transforms.spans import Span, Spans

VERB_TAGS = frozenset({"VB", "VBD", "VBZ", "VBP", "VBG", "VBN"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "WP", "WDT"})
_EDGE = " \t,;:—–-.!?…"


@dataclass(frozen=True, slots=True)
class Parse:
    """The frame of one sentence with its dependency parse."""

    text: str
    frame: Frame
    doc: Doc

    def span(self, first: int, last: int) -> Span:
        """Return the text span from token ``first`` to token ``last``, both included."""
        start = self.doc[first]
        end = self.doc[last]
        return Span(
            self.frame.token_span(start.idx, len(start)).start,
            self.frame.token_span(end.idx, len(end)).end,
        )

    def spans(self, tokens: Iterable[int]) -> Spans:
        """Return the spans of the runs of neighbouring tokens."""
        runs: list[list[int]] = []
        for token in sorted(set(tokens)):
            if runs and token == runs[-1][1] + 1:
                runs[-1][1] = token
            else:
                runs.append([token, token])
        found = (trim(self.text, self.span(first, last)) for first, last in runs)
        return tuple(span for span in found if span.start < span.end)

    def quotation(self, token: Token) -> Quotation | None:
        """Return the quotation that ``token`` stands for, if it is a stand-in word."""
        return self.frame.folded.get(token.idx)

    def stand_ins(self) -> list[Token]:
        """Return the tokens that stand for folded quotations."""
        return [token for token in self.doc if token.idx in self.frame.folded]


def to_end_of_quotation(parse: Parse, span: Span) -> Span:
    """Take in the rest of a quotation that ``span`` reaches into.

    The parser ends a sentence inside one: ``said it was "a mess. We will go."``
    """
    for quotation in parse.frame.sentence.quotations:
        inner = quotation.inner
        if span.start <= inner.start and inner.start < span.end < inner.end:
            return Span(span.start, quotation.outer.end if span.start < inner.start else inner.end)
    return span


def trim(text: str, span: Span) -> Span:
    """Take blanks, stops and an unpaired quotation mark off the edges of ``span``.

    A closing mark whose opening one is inside is taken in: ``called it a "sham`` + ``"``.
    """
    start, end = span
    while start < end and text[start] in _EDGE + "”»)]":
        start += 1
    while end > start and text[end - 1] in _EDGE + "“„«([":
        end -= 1
    words = text[start:end]
    for opening, closing in (("“", "”"), ("(", ")"), ("[", "]"), ("«", "»")):
        lacking = words.count(opening) - words.count(closing)
        if lacking > 0:
            closed = re.compile(r"[\s.,?!…]*" + re.escape(closing)).match(text, end)
            if closed:
                end = closed.end()
        elif lacking < 0 and words.endswith(closing):
            end -= 1
    if text[start:end].count('"') % 2 and re.match(r'[.,?!…]*"', text[end : end + 4]):
        end = text.index('"', end) + 1
    return Span(start, end)


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children of ``token`` whose dependency is one of ``labels``."""
    return [child for child in token.children if child.dep_ in labels]


def is_verb(token: Token) -> bool:
    """Say whether ``token`` is tagged as a verb."""
    return token.tag_ in VERB_TAGS
