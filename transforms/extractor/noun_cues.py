"""Nouns of saying: ``his claim that ...``, ``the minister's call for ...``."""

from collections.abc import Iterator

from spacy.tokens import Token

from transforms.extractor.cue_table import NOUN_CUES
from transforms.extractor.cues import CUES
from transforms.extractor.findings import Finding
from transforms.extractor.parses import Parse, children, is_verb
from transforms.extractor.phrases import noun_phrase
from transforms.extractor.speakers import NO_SOURCE, Source, find_source
from transforms.extractor.words import words

_LIGHT_VERBS = words(
    "make makes made making issue issues issued issuing repeat repeats repeated repeating renew "
    "renewed voice voiced voicing offer offered offering release released publish published "
    "deliver delivered give gave giving raise raised express expressed have has had send sent"
)
"""Verbs that only carry the noun: their subject speaks ("made the claim that ...")."""
_GIVERS = words("by from")
_ABOUT = {
    "allege": words("of"),
    "appeal": words("for"),
    "assert": words("of"),
    "call": words("for"),
    "comment": words("about on"),
    "criticize": words("of"),
    "defend": words("of"),
    "demand": words("for"),
    "plea": words("for"),
    "praise": words("of for"),
    "propose": words("for"),
    "reject": words("of"),
    "remark": words("about on"),
    "threaten": words("of against"),
    "warn": words("of about against"),
}
"""Lemma -> prepositions that introduce what is said, where the noun has an owner."""
_TO_ACT = words("promise threaten vow pledge offer refuse call demand request propose commit")


def noun_speech(parse: Parse) -> Iterator[Finding]:
    """Yield the statements whose cue is a noun."""
    for noun in parse.doc:
        cue = NOUN_CUES.get(noun.lower_)
        if cue is None or noun.tag_ not in {"NN", "NNS"} or _says_where(noun):
            continue
        lemma, act = cue
        source = _source(parse, noun)
        found = _content(noun, lemma, has_source=bool(source.words))
        if found is None:
            continue
        rule, tokens = found
        content = list(parse.spans(tokens))
        if content:
            yield Finding(rule, lemma, act, source, parse.spans([noun.i]), content, parse, noun)


def _says_where(noun: Token) -> bool:
    """``said in a statement that ...``: the clause belongs to the verb."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.lower_ in CUES


def _content(noun: Token, lemma: str, *, has_source: bool) -> tuple[str, list[int]] | None:
    for clause in children(noun, "acl", "ccomp", "relcl"):
        if clause.i > noun.i and _opens_with_that(clause):
            return "noun with clause", list(range(clause.left_edge.i, clause.right_edge.i + 1))
    if noun.dep_ == "nsubj" and noun.head.lower_ in {"is", "was"}:
        for clause in children(noun.head, "ccomp"):
            if clause.i > noun.i and _opens_with_that(clause):
                return "noun with clause", list(range(clause.left_edge.i, clause.right_edge.i + 1))
    if not has_source:
        return None
    for clause in children(noun, "acl"):
        if lemma in _TO_ACT and any(token.tag_ == "TO" for token in children(clause, "aux")):
            return "noun with infinitive", list(range(clause.left_edge.i, clause.right_edge.i + 1))
    for preposition in children(noun, "prep"):
        if preposition.lower_ in _ABOUT.get(lemma, ()):
            return "noun with object", list(range(preposition.i + 1, preposition.right_edge.i + 1))
    return None


def _opens_with_that(clause: Token) -> bool:
    """Tell "the claim that they lost" from "the claim that he made"."""
    return any(token.lower_ == "that" for token in children(clause, "mark"))


def _source(parse: Parse, noun: Token) -> Source:
    for owner in children(noun, "poss", "nmod"):
        if owner.tag_ == "PRP$" or any(token.tag_ == "POS" for token in owner.children):
            named = parse.spans(
                token.i for token in owner.subtree if token.tag_ != "POS" or token.head.i != owner.i
            )
            return Source(named, named, "possessive", owner)
    for preposition in children(noun, "prep"):
        if preposition.lower_ in _GIVERS:
            for giver in children(preposition, "pobj"):
                named = noun_phrase(parse, giver)
                return Source(named, named, "giver of the noun", giver)
    if noun.dep_ == "dobj" and is_verb(noun.head) and noun.head.lower_ in _LIGHT_VERBS:
        return find_source(parse, noun.head)
    return NO_SOURCE
