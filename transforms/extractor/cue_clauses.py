"""The cue in its clause: which entry of the table a verb is, and which words belong to it."""

from spacy.tokens import Token

from transforms.extractor.cues import CUES, Cue
from transforms.extractor.parses import Parse, children, is_verb
from transforms.extractor.words import words
from transforms.spans import Spans

UNSAID = words("declined declines decline declining refused refuses refuse refusing")
"""Verbs that deny the saying that they govern: ``declined to say``."""
QUOTING = words("quote quoted quotes quoting cite cited cites citing")
"""Verbs that pass on what somebody else says: ``quoted her as saying``."""
_PARTICLES = words("prt prep advmod acomp ccomp oprd xcomp")


def cue_of(verb: Token) -> Cue | None:
    """Return the cue that ``verb`` is, with its particle: ``pointed out``."""
    by_particle = CUES.get(verb.lower_)
    if by_particle is None or not is_verb(verb):
        return None
    for child in verb.rights:
        if child.dep_ in _PARTICLES and child.lower_ in by_particle:
            return by_particle[child.lower_]
    # "called for them to go": the parser takes "for" as part of the clause.
    following = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    return by_particle.get(following if following == "for" else "") or by_particle.get("")


def cue_words(parse: Parse, verb: Token, cue: Cue) -> Spans:
    """Return the spans of the cue: the verb, its particle, and what denies it.

    ``pointed`` + ``out``; ``declined to say``; ``quoted`` + ``as saying``.
    """
    tokens = [verb.i]
    particle = cue.lemma.partition(" ")[2]
    after = [child.i for child in verb.rights if particle and child.lower_ == particle]
    tokens += after[:1] or ([verb.i + 1] if particle == "for" else [])
    governor = verb.head
    if verb.dep_ == "xcomp" and governor.lower_ in UNSAID:
        tokens += [governor.i, *(child.i for child in children(verb, "aux", "neg"))]
    if verb.dep_ == "pcomp" and governor.lower_ == "as" and governor.head.lower_ in QUOTING:
        tokens += [governor.head.i, governor.i]
    return parse.spans(tokens)
