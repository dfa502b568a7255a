"""From the findings of single sentences to the statements of a text."""

from dataclasses import replace

from transforms.extractor.findings import Finding
from transforms.extractor.parses import trim
from transforms.extractor.sentences import Paragraph, Sentence
from transforms.spans import Span


def is_bare_quotation(sentence: Sentence) -> bool:
    """Say whether the sentence is nothing but quotations."""
    outside = sentence.span.end - sentence.span.start
    for quotation in sentence.quotations:
        outside -= quotation.outer.end - quotation.outer.start
    return bool(sentence.quotations) and outside <= 2


def begins_with_quotation(sentence: Sentence) -> bool:
    """Say whether the first word of the sentence is a quoted one."""
    return bool(sentence.quotations) and (
        sentence.quotations[0].outer.start <= sentence.span.start + 1
    )


class Assembler:
    """Walks through the sentences of a text in order and joins what belongs together.

    A quotation with no cue of its own goes on with the statement before it, in the same
    paragraph or at the start of the next: ``"We lost," she said. "It is over."``
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.findings: list[Finding] = []
        self._open: Finding | None = None
        self._open_paragraph = -1

    def add_sentence(self, paragraph: Paragraph, sentence: Sentence, found: list[Finding]) -> None:
        """Take in the next sentence with its findings."""
        if is_bare_quotation(sentence) and not found:
            self._continue(paragraph, [quotation.inner for quotation in sentence.quotations])
        elif found:
            self._go_on(paragraph, found)
            self.findings.extend(finding for finding in found if finding.content)
            self._open = max(found, key=_reach)
            self._open_paragraph = paragraph.number
        elif begins_with_quotation(sentence) and self._open_paragraph == paragraph.number:
            self._continue(paragraph, [trim(self._text, sentence.span)])
        elif paragraph.number != self._open_paragraph:
            self._open = None

    def _go_on(self, paragraph: Paragraph, found: list[Finding]) -> None:
        """``Adding, "..."`` at the head of a sentence: the speaker before goes on."""
        before = self._open
        if before is None or self._open_paragraph != paragraph.number:
            return
        for finding in found:
            verb = finding.verb
            if not finding.source.words and verb is not None and verb.i == 0:
                finding.source = replace(before.source, rule="goes on")

    def _continue(self, paragraph: Paragraph, pieces: list[Span]) -> None:
        if self._open is None or paragraph.number - self._open_paragraph > 1:
            return
        if not self._open.content:
            self.findings.append(self._open)
        self._open.content.extend(pieces)
        self._open_paragraph = paragraph.number


def _reach(finding: Finding) -> tuple[bool, bool, int]:
    """Order findings by how fit they are to be continued: a lead-in, direct, the last to end."""
    return (
        not finding.content,
        finding.quoted,
        max((piece.end for piece in finding.content), default=0),
    )
