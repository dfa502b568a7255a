"""Direct speech: which cue in the sentence introduces each folded quotation."""

from spacy.tokens import Token

from transforms.extractor.cue_clauses import cue_of, cue_words
from transforms.extractor.cues import Cue
from transforms.extractor.findings import Finding
from transforms.extractor.parses import Parse, children, is_verb
from transforms.extractor.speakers import NO_SOURCE, Source, find_source

_PUNCTUATION = frozenset({"''", "``", ",", ".", ":", "-LRB-", "-RRB-"})
_LONGEST_NAME = 8
_NOT_LISTED = Cue("", "state", frozenset({"quote"}))


def direct_speech(parse: Parse) -> list[Finding]:
    """Return one finding for each cue of the sentence that introduces folded quotations."""
    stand_ins = parse.stand_ins()
    if not stand_ins:
        return []
    verbs = [
        (verb, cue)
        for verb in parse.doc
        if (cue := cue_of(verb)) and "quote" in cue.takes and _can_introduce(verb)
    ]
    findings: dict[int, Finding] = {}
    for stand_in in stand_ins:
        chosen = _nearest(stand_in, verbs) or _colon(parse, stand_in)
        if chosen is None:
            continue
        verb, cue = chosen
        finding = findings.get(verb.i)
        if finding is None:
            finding = findings[verb.i] = _finding(parse, verb, cue)
        quotation = parse.quotation(stand_in)
        if quotation is not None:
            finding.content.append(quotation.inner)
    return list(findings.values())


def _finding(parse: Parse, verb: Token, cue: Cue) -> Finding:
    rule = "quotation" if cue.lemma else "quotation after colon"
    source = _outside(parse, find_source(parse, verb))
    if not source.words or source.rule in {"controlled", "noun that says"}:
        source = _beside_quotation(parse, verb) or source
    lemma = cue.lemma or verb.lower_
    words = cue_words(parse, verb, cue)
    return Finding(rule, lemma, cue.act, source, words, [], parse, verb, quoted=True)


def _beside_quotation(parse: Parse, verb: Token) -> Source | None:
    """Return the words between a quotation and its cue, or right after the cue.

    So ``"...," novelist Ann Lee wrote`` is read where the parser took "novelist" for a verb.
    """
    doc, first = parse.doc, verb.i
    while first > 0 and doc[first - 1].tag_ not in _PUNCTUATION:
        first -= 1
    last = verb.i
    while last + 1 < len(doc) and doc[last + 1].tag_ not in _PUNCTUATION | {"IN", "TO", "WDT"}:
        last += 1
    if 0 < verb.i - first <= _LONGEST_NAME and doc[first - 1].text == "”":
        named = parse.spans(range(first, verb.i))
    elif first == verb.i and 0 < last - verb.i <= _LONGEST_NAME:
        named = parse.spans(range(verb.i + 1, last + 1))
    else:
        return None
    return Source(named, named, "beside the quotation", verb) if named else None


def lead_in(parse: Parse) -> list[Finding]:
    """Return the still empty statement that ``The mayor wrote:`` opens for the next sentence."""
    if not parse.frame.text.endswith(":"):
        return []
    verbs = [
        (verb, cue) for verb in parse.doc if (cue := cue_of(verb)) and "quote" in cue.takes
    ] or [(token, _NOT_LISTED) for token in parse.doc if token.dep_ == "ROOT" and is_verb(token)]
    return [_finding(parse, *verbs[-1])] if verbs else []


def in_quotation(parse: Parse, finding: Finding) -> bool:
    """Say whether the cue stands inside quotation marks: then it is part of what was said."""
    return any(
        quotation.outer.start < finding.cue[0].start < quotation.outer.end
        for quotation in parse.frame.sentence.quotations
        if finding.cue
    )


def _outside(parse: Parse, source: Source) -> Source:
    """Drop a source that the parser found inside a quotation."""
    for span in source.words:
        for quotation in parse.frame.folded.values():
            if span.start < quotation.outer.end and quotation.outer.start < span.end:
                return NO_SOURCE
    return source


def _can_introduce(verb: Token) -> bool:
    infinitive = verb.tag_ == "VB" and any(t.tag_ == "TO" for t in children(verb, "aux"))
    return not infinitive or verb.dep_ == "xcomp"


def _nearest(stand_in: Token, verbs: list[tuple[Token, Cue]]) -> tuple[Token, Cue] | None:
    """Prefer the verb that governs the quotation; else the nearest one."""
    governors = {ancestor.i for ancestor in stand_in.ancestors}
    ranked = sorted(
        verbs, key=lambda pair: (pair[0].i not in governors, abs(pair[0].i - stand_in.i))
    )
    return ranked[0] if ranked else None


def _colon(parse: Parse, stand_in: Token) -> tuple[Token, Cue] | None:
    """``He was blunt: "It is over."`` The verb before the colon, else the main verb.

    A comma introduces a quotation only right after its verb: ``his friends jeered, "Go!"``.
    """
    before = [token for token in parse.doc[: stand_in.i] if token.text not in "“”\"'"]
    if len(before) < 2 or before[-1].text not in ":,":
        return None
    nearest = before[-2]
    if is_verb(nearest) and children(nearest, "nsubj"):
        return nearest, _NOT_LISTED
    if before[-1].text == ",":
        return None
    for token in before:
        if token.dep_ == "ROOT" and is_verb(token):
            return token, _NOT_LISTED
    return None
