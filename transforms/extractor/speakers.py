"""The source of a verb of saying: subject, shared subject, antecedent, agent."""

from dataclasses import dataclass

from spacy.tokens import Token

from transforms.extractor.parses import NOUN_TAGS, Parse, children, is_verb
from transforms.extractor.words import words
from transforms.spans import Spans

_SUBJECTS = ("nsubj", "csubj", "expl")
_RELATIVE = frozenset({"WP", "WDT", "WP$"})
_STOPS_PHRASE = frozenset({"relcl", "parataxis", "ccomp", "advcl", "advmod", "dep", "intj"})
_MAX_CLIMB = 6
_ISSUED = words(
    "statement letter release tweet email e-mail memo note message report op-ed column post speech "
    "interview brief press video resolution article editorial advertisement ad"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks, in the words of the sentence, and the rule that says so."""

    words: Spans
    antecedent: Spans
    rule: str
    head: Token | None = None


NO_SOURCE = Source((), (), "none")


def find_source(parse: Parse, verb: Token) -> Source:
    """Return the source of ``verb``, from the nearest construction that gives one."""
    return _climb(parse, verb, 0)


def noun_phrase(parse: Parse, head: Token) -> Spans:
    """Return the words of a noun phrase without its relative clauses.

    ``Ann Lee, the mayor of Orr, who ...`` -> ``Ann Lee, the mayor of Orr``.
    """
    last = head.i
    for child in head.rights:
        if child.dep_ in _STOPS_PHRASE or (child.dep_ == "acl" and child.tag_ != "VBN"):
            break
        if child.dep_ == "punct" and child.text in "“”—–-:;":
            break
        if any(parse.quotation(token) for token in child.subtree):
            break
        last = child.right_edge.i
        if any(token.dep_ == "relcl" for token in child.subtree):
            last = min(token.left_edge.i for token in child.subtree if token.dep_ == "relcl") - 1
            break
    first = head.left_edge.i
    for child in head.lefts:
        if child.dep_ in {"punct", "intj", "advmod", "cc", "mark"} and child.i == first:
            first = child.i + 1
    tokens = list(range(first, last + 1))
    while tokens and parse.doc[tokens[-1]].dep_ in {"punct", "cc"}:
        tokens.pop()
    return parse.spans(tokens)


def _climb(parse: Parse, verb: Token, depth: int) -> Source:
    if depth > _MAX_CLIMB:
        return NO_SOURCE
    subject = _own_subject(verb)
    if subject is not None:
        return _subject_source(parse, verb, subject)
    if _is_passive(verb):
        return _agent(parse, verb)
    inverted = _inverted_subject(parse, verb)
    if inverted is not None:
        return Source(*(noun_phrase(parse, inverted),) * 2, "inverted subject", inverted)
    return _from_governor(parse, verb, depth)


def _is_passive(verb: Token) -> bool:
    """``was denied``; ``the plan denied by``; ``Asked about the plan, ...``."""
    if children(verb, "nsubjpass", "auxpass"):
        return True
    return verb.tag_ == "VBN" and verb.dep_ not in {"ROOT", "conj"} and not children(verb, "aux")


def _own_subject(verb: Token) -> Token | None:
    subjects = children(verb, *_SUBJECTS)
    nouns = [subject for subject in subjects if subject.dep_ != "expl"]
    return nouns[-1] if nouns else None


def _subject_source(parse: Parse, verb: Token, subject: Token) -> Source:
    if subject.tag_ in _RELATIVE or (subject.lower_ == "that" and verb.dep_ == "relcl"):
        named = parse.spans([subject.i])
        if verb.dep_ == "relcl" and verb.head.tag_ in NOUN_TAGS:
            antecedent = noun_phrase(parse, verb.head)
            # "a letter that said" names its source in the noun, "Lee, who said" in the pronoun.
            if subject.lower_ == "that":
                named = antecedent
            return Source(named, antecedent, "relative clause", verb.head)
        return Source(named, named, "relative clause", subject)
    named = noun_phrase(parse, subject)
    return Source(named, named, "subject", subject)


def _agent(parse: Parse, verb: Token) -> Source:
    """``was denied by the ministry`` -> ``the ministry``."""
    for by in children(verb, "agent", "prep"):
        if by.lower_ == "by":
            for noun in children(by, "pobj"):
                return Source(*(noun_phrase(parse, noun),) * 2, "agent", noun)
    return Source((), (), "passive without agent")


def _inverted_subject(parse: Parse, verb: Token) -> Token | None:
    """``"...," said Ode`` where the parser took the subject for an object."""
    if verb.tag_ not in {"VBD", "VBZ"} or verb.i == 0:
        return None
    before = parse.doc[verb.i - 1]
    if before.text not in {"”", ",", "’"}:
        return None
    for noun in children(verb, "dobj", "attr", "oprd", "npadvmod"):
        if noun.left_edge.i == verb.i + 1 and noun.tag_ in NOUN_TAGS:
            return noun
    return None


def _from_governor(parse: Parse, verb: Token, depth: int) -> Source:
    governor = verb.head
    if governor.i == verb.i:
        return NO_SOURCE
    if verb.dep_ == "relcl" and governor.tag_ in NOUN_TAGS:
        return NO_SOURCE
    if verb.dep_ == "acl" and governor.tag_ in NOUN_TAGS:
        return _of_noun(parse, governor, depth)
    if governor.dep_ == "prep" or governor.tag_ == "IN":
        governor = governor.head
    if not is_verb(governor):
        if governor.tag_ in {"JJ", "MD"} and governor.head.i != governor.i:
            return _shared(_climb(parse, governor.head, depth + 1))
        return NO_SOURCE
    if verb.dep_ == "xcomp" and verb.tag_ == "VB":
        controller = children(governor, "dobj")
        if controller and governor.lower_ not in {"promised", "vowed"}:
            return Source(*(noun_phrase(parse, controller[-1]),) * 2, "controlled", controller[-1])
    passive = children(governor, "nsubjpass")
    if passive:
        return Source(*(noun_phrase(parse, passive[-1]),) * 2, "shared subject", passive[-1])
    return _shared(_climb(parse, governor, depth + 1))


def _of_noun(parse: Parse, noun: Token, depth: int) -> Source:
    """``issued a statement saying``: the issuer; ``a report saying``: the report."""
    governor = noun.head
    if noun.dep_ == "dobj" and noun.lower_ in _ISSUED and is_verb(governor):
        return _shared(_climb(parse, governor, depth + 1))
    return Source(*(noun_phrase(parse, noun),) * 2, "noun that says", noun)


def _shared(source: Source) -> Source:
    return Source(source.words, source.antecedent, "shared subject", source.head)
