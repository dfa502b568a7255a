"""The rule-based extractor: the steps from a text to its statements."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.language import Language

from transforms.extraction import Extraction
from transforms.extractor.assemble import Assembler, is_bare_quotation
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
from transforms.extractor.records import settle_content, to_extraction
from transforms.extractor.relays import settle_relays
from transforms.extractor.sentences import Paragraph, split_paragraphs

TEXTS_AT_ONCE = 16
MAX_PARSED_CHARACTERS = 300_000
"""Of one text, some 50,000 words; what comes after is read for labels and quotations only."""
FRAMES_AT_ONCE = 64
"""Sentences parsed in one batch; larger batches are slower."""


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
    length = 0
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            if is_bare_quotation(sentence):
                continue
            if length > MAX_PARSED_CHARACTERS:
                break
            frame = build_frame(text, sentence)
            if frame.folded or frame.text.endswith(":") or has_cue(frame.text):
                frames[sentence.span.start] = frame
                length += len(frame.text)
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
                found = _find(parse)
                issuers += issued_documents(parse)
            assembler.add_sentence(paragraph, sentence, found)
    findings = assembler.findings
    for finding in findings:
        settle_content(plan.text, finding)
    findings = [finding for finding in findings if finding.content]
    follow_sources(plan.text, plan.paragraphs, findings, issuers)
    quotations = [q for paragraph in plan.paragraphs for q in paragraph.quotations]
    return [
        to_extraction(plan.text, finding, parent, quotations)
        for finding, parent in settle_nesting(findings)
    ]


def _find(parse: Parse) -> list[Finding]:
    """Return what one sentence holds, from the surest construction to the least."""
    direct = direct_speech(parse)
    taken = {finding.verb.i for finding in direct if finding.verb is not None}
    found = [*direct, *indirect_speech(parse, taken)]
    contents = [finding.content for finding in found]
    found += [finding for finding in noun_speech(parse) if finding.content not in contents]
    spoken = [finding for finding in found if not in_quotation(parse, finding)]
    return settle_relays(spoken) + lead_in(parse)
