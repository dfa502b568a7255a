"""What is said: the complement of a cue, by construction.

Each function looks at one verb and returns the tokens of its content, or nothing. The
order of ``content_of`` is the order of certainty.
"""

from collections.abc import Callable

from spacy.tokens import Token

from transforms.extractor.cues import Cue
from transforms.extractor.parses import children, is_verb
from transforms.extractor.words import words

Content = tuple[str, list[int]]
"""Name of the rule, and the token numbers."""

_ADVERBIAL = frozenset({"npadvmod", "advmod", "advcl", "neg", "aux", "auxpass", "mark", "prt"})
_TIME_OR_PLACE = words(
    "in on at during after before since until amid upon from via through despite while without "
    "within under"
)


def content_of(verb: Token, cue: Cue) -> Content | None:
    """Return the content of ``verb`` by the first construction that gives one."""
    for rule in _RULES:
        content = rule(verb, cue)
        if content and content[1]:
            return content
    return None


def _clause(verb: Token, cue: Cue) -> Content | None:
    """``said that they would go`` / ``They would go, she said``."""
    if "clause" not in cue.takes:
        return None
    for clause in children(verb, "ccomp"):
        if clause.i > verb.i:
            return "clause", _from(clause, verb)
        return "clause before cue", list(range(clause.left_edge.i, clause.right_edge.i + 1))
    for clause in children(verb, "xcomp", "advcl"):
        if clause.i > verb.i and any(
            t.lower_ in {"that", "whether", "if", "how", "why", "what"}
            for t in children(clause, "mark", "advmod", "dobj")
        ):
            return "clause", _from(clause, verb)
    return None


def _around(verb: Token, cue: Cue) -> Content | None:
    """``The plan, he said, is dead``: the sentence without the cue clause."""
    if "quote" not in cue.takes or verb.dep_ != "parataxis" or children(verb, "ccomp", "dobj"):
        return None
    main = verb.head
    inner = set(range(verb.left_edge.i, verb.right_edge.i + 1))
    return "cue in mid-sentence", [
        i for i in range(main.left_edge.i, main.right_edge.i + 1) if i not in inner
    ]


def _infinitive(verb: Token, cue: Cue) -> Content | None:
    """``vowed to go``; ``urged them to go``: with the words for who shall go."""
    if "to" not in cue.takes:
        return None
    for clause in children(verb, "xcomp", "ccomp", "advcl"):
        if clause.i > verb.i and any(t.tag_ == "TO" for t in children(clause, "aux")):
            return "infinitive", _from(clause, verb)
    return None


def _gerund(verb: Token, cue: Cue) -> Content | None:
    """``denied knowing of it``."""
    if "-ing" not in cue.takes:
        return None
    for clause in children(verb, "xcomp"):
        if clause.i > verb.i and clause.tag_ == "VBG":
            return "gerund", _from(clause, verb)
    return None


def _object(verb: Token, cue: Cue) -> Content | None:
    """``rejected the proposal``; with its complement: ``called the plan unfair``."""
    wanted = {"object", "complement", "as", "of"} & cue.takes
    if not wanted or cue.is_told():
        return None
    for noun in children(verb, "dobj"):
        if noun.i < verb.i:
            return None
        return "object", _from(noun, verb)
    for noun in children(verb, "nsubjpass"):
        if noun.tag_ not in {"WP", "WDT"}:
            return "passive subject", list(range(noun.left_edge.i, noun.right_edge.i + 1))
    for clause in children(verb, "ccomp"):
        if clause.i > verb.i:
            return "small clause", _from(clause, verb)
    return None


def _prepositional(verb: Token, cue: Cue) -> Content | None:
    """``called for restraint``: the words after the preposition."""
    for preposition in children(verb, "prep"):
        name = preposition.lower_ + "+" if preposition.lower_ == "to" else preposition.lower_
        if name in cue.takes and preposition.i > verb.i:
            return "prepositional", _from(preposition, verb)[1:]
    return None


_RULES: tuple[Callable[[Token, Cue], Content | None], ...] = (
    _clause,
    _around,
    _infinitive,
    _gerund,
    _object,
    _prepositional,
)


def _from(first: Token, verb: Token) -> list[int]:
    """Return the tokens from ``first`` over the later complements of ``verb``."""
    end = first.right_edge.i
    for sibling in verb.rights:
        if sibling.i <= first.i:
            continue
        if sibling.dep_ in {"conj", "cc", "parataxis"} or sibling.dep_ == "punct":
            continue
        if sibling.dep_ in _ADVERBIAL and not _is_complement(sibling):
            break
        if sibling.dep_ == "prep" and sibling.lower_ in _TIME_OR_PLACE and is_verb(first):
            continue
        end = max(end, sibling.right_edge.i)
    return list(range(first.left_edge.i, end + 1))


def _is_complement(clause: Token) -> bool:
    return clause.dep_ in {"xcomp", "ccomp", "oprd"}
