"""Where what is said ends: from the first word of a complement to the last that belongs to it."""

from spacy.tokens import Token

from transforms.extractor.cues import CUES
from transforms.extractor.parses import children, is_verb
from transforms.extractor.words import words

_ADVERBIAL = words("npadvmod advmod advcl neg aux auxpass mark prt")
_TIME_OR_PLACE = words(
    "in on at during after before since until amid upon from via through despite while without "
    "within under"
)
_COMPLEMENTS = words("xcomp ccomp oprd acomp attr dobj npadvmod")
_FEELING = words("voice voices voiced voicing express expresses expressed expressing")
"""``voiced alarm at the arrests``: "at" tells of no place."""


def complement_tokens(first: Token, verb: Token) -> list[int]:
    """Return the tokens from ``first`` over the later complements of ``verb``."""
    end = first.right_edge.i
    for sibling in verb.rights:
        if sibling.i <= first.i or sibling.dep_ in {"conj", "cc", "parataxis", "punct"}:
            continue
        purpose = any(token.tag_ == "TO" for token in children(sibling, "aux"))
        if sibling.dep_ in _ADVERBIAL and not purpose and sibling.dep_ not in _COMPLEMENTS:
            break
        felt = verb.lower_ in _FEELING and sibling.lower_ == "at"
        if sibling.dep_ == "prep" and sibling.lower_ in _TIME_OR_PLACE and not felt:
            continue
        end = max(end, sibling.right_edge.i)
    start = first.left_edge.i
    return list(range(start, _end_of_saying(first, verb, start, end) + 1))


def _end_of_saying(first: Token, verb: Token, start: int, end: int) -> int:
    """Stop where the same speaker says the next thing.

    The parser hangs it on the verb of the content: ``said he would go, adding that ...``,
    ``said he would go and vowed to ...``. A semicolon ends what was said, too, and so does
    a relative clause that only adds to it.
    """
    for token in first.doc[start + 1 : end + 1]:
        if token.text == ";":
            return token.i - 1
        if token.i <= first.i:
            continue
        before = token.left_edge.i - 1
        if _is_remark(token, end):
            return token.left_edge.i - 2
        if not is_verb(token) or token.lower_ not in CUES:
            continue
        if token.dep_ == "advcl" and token.tag_ == "VBG" and first.doc[before].text == ",":
            return before - 1
        if token.dep_ == "conj" and _goes_on_saying(token, verb):
            return _before_conjunction(token)
    return end


def _is_remark(token: Token, end: int) -> bool:
    """``said he would go to Orr, where he was born``: the last words are the reporter's."""
    start = token.left_edge.i
    loose = token.dep_ == "relcl" and start > 1 and token.doc[start - 1].text == ","
    return loose and token.right_edge.i >= end - 1


def _goes_on_saying(token: Token, verb: Token) -> bool:
    """Say whether a coordinated verb has the form of ``verb`` and no subject of its own."""
    if children(token, "nsubj", "nsubjpass", "aux", "auxpass"):
        return False
    return token.tag_ == verb.tag_ and token.tag_ in {"VBD", "VBZ", "VBG"}


def _before_conjunction(token: Token) -> int:
    at = token.i - 1
    while at > 0 and (token.doc[at].dep_ in {"cc", "punct"} or token.doc[at].tag_ == "RB"):
        at -= 1
    return at
