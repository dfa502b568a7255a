"""Who issued a document, so that "the statement said" can be followed to its signatories."""

from transforms.extractor.findings import Finding
from transforms.extractor.parses import Parse, children, is_verb
from transforms.extractor.speakers import find_source
from transforms.extractor.words import words

DOCUMENTS = words(
    "statement letter declaration report document communique communiqué memo filing resolution"
)
_ISSUING = words(
    "issue issued issuing release released releasing publish published publishing sign signed "
    "signing send sent sending write wrote writing adopt adopted"
)


def issued_documents(parse: Parse) -> list[Finding]:
    """Return a finding without content for each ``X issued a statement``."""
    issuers = []
    for verb in parse.doc:
        if verb.lower_ not in _ISSUING or not is_verb(verb):
            continue
        if any(noun.lower_ in DOCUMENTS for noun in children(verb, "dobj")):
            source = find_source(parse, verb)
            if source.words:
                cue = parse.spans([verb.i])
                issuers.append(
                    Finding("issuer", verb.lower_, "state", source, cue, [], parse, verb)
                )
    return issuers
