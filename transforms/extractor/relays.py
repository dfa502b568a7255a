"""Second-hand speech: who speaks and who passes the words on.

``dpa quoted unnamed sources as saying``: the sources speak, dpa relays; so it is with
``he said, according to dpa`` and ``was quoted by dpa as saying``.
"""

from transforms.extractor.cue_clauses import QUOTING
from transforms.extractor.findings import Finding
from transforms.extractor.parses import children
from transforms.extractor.phrases import noun_phrase
from transforms.extractor.speakers import Source


def settle_relays(findings: list[Finding]) -> list[Finding]:
    """Set the relay of second-hand statements of one sentence; drop what only relays."""
    for finding in findings:
        _quoted_as_saying(finding)
    return [finding for finding in findings if not _only_relays(finding, findings)]


def _quoted_as_saying(finding: Finding) -> None:
    verb, parse = finding.verb, finding.parse
    if verb is None or parse is None or verb.dep_ != "pcomp" or verb.head.lower_ != "as":
        return
    quoting = verb.head.head
    if quoting.lower_ not in QUOTING:
        quoting = quoting.head
    if quoting.lower_ not in QUOTING:
        return
    for quoted in children(quoting, "nsubjpass", "dobj"):
        phrase = noun_phrase(parse, quoted)
        finding.source = Source(phrase, phrase, "quoted as saying", quoted)
    givers = [
        noun for by in children(quoting, "agent") for noun in children(by, "pobj")
    ] + children(quoting, "nsubj")
    for giver in givers[:1]:
        finding.relay = noun_phrase(parse, giver)


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
    if any(_quotes(finding, other) for other in findings):
        return True
    if finding.rule != "according to":
        return False
    for other in findings:
        if other is finding or not other.cue or not other.source.words or other.verb is None:
            continue
        if other.rule in {"according to", "object", "prepositional", "noun with clause"}:
            continue
        inside = any(piece.start <= other.cue[0].start < piece.end for piece in finding.content)
        if inside and other.verb.tag_ in {"VBD", "VBZ", "VBP"} and other.verb.dep_ == "ROOT":
            other.relay = finding.source.words
            return True
    return False
