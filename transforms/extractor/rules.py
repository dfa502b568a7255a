"""The rule-based extractor: the steps from a text to its statements."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.language import Language

from transforms.extraction import Extraction, SpeechType
from transforms.extractor.around import Around, circumstances
from transforms.extractor.assemble import (
    Assembler,
    is_bare_quotation,
    join_pieces,
    quoted_parts,
)
from transforms.extractor.coreference import follow_sources
from transforms.extractor.cues import has_cue
from transforms.extractor.direct import direct_speech, in_quotation, lead_in
from transforms.extractor.documents import issued_documents
from transforms.extractor.findings import Finding
from transforms.extractor.frames import Frame, build_frame
from transforms.extractor.indirect import indirect_speech
from transforms.extractor.labelled import labelled_speech
from transforms.extractor.nesting import settle_nesting
from transforms.extractor.noun_cues import noun_speech
from transforms.extractor.parses import Parse
from transforms.extractor.quotation_marks import Quotation
from transforms.extractor.relays import settle_relays
from transforms.extractor.sentences import Paragraph, split_paragraphs
from transforms.spans import Span

TEXTS_AT_ONCE = 16
FRAMES_AT_ONCE = 64
"""Sentences parsed in one batch; larger batches are slower."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class _Plan:
    """A text with the frames that are worth parsing, by sentence start."""

    text: str
    paragraphs: list[Paragraph]
    frames: dict[int, Frame]


class RuleExtractor:
    """Finds statements with declarative rules over the parse of the sentences that need it."""

    version = "rules-1"

    def __init__(self, nlp: Language) -> None:
        """Take a ready pipeline with a tagger and a parser."""
        self._nlp = nlp

    def extract(self, texts: Iterable[str]) -> Iterator[list[Extraction]]:
        """Yield, text by text and in order, the statements ordered by first content offset."""
        remaining = iter(texts)
        while batch := [_plan(text) for text in islice(remaining, TEXTS_AT_ONCE)]:
            frames = [frame for plan in batch for frame in plan.frames.values()]
            docs = self._nlp.pipe([frame.text for frame in frames], batch_size=FRAMES_AT_ONCE)
            for plan in batch:
                parses = {
                    start: Parse(plan.text, frame, next(docs))
                    for start, frame in plan.frames.items()
                }
                yield _statements(plan, parses)


def _plan(text: str) -> _Plan:
    paragraphs = split_paragraphs(text)
    frames: dict[int, Frame] = {}
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            if is_bare_quotation(sentence):
                continue
            frame = build_frame(text, sentence)
            if frame.folded or frame.text.endswith(":") or has_cue(frame.text):
                frames[sentence.span.start] = frame
    return _Plan(text, paragraphs, frames)


def _statements(plan: _Plan, parses: dict[int, Parse]) -> list[Extraction]:
    assembler = Assembler(plan.text)
    issuers: list[Finding] = []
    for paragraph in plan.paragraphs:
        assembler.findings.extend(labelled_speech(plan.text, paragraph))
        for sentence in paragraph.sentences:
            parse = parses.get(sentence.span.start)
            found: list[Finding] = []
            if parse is not None:
                issuers += issued_documents(parse)
                found = direct_speech(parse)
                taken = {finding.verb.i for finding in found if finding.verb is not None}
                found += indirect_speech(parse, taken)
                found += noun_speech(parse)
                found = [finding for finding in found if not in_quotation(parse, finding)]
                found = settle_relays(found) + lead_in(parse)
            assembler.add_sentence(paragraph, sentence, found)
    follow_sources(plan.text, plan.paragraphs, assembler.findings, issuers)
    quotations = [q for paragraph in plan.paragraphs for q in paragraph.quotations]
    return [
        _record(plan.text, finding, parent, quotations)
        for finding, parent in settle_nesting(assembler.findings)
    ]


def _record(
    text: str, finding: Finding, parent: int | None, quotations: list[Quotation]
) -> Extraction:
    content = join_pieces(finding.content)
    around = Around()
    if finding.parse is not None and finding.verb is not None:
        around = circumstances(finding.parse, finding.verb, content)
    return Extraction(
        speech_type=_speech_type(text, content, quotations),
        source=finding.source.words,
        cue=finding.cue,
        content=content,
        antecedent=finding.source.antecedent,
        cue_lemma=finding.lemma,
        act=finding.act,
        modality=around.modality,
        rule=finding.rule,
        speaker_rule=finding.source.rule,
        relay=finding.relay,
        recipient=around.recipient,
        medium=around.medium,
        stated=around.stated,
        parent=parent,
    )


def _speech_type(text: str, content: tuple[Span, ...], quotations: list[Quotation]) -> SpeechType:
    words = _count(text, content)
    quoted = _count(text, quoted_parts(content, quotations))
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.9 * words else "mixed"


def _count(text: str, spans: Iterable[Span]) -> int:
    return sum(1 for span in spans for _ in _WORD.finditer(text, *span))
