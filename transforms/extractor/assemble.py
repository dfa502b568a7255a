"""From the findings of single sentences to the statements of a text."""

from transforms.extractor.findings import Finding
from transforms.extractor.quotation_marks import Quotation
from transforms.extractor.sentences import Paragraph, Sentence
from transforms.spans import Span


def is_bare_quotation(sentence: Sentence) -> bool:
    """Say whether the sentence is nothing but quotations."""
    outside = sentence.span.end - sentence.span.start
    for quotation in sentence.quotations:
        outside -= quotation.outer.end - quotation.outer.start
    return bool(sentence.quotations) and outside <= 2


class Assembler:
    """Walks through the sentences of a text in order and joins what belongs together."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._last_quoted: Finding | None = None
        self._last_quoted_paragraph = -1
        self._previous: Finding | None = None
        self._previous_paragraph = -1

    def add_sentence(self, paragraph: Paragraph, sentence: Sentence, found: list[Finding]) -> None:
        """Take in the next sentence with its findings."""
        if is_bare_quotation(sentence):
            self._add_bare(paragraph, sentence)
            return
        for finding in sorted(found, key=lambda finding: finding.content[0].start):
            self.findings.append(finding)
            self._previous = finding
            self._previous_paragraph = paragraph.number
            if finding.quoted:
                self._last_quoted = finding
                self._last_quoted_paragraph = paragraph.number

    def _add_bare(self, paragraph: Paragraph, sentence: Sentence) -> None:
        pieces = [quotation.inner for quotation in sentence.quotations]
        last = self._last_quoted
        if last is not None and paragraph.number - self._last_quoted_paragraph <= 1:
            last.content.extend(pieces)
            self._last_quoted_paragraph = paragraph.number
            return
        lead = self._previous
        if lead is None or paragraph.number - self._previous_paragraph > 1:
            return
        finding = Finding(
            "quotation after lead-in",
            lead.lemma,
            lead.act,
            lead.source,
            lead.cue,
            pieces,
            lead.parse,
            lead.verb,
            quoted=True,
        )
        self.findings.append(finding)
        self._previous = self._last_quoted = finding
        self._previous_paragraph = self._last_quoted_paragraph = paragraph.number


def join_pieces(pieces: list[Span]) -> tuple[Span, ...]:
    """Return the pieces in order, overlapping ones joined."""
    joined: list[Span] = []
    for piece in sorted(pieces):
        if joined and piece.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, piece.end))
        elif piece.start < piece.end:
            joined.append(piece)
    return tuple(joined)


def quoted_characters(pieces: tuple[Span, ...], quotations: list[Quotation]) -> list[Span]:
    """Return the parts of ``pieces`` that stand inside quotation marks."""
    inside = []
    index = 0
    for piece in pieces:
        while index < len(quotations) and quotations[index].outer.end <= piece.start:
            index += 1
        at = index
        while at < len(quotations) and quotations[at].outer.start < piece.end:
            outer = quotations[at].outer
            inside.append(Span(max(piece.start, outer.start), min(piece.end, outer.end)))
            at += 1
    return inside
