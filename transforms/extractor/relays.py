"""Second-hand speech: who speaks and who passes the words on.

``dpa quoted unnamed sources as saying``: the sources speak, dpa relays; so it is with
``he said, according to dpa`` and ``was quoted by dpa as saying``.
"""

from spacy.tokens import Token

from transforms.extractor.cue_clauses import QUOTING
from transforms.extractor.findings import Finding
from transforms.extractor.parses import children, trim
from transforms.extractor.phrases import noun_phrase
from transforms.extractor.roles import ROLES
from transforms.extractor.speakers import Source
from transforms.extractor.words import words
from transforms.spans import Span

_CITING = words("citing quoting")
_REPORTING = words("report reported reports reporting write wrote writes")
_REPORTED = frozenset({"clause", "clause before cue"})
_PEOPLE = words(
    "source sources person people aide aides clerk clerks insider insiders witness witnesses "
    "lawmakers authorities police"
)


def settle_relays(findings: list[Finding]) -> list[Finding]:
    """Set the relay of second-hand statements of one sentence; drop what only relays."""
    for finding in findings:
        _quoted_as_saying(finding)
        _quoting_that(finding)
        _citing_subject(finding)
    return [finding for finding in findings if not _only_relays(finding, findings)]


def _quoted_as_saying(finding: Finding) -> None:
    """``Sund quoted Lee as saying that ...``; ``..., Sund quoted Lee as saying``."""
    verb, parse = finding.verb, finding.parse
    quoting = _quoting_verb(verb) if verb is not None else None
    if verb is None or parse is None or quoting is None:
        return
    relay = finding.source.words if children(quoting, "nsubj") else ()
    for quoted in children(quoting, "nsubjpass", "dobj"):
        phrase = noun_phrase(parse, quoted)
        finding.source = Source(phrase, phrase, "quoted as saying", quoted)
    givers = [
        noun
        for by in [*children(quoting, "agent"), *children(verb, "agent"), *_by(quoting)]
        for noun in children(by, "pobj")
    ] + children(quoting, "nsubj")
    for giver in givers[:1]:
        finding.relay = relay or noun_phrase(parse, giver)


def _quoting_verb(verb: Token) -> Token | None:
    """Return "quoted" where ``verb`` is it, or the "saying" of "quoted as saying"."""
    if verb.lower_ in QUOTING:
        saying = any(children(to, "pcomp") for to in children(verb, "prep") if to.lower_ == "as")
        return verb if saying else None
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as":
        return None
    quoting = verb.head.head
    if quoting.lower_ not in QUOTING:
        quoting = quoting.head
    return quoting if quoting.lower_ in QUOTING else None


def _by(quoting: Token) -> list[Token]:
    """``was quoted as saying by Sund``: "by" hangs on "saying"."""
    return [
        by
        for to in children(quoting, "prep")
        for saying in children(to, "pcomp")
        for by in children(saying, "agent", "prep")
        if by.lower_ == "by"
    ]


def _quoting_that(finding: Finding) -> None:
    """``Sund reported, quoting two clerks, that ...``: the clause is what the clerks said."""
    verb, parse = finding.verb, finding.parse
    if verb is None or parse is None or finding.rule != "object" or verb.lower_ not in _CITING:
        return
    for clause in children(verb, "ccomp"):
        for quoted in children(verb, "dobj"):
            if quoted.i < clause.left_edge.i and children(clause, "mark"):
                finding.relay = finding.source.words
                phrase = parse.spans(range(quoted.left_edge.i, clause.left_edge.i))
                finding.source = Source(phrase, phrase, "quoted", quoted)
                clause_tokens = range(clause.left_edge.i, clause.right_edge.i + 1)
                finding.content = list(parse.spans(clause_tokens))
                finding.rule = "clause"


def _citing_subject(finding: Finding) -> None:
    """``The Gazette, quoting a diplomat, reported that ...``: the diplomat speaks."""
    verb, parse = finding.verb, finding.parse
    if verb is None or parse is None or finding.relay or finding.rule not in _REPORTED:
        return
    if verb.lower_ not in _REPORTING:
        return
    for citing in [token for noun in children(verb, "nsubj") for token in children(noun, "acl")]:
        for cited in children(citing, "dobj") if citing.lower_ in _CITING else ():
            named = noun_phrase(parse, cited)
            if named and _is_person(cited):
                finding.relay = finding.source.words
                finding.source = Source(named, named, "cited", cited)
                return


def _is_person(noun: Token) -> bool:
    return noun.lower_ in _PEOPLE or noun.lower_.removesuffix("s") in ROLES


def _cites(finding: Finding, other: Finding) -> bool:
    """``Sund reported that ..., citing two clerks``: the clerks speak, Sund relays."""
    verb, outer, parse = finding.verb, other.verb, finding.parse
    if verb is None or outer is None or parse is None or finding is other:
        return False
    if verb.lower_ not in _CITING or finding.rule != "object":
        return False
    if outer.lower_ not in _REPORTING or other.rule == "object" or other.relay:
        return False
    for cited in children(verb, "dobj"):
        named = noun_phrase(parse, cited)
        if named and _is_person(cited):
            other.relay = other.source.words
            other.source = Source(named, named, "cited", cited)
            return True
    return False


def _quotes(finding: Finding, other: Finding) -> bool:
    """``dpa quoted sources as saying``: "quoted" only leads to the sources' statement."""
    if finding.verb is None or other.source.rule != "quoted as saying" or other.verb is None:
        return False
    return (
        finding is not other
        and finding.verb.i in {ancestor.i for ancestor in other.verb.ancestors}
        and finding.verb.lower_ in QUOTING
    )


def _only_relays(finding: Finding, findings: list[Finding]) -> bool:
    """``Lee said no, according to dpa``: dpa relays Lee's statement and makes none."""
    if any(_quotes(finding, other) or _cites(finding, other) for other in findings):
        return True
    if finding.rule != "according to":
        return False
    for other in findings:
        if other is finding or not other.cue or not other.source.words or other.verb is None:
            continue
        if other.rule in {"according to", "object", "prepositional", "noun with clause"}:
            continue
        if _parenthetic(finding, other):
            return True
        inside = any(piece.start <= other.cue[0].start < piece.end for piece in finding.content)
        if inside and other.verb.tag_ in {"VBD", "VBZ", "VBP"} and other.verb.dep_ == "ROOT":
            other.relay = finding.source.words
            return True
    return False


def _parenthetic(finding: Finding, other: Finding) -> bool:
    """``Lee said, according to dpa, that ...``: the parser makes dpa part of what Lee said."""
    if not other.content or not finding.source.words or other.rule != "clause":
        return False
    first = other.content[0]
    giver_end = finding.source.words[-1].end
    if first.start != finding.cue[0].start or finding.parse is None or giver_end >= first.end:
        return False
    other.content[0] = trim(finding.parse.text, Span(giver_end, first.end))
    other.relay = finding.source.words
    return True
