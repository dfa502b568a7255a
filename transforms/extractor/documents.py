"""Who issued a document, so that "the statement said" can be followed to its signatories."""

from spacy.tokens import Token

from transforms.extractor.cue_table import DOCUMENTS, ISSUING
from transforms.extractor.cues import CUES
from transforms.extractor.findings import Finding
from transforms.extractor.parses import Parse, children, is_verb
from transforms.extractor.speakers import find_source
from transforms.extractor.words import words

_WRITING = words("write wrote writing")
_NEW = words("a an")


def _issues(verb: Token) -> bool:
    if verb.lower_ in ISSUING | _WRITING:
        issued = children(verb, "dobj")
        if any(noun.lower_ in DOCUMENTS for noun in issued):
            return True
    return verb.lower_ in CUES and any(
        noun.lower_ in DOCUMENTS and any(det.lower_ in _NEW for det in children(noun, "det"))
        for within in children(verb, "prep")
        if within.lower_ == "in"
        for noun in children(within, "pobj")
    )


def issued_documents(parse: Parse) -> list[Finding]:
    """Return a finding without content for each ``X issued a statement``, ``said in a letter``."""
    issuers = []
    for verb in parse.doc:
        if not is_verb(verb):
            continue
        if _issues(verb):
            source = find_source(parse, verb)
            if source.words:
                cue = parse.spans([verb.i])
                issuers.append(
                    Finding("issuer", verb.lower_, "state", source, cue, [], parse, verb)
                )
    return issuers
