"""From findings to ``Extraction`` records that keep the contract's invariants."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from transforms.extraction import Extraction, Modality, SpeechType
from transforms.extractor.around import Around, circumstances
from transforms.extractor.findings import Finding
from transforms.extractor.quotation_marks import Quotation
from transforms.extractor.speakers import NO_SOURCE
from transforms.spans import Span, Spans

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ASKED = re.compile(r"(?:whether|if|who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_QUESTION = re.compile(r"[^.?!…]+\?[\s”»\"'’]*\Z")
"""One sentence that ends with a question mark."""
_DIRECT = 0.9
"""Share of quoted words from which speech is direct."""


def settle_content(text: str, finding: Finding) -> None:
    """Order the pieces, take the cue out of them, and drop pieces without a word."""
    pieces = _without(_joined(finding.content), finding.cue)
    finding.content = [piece for piece in pieces if _WORD.search(text, *piece)]


def to_extraction(
    text: str, finding: Finding, parent: int | None, quotations: list[Quotation]
) -> Extraction:
    """Return the record of a finding whose content is settled.

    ``quotations`` are those of the whole text, in order.
    """
    content = tuple(finding.content)
    speech_type = _speech_type(text, content, quotations)
    source = finding.source
    if speech_type == "direct" and _overlap(source.words, content):
        # A name inside the quotation is spoken of, it does not speak.
        source = replace(NO_SOURCE, rule="inside the quotation")
    around = Around()
    if finding.parse is not None and finding.verb is not None:
        around = circumstances(finding.parse, finding.verb, content)
    return Extraction(
        speech_type=speech_type,
        source=source.words,
        cue=finding.cue,
        content=content,
        antecedent=source.antecedent,
        cue_lemma=finding.lemma,
        act=finding.act,
        modality=_modality(text, finding, around.modality),
        rule=finding.rule,
        speaker_rule=source.rule,
        relay=finding.relay,
        recipient=around.recipient,
        medium=around.medium,
        stated=around.stated,
        parent=parent,
    )


def _modality(text: str, finding: Finding, cue_modality: Modality) -> Modality:
    """Return ``question`` for what is asked, else the modality of the cue."""
    said = " ".join(piece.of(text) for piece in finding.content)
    asks = finding.act == "ask" and _ASKED.match(said) is not None
    return (
        "question"
        if cue_modality == "asserted" and (asks or _QUESTION.match(said))
        else (cue_modality)
    )


def _joined(pieces: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for piece in sorted(pieces):
        if joined and piece.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, piece.end))
        elif piece.start < piece.end:
            joined.append(piece)
    return joined


def _without(pieces: list[Span], holes: Spans) -> list[Span]:
    for hole in holes:
        cut = [
            part
            for piece in pieces
            for part in (
                Span(piece.start, min(piece.end, hole.start)),
                Span(max(piece.start, hole.end), piece.end),
            )
            if part.start < part.end
        ]
        pieces = _joined(cut)
    return pieces


def _overlap(spans: Spans, others: Spans) -> bool:
    return any(a.start < b.end and b.start < a.end for a in spans for b in others)


def _speech_type(text: str, content: Spans, quotations: list[Quotation]) -> SpeechType:
    quoted = _count(text, _quoted_parts(content, quotations))
    if not quoted:
        return "indirect"
    return "direct" if quoted >= _DIRECT * _count(text, content) else "mixed"


def _quoted_parts(pieces: Spans, quotations: list[Quotation]) -> list[Span]:
    inside = []
    for piece in pieces:
        at = bisect_right(quotations, piece.start, key=lambda quotation: quotation.outer.end)
        while at < len(quotations) and quotations[at].outer.start < piece.end:
            outer = quotations[at].outer
            inside.append(Span(max(piece.start, outer.start), min(piece.end, outer.end)))
            at += 1
    return inside


def _count(text: str, spans: Iterable[Span]) -> int:
    return sum(1 for span in spans for _ in _WORD.finditer(text, *span))
