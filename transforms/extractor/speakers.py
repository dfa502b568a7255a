"""The source of a verb of saying: subject, shared subject, antecedent, agent."""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from transforms.extractor.cues import CUES
from transforms.extractor.parses import NOUN_TAGS, Parse, children, is_verb
from transforms.extractor.phrases import noun_phrase
from transforms.extractor.words import words
from transforms.spans import Span, Spans

_RELATIVE = frozenset({"WP", "WDT", "WP$"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_NAMING = frozenset({"NN", "NNS", "NNP", "NNPS"})
_MAX_CLIMB = 6
_ISSUED = words(
    "statement letter release tweet email e-mail memo note message report op-ed column post speech "
    "interview brief press video resolution article editorial advertisement ad"
)

_OUTLETS = words(
    "agency paper newspaper daily weekly magazine broadcaster station network channel site website "
    "portal service tabloid outlet gazette"
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
    source = _climb(parse, verb, 0)
    if source.rule == "none" or (source.rule == "passive without agent" and not source.words):
        neighbour = _neighbour(parse, verb)
        if neighbour is not None:
            return _named(parse, neighbour, "noun beside the cue")
    return source


def _named(parse: Parse, noun: Token, rule: str) -> Source:
    phrase = noun_phrase(parse, noun)
    return Source(phrase, phrase, rule, noun)


def _climb(parse: Parse, verb: Token, depth: int) -> Source:
    """Look at the verb itself, then at the verbs that it shares its subject with."""
    if depth > _MAX_CLIMB:
        return NO_SOURCE
    subject = _own_subject(parse, verb)
    if subject is not None:
        return _subject_source(parse, verb, subject)
    if _is_passive(verb):
        return _agent(parse, verb)
    inverted = _inverted_subject(parse, verb)
    if inverted is not None:
        return _named(parse, inverted, "inverted subject")
    return _from_governor(parse, verb, depth)


def _own_subject(parse: Parse, verb: Token) -> Token | None:
    # "He's said so" looks like a passive to the parser.
    labels = ["nsubj", "csubj"] if _is_passive(verb) else ["nsubj", "csubj", "nsubjpass"]
    subjects = [subject for subject in children(verb, *labels) if not parse.quotation(subject)]
    return subjects[-1] if subjects else None


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
    return _whole_subject(parse, verb, subject)


def _whole_subject(parse: Parse, verb: Token, subject: Token) -> Source:
    """Return the subject from its first conjunct on.

    ``The leaders of Orr, Velm, and Sund said``: the parser makes two subjects of the one, or
    hangs the end of the series on the verb; so it does with ``the agency Sund``.
    """
    phrase = noun_phrase(parse, subject)
    first = reporting_outlet(verb) or _first_conjunct(parse, verb, subject)
    if first is None or not phrase:
        return Source(phrase, phrase, "subject", subject)
    start = parse.span(first.left_edge.i, first.left_edge.i).start
    named = (Span(start, phrase[-1].end),)
    return Source(named, named, "subject", first)


def _first_conjunct(parse: Parse, verb: Token, subject: Token) -> Token | None:
    """Return the first of the subjects that stand in one series with ``subject``."""
    doc, first = parse.doc, subject
    for sibling in reversed(list(verb.lefts)):
        if sibling.i >= first.left_edge.i or sibling.dep_ not in {"nsubj", "dep"}:
            continue
        between = doc[sibling.right_edge.i + 1 : first.left_edge.i]
        joined = sibling.right_edge.dep_ == "cc" or any(
            token.dep_ == "cc" for token in [*between, *first.children]
        )
        apposed = not between and sibling.tag_ in {"NN", "NNS"} and subject.tag_ in _NAMING
        if any(token.dep_ not in {"cc", "punct"} for token in between):
            break
        if sibling.tag_ not in NOUN_TAGS or parse.quotation(sibling) or not (joined or apposed):
            break
        first = sibling
    return None if first.i == subject.i else first


def reporting_outlet(verb: Token) -> Token | None:
    """Return the noun for a medium whose name is the subject of a verb at the sentence's end.

    ``Velm fears that the tolls will rise, the agency Sund reported``: the parser takes
    "Sund reported" for a relative clause of "agency".
    """
    outlet = verb.head
    if verb.dep_ != "relcl" or outlet.lower_ not in _OUTLETS or verb.tag_ not in _FINITE:
        return None
    start = outlet.left_edge.i
    names = [child for child in verb.lefts if child.dep_ == "nsubj"]
    beside = len(names) == 1 and names[0].left_edge.i == outlet.i + 1
    closes = all(child.dep_ in {"prep", "npadvmod", "advmod", "punct"} for child in verb.rights)
    after_comma = start > 1 and verb.doc[start - 1].text == ","
    return outlet if beside and closes and after_comma and names[0].tag_ == "NNP" else None


def _is_passive(verb: Token) -> bool:
    """``was denied``; ``the plan denied by``; ``Asked about the plan, ...``."""
    if children(verb, "nsubjpass", "auxpass"):
        return all(token.lower_ not in {"'s", "’s"} for token in children(verb, "auxpass"))
    return verb.tag_ == "VBN" and verb.dep_ not in {"ROOT", "conj"} and not children(verb, "aux")


def _agent(parse: Parse, verb: Token) -> Source:
    """``was denied by the ministry`` -> ``the ministry``."""
    for by in children(verb, "agent", "prep"):
        if by.lower_ == "by":
            for noun in children(by, "pobj"):
                return _named(parse, noun, "agent")
    return Source((), (), "passive without agent")


def _inverted_subject(parse: Parse, verb: Token) -> Token | None:
    """``"...," said Ode`` where the parser took the subject for an object."""
    if verb.tag_ not in {"VBD", "VBZ"} or verb.i == 0:
        return None
    if parse.doc[verb.i - 1].text not in {"”", ",", "’"}:
        return None
    if verb.dep_ == "conj" and children(verb.head, "nsubj") and not parse.frame.folded:
        return None  # "Velm vows to stay, rejects the plan".
    for noun in children(verb, "dobj", "attr", "oprd", "npadvmod"):
        if noun.left_edge.i == verb.i + 1 and noun.tag_ in NOUN_TAGS:
            return noun
    return None


def _from_governor(parse: Parse, verb: Token, depth: int) -> Source:
    """Find the subject that ``verb`` shares with the verb that it hangs on."""
    governor = verb.head
    if governor.i == verb.i or (verb.dep_ == "relcl" and governor.tag_ in NOUN_TAGS):
        return NO_SOURCE
    if verb.dep_ == "acl" and governor.tag_ in NOUN_TAGS:
        return _of_noun(parse, governor, depth)
    outer = _speaking_ancestor(verb)
    if outer is not None:
        return _shared(_climb(parse, outer, depth + 1))
    if governor.dep_ == "prep" or governor.tag_ == "IN":
        governor = governor.head
    if not is_verb(governor):
        return _through_adjective(parse, governor, depth)
    if verb.dep_ == "xcomp" and verb.tag_ == "VB":
        controller = children(governor, "dobj")
        if controller and governor.lower_ not in {"promised", "vowed"}:
            return _named(parse, controller[-1], "controlled")
    if verb.dep_ == "xcomp" and governor.dep_ == "conj" and children(governor, "auxpass"):
        return _shared(_climb(parse, governor.head, depth + 1))
    if verb.dep_ == "xcomp" and children(governor, "acomp"):
        return _of_predicate(parse, governor, depth)
    passive = children(governor, "nsubjpass")
    if passive:
        return _named(parse, passive[-1], "shared subject")
    return _shared(_climb(parse, governor, depth + 1))


def _speaking_ancestor(verb: Token) -> Token | None:
    """Return the outer verb of saying whose subject goes on speaking.

    ``She said the talks failed, adding that ...``: the parser hangs "adding" on "failed",
    but it is she who adds.
    """
    loose = (
        verb.tag_ == "VBG"
        and verb.left_edge.i > 0
        and (verb.doc[verb.left_edge.i - 1].text in {",", "—", "–", "-"})
    )
    coordinated = verb.dep_ == "conj" and verb.tag_ in _FINITE and is_verb(verb.head)
    if not (loose or coordinated) or verb.head.lower_ in CUES:
        return None
    inner = verb.head
    for ancestor in verb.head.ancestors:
        speaks = is_verb(ancestor) and ancestor.lower_ in CUES
        if speaks and inner.dep_ == "ccomp" and ancestor.i < inner.i:
            return ancestor
        inner = ancestor
    return None


def _through_adjective(parse: Parse, governor: Token, depth: int) -> Source:
    """``was eager to say``: its subject; ``it is hard to say``: nobody."""
    if governor.tag_ not in {"JJ", "MD"} or governor.head.i == governor.i:
        return NO_SOURCE
    return _of_predicate(parse, governor.head, depth)


def _of_predicate(parse: Parse, verb: Token, depth: int) -> Source:
    source = _climb(parse, verb, depth + 1)
    if source.head is not None and source.head.lower_ == "it":
        return NO_SOURCE
    return _shared(source)


def _of_noun(parse: Parse, noun: Token, depth: int) -> Source:
    """``issued a statement saying``: the issuer; ``a sign saying``: the sign."""
    governor = noun.head
    if noun.dep_ == "dobj" and noun.lower_ in _ISSUED and is_verb(governor):
        return _shared(_climb(parse, governor, depth + 1))
    return _named(parse, noun, "noun that says")


def _shared(source: Source) -> Source:
    return replace(source, rule="shared subject") if source.words else source


def _neighbour(parse: Parse, verb: Token) -> Token | None:
    """Return the noun right beside a finite verb, where the parser found no subject.

    ``"...," said Alderman Jon Ode``; ``"...," screenwriter Ann Lee wrote on Monday``.
    """
    if verb.tag_ not in _FINITE or children(verb, "nsubjpass", "auxpass", "expl"):
        return None
    before, after = verb.i - 1, verb.i + 1
    while before >= 0 and (parse.doc[before].tag_ == "RB" or parse.doc[before].text == ","):
        before -= 1
    if before >= 0 and parse.doc[before].tag_ in NOUN_TAGS:
        noun = _widest(parse.doc[before], before=verb.i)
        if noun.dep_ not in {"dobj", "pobj"} and not parse.quotation(noun):
            return noun
    if verb.i > 0 and parse.doc[verb.i - 1].text in {"”", ","} and after < len(parse.doc):
        noun = _widest(parse.doc[after], after=verb.i)
        if noun.tag_ in NOUN_TAGS and not parse.quotation(noun):
            return noun
    return None


def _widest(token: Token, *, before: int | None = None, after: int | None = None) -> Token:
    """Climb from a word to the head of its phrase, on the same side of the cue."""
    while token.head.i != token.i and token.head.tag_ in NOUN_TAGS | {"JJ", "VBG"}:
        head = token.head
        if (before is not None and head.i >= before) or (after is not None and head.i <= after):
            break
        token = head
    return token
