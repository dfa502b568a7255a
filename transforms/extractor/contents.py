"""What is said: the complement of a verb of saying, by construction.

Each rule looks at one verb and returns the tokens of its content, or nothing. Their order
in ``content_of`` is the order of certainty.
"""

from collections.abc import Callable

from spacy.tokens import Token

from transforms.extractor.borders import complement_tokens
from transforms.extractor.cues import CUES, Cue
from transforms.extractor.parses import children, is_verb
from transforms.extractor.speakers import reporting_outlet
from transforms.extractor.words import words

Content = tuple[str, list[int]]
"""Name of the rule, and the token numbers."""

_DAYS = words("monday tuesday wednesday thursday friday saturday sunday")
_QUESTION_WORDS = words("that whether if how why what who when where")
_ADJECTIVAL = ("acomp", "ccomp", "oprd", "xcomp")
_REFLEXIVE = words("himself herself itself themselves ourselves myself yourself")


def content_of(verb: Token, cue: Cue) -> Content | None:
    """Return the content of ``verb`` by the first construction that gives one."""
    for rule in _RULES:
        content = rule(verb, cue)
        if content and content[1]:
            return content
    return None


def _clause(verb: Token, cue: Cue) -> Content | None:
    """``said that they would go``; ``asked whether they would``."""
    if "clause" not in cue.takes:
        return None
    particle = cue.lemma.partition(" ")[2]
    for clause in children(verb, "ccomp"):
        if clause.i > verb.i and clause.lower_ != particle:
            return "clause", complement_tokens(clause, verb)
    for clause in children(verb, "xcomp", "advcl"):
        opening = children(clause, "mark", "advmod", "dobj")
        if clause.left_edge.i < verb.i:
            continue  # "what the plan is reported to say": nothing is said yet.
        if any(token.lower_ in _QUESTION_WORDS for token in opening):
            return "clause", complement_tokens(clause, verb)
    return _clause_on_noun(verb)


def _clause_on_noun(verb: Token) -> Content | None:
    """``said in a statement that ...``: the parser hangs the clause on the noun between.

    So it does with the adjective of ``made it clear that ...``.
    """
    for between in children(verb, "prep", "dobj", *_ADJECTIVAL):
        if between.i < verb.i or (between.dep_ in _ADJECTIVAL and between.lower_ != "clear"):
            continue
        for noun in children(between, "pobj") or [between]:
            for clause in children(noun, "acl", "ccomp", "relcl", "advcl"):
                if any(token.lower_ == "that" for token in children(clause, "mark")):
                    return "clause", list(range(clause.left_edge.i, clause.right_edge.i + 1))
    return None


def _clause_before(verb: Token, cue: Cue) -> Content | None:
    """``They would go, she said``."""
    if "clause" not in cue.takes and "quote" not in cue.takes:
        return None
    outlet = reporting_outlet(verb)
    if outlet is not None:
        main = [outlet, *outlet.ancestors][-1]
        return "clause before cue", list(range(main.left_edge.i, outlet.left_edge.i - 1))
    for clause in children(verb, "ccomp"):
        if clause.i < verb.i:
            return "clause before cue", list(range(clause.left_edge.i, clause.right_edge.i + 1))
    return None


def _around(verb: Token, cue: Cue) -> Content | None:
    """``The plan, he said, is dead``: the sentence without the cue clause."""
    as_clause = verb.dep_ == "advcl" and children(verb, "mark")
    parenthesis = (
        verb.dep_ == "parataxis"
        or _closes_sentence(verb)
        or _follows_opening(verb)
        or (as_clause and any(token.lower_ == "as" for token in as_clause))
    )
    says = "clause" in cue.takes and not children(verb, "nsubjpass")
    spoken_of = children(verb, "ccomp") or (children(verb, "dobj") and not cue.is_told())
    if not says or not parenthesis or spoken_of:
        return None
    main = verb.head
    first = next((noun for noun in children(verb, "nsubj") if _after_comma(noun)), verb)
    inner = range(first.left_edge.i, verb.right_edge.i + 1)
    around = range(main.left_edge.i, _before_next_speaker(main, verb) + 1)
    return "cue in mid-sentence", [token for token in around if token not in inner]


def _before_next_speaker(main: Token, verb: Token) -> int:
    """``The plan is dead, Lee said, and Ode agreed that ...``: Lee's words end before Ode's."""
    for other in children(main, "conj"):
        speaks = is_verb(other) and other.lower_ in CUES
        if other.i > verb.i and speaks and children(other, "nsubj"):
            at = other.left_edge.i - 1
            while at > main.i and main.doc[at].dep_ in {"cc", "punct"}:
                at -= 1
            return at
    return main.right_edge.i


def _closes_sentence(verb: Token) -> bool:
    """``Velm fears that ..., the agency Sund reported``: the parser takes it for a complement."""
    if verb.dep_ != "ccomp" or verb.head.i > verb.i or verb.tag_ not in {"VBD", "VBZ"}:
        return False
    subjects = [child for child in verb.lefts if child.dep_ != "punct"]
    if len(subjects) != 1 or subjects[0].dep_ != "nsubj":
        return False
    closes = all(token.dep_ == "punct" for token in verb.doc[verb.right_edge.i + 1 :])
    start = subjects[0].left_edge.i
    return closes and start > 0 and verb.doc[start - 1].text == ","


def _follows_opening(verb: Token) -> bool:
    """``Without a vote, Lee argued in a letter, nobody can go``: the opening is Lee's, too."""
    subjects = children(verb, "nsubj")
    if verb.dep_ != "ccomp" or verb.head.i < verb.i or not subjects:
        return False
    opened = subjects[0].left_edge.i > verb.left_edge.i and _after_comma(subjects[0])
    return opened and verb.doc[verb.right_edge.i + 1].text == ","


def _after_comma(noun: Token) -> bool:
    start = noun.left_edge.i
    return start > 0 and noun.doc[start - 1].text == ","


def _infinitive(verb: Token, cue: Cue) -> Content | None:
    """``vowed to go``; ``urged them to go``: with the words for who shall go."""
    if "to" not in cue.takes:
        return None
    for clause in children(verb, "xcomp", "ccomp", "advcl"):
        if clause.i > verb.i and any(token.tag_ == "TO" for token in children(clause, "aux")):
            content = complement_tokens(clause, verb)
            if content and content[0] == verb.i + 1 and verb.doc[verb.i + 1].lower_ == "for":
                content = content[1:]
            asked = [] if cue.is_told() else _asked(verb, cue)
            if asked and asked[0] < content[0]:
                return "infinitive", list(range(asked[0], content[-1] + 1))
            return "infinitive", content
    return None


def _asked(verb: Token, cue: Cue) -> list[int]:
    """Return the tokens for whoever is asked to act: ``urged them``, ``called on them``."""
    for noun in children(verb, "dobj") if cue.lemma != "promise" else ():
        return list(range(noun.left_edge.i, noun.right_edge.i + 1))
    for on in children(verb, "prep"):
        if cue.lemma == "call on" and on.lower_ == "on" and on.i > verb.i:
            return list(range(on.i + 1, on.right_edge.i + 1))
    return []


def _gerund(verb: Token, cue: Cue) -> Content | None:
    """``denied knowing of it``."""
    if "-ing" not in cue.takes:
        return None
    for clause in children(verb, "xcomp"):
        if clause.i > verb.i and clause.tag_ == "VBG":
            return "gerund", complement_tokens(clause, verb)
    return None


def _object(verb: Token, cue: Cue) -> Content | None:
    """``rejected the proposal``; with its complement: ``called the plan unfair``."""
    if not {"object", "complement"} & cue.takes:
        return None
    for noun in children(verb, "dobj"):
        if noun.lower_ in _REFLEXIVE:
            return None
        if noun.i > verb.i:
            return "object", complement_tokens(noun, verb)
    for clause in children(verb, "ccomp"):
        if clause.i > verb.i and clause.left_edge.lower_ == "what":
            return "object", complement_tokens(clause, verb)
    if "complement" in cue.takes:
        return _complement(verb)
    for noun in children(verb, "nsubjpass"):
        if noun.tag_ not in {"WP", "WDT"}:
            subject = list(range(noun.left_edge.i, noun.right_edge.i + 1))
            return "passive subject", subject + _charge(verb, cue)
    return None


def _charge(verb: Token, cue: Cue) -> list[int]:
    """``The army was accused by the council of lying``: what it was accused of."""
    agents = [noun for by in children(verb, "agent") for noun in children(by, "pobj")]
    for governor in (verb, *agents):
        for preposition in children(governor, "prep"):
            if preposition.lower_ in {"of", "for", "as"} & cue.takes and preposition.i > verb.i:
                return list(range(preposition.i, preposition.right_edge.i + 1))
    return []


def _complement(verb: Token) -> Content | None:
    """``what officials called a crime``; ``called it unfair`` read as a clause."""
    for complement in children(verb, "oprd", "ccomp", "xcomp", "attr", "acomp"):
        if complement.i > verb.i:
            return "complement", complement_tokens(complement, verb)
    return None


def _object_as(verb: Token, cue: Cue) -> Content | None:
    """``portrayed the plan as a gift``; ``accused them of lying``: both parts are needed."""
    required = {"as", "of", "to+"} & cue.takes
    for noun in children(verb, "dobj"):
        second = {
            "to+" if token.lower_ == "to" else token.lower_
            for token in [*children(verb, "prep"), *children(noun, "prep")]
            if token.i > noun.i
        }
        if required & second and noun.i > verb.i and not cue.is_told():
            return "object with as", complement_tokens(noun, verb)
    return None


def _prepositional(verb: Token, cue: Cue) -> Content | None:
    """``called for restraint``: the words after the preposition."""
    for preposition in children(verb, "prep"):
        name = preposition.lower_ + "+" if preposition.lower_ == "to" else preposition.lower_
        when = any(noun.lower_ in _DAYS for noun in children(preposition, "pobj"))
        if name in cue.takes and preposition.i > verb.i and not when:
            return "prepositional", complement_tokens(preposition, verb)[1:]
    return None


_RULES: tuple[Callable[[Token, Cue], Content | None], ...] = (
    _clause,
    _clause_before,
    _around,
    _infinitive,
    _gerund,
    _object,
    _object_as,
    _prepositional,
)
