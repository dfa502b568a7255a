"""Noun phrases: which words around a noun name one and the same person or body."""

from spacy.tokens import Token

from transforms.extractor.parses import Parse
from transforms.spans import Spans

_STOPS = frozenset({"relcl", "parataxis", "ccomp", "advcl", "advmod", "dep", "intj"})
_NOT_FIRST = frozenset({"punct", "intj", "advmod", "cc", "mark"})


def noun_phrase(parse: Parse, head: Token) -> Spans:
    """Return the words of a noun phrase without its relative clauses.

    ``Ann Lee, the mayor of Orr, who ...`` -> ``Ann Lee, the mayor of Orr``; the whole of a
    coordination: ``the leaders of Orr and Sund``.
    """
    last = head.i
    for child in head.rights:
        if child.dep_ in _STOPS or _is_loose_participle(child) or _is_dash(child):
            break
        if any(parse.quotation(token) for token in child.subtree):
            break
        if child.dep_ == "prep" and any(token.dep_ == "pcomp" for token in child.children):
            break  # "accused by the council of lying".
        last = child.right_edge.i
        relative = [token.left_edge.i for token in child.subtree if token.dep_ == "relcl"]
        if relative:
            last = min(relative) - 1
            break
    first = head.left_edge.i
    for child in head.lefts:
        if child.dep_ in _NOT_FIRST and child.i == first:
            first = child.i + 1
    tokens = list(range(first, max(last, head.i) + 1))
    while tokens and parse.doc[tokens[-1]].dep_ in {"punct", "cc"}:
        tokens.pop()
    return parse.spans(tokens)


def _is_loose_participle(child: Token) -> bool:
    """``Lee, speaking in Orr, said``: the participle is no part of the name."""
    if child.dep_ != "acl" or child.tag_ == "VBN":
        return False
    before = child.left_edge.i - 1
    return child.tag_ != "VBG" or child.doc[before].text in {",", "—", "–", "-"}


def _is_dash(child: Token) -> bool:
    return child.dep_ == "punct" and child.text in "“”—–-:;"
