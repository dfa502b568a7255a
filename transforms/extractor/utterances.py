"""Whether a verb with a noun phrase tells of something said, or of a wish, a habit, a thing."""

from spacy.tokens import Token

from transforms.extractor.cue_clauses import UNSAID
from transforms.extractor.cues import Cue
from transforms.extractor.parses import children
from transforms.extractor.speakers import Source
from transforms.extractor.words import words

_UNREAL = words("to can could would should may might must do does ca")
_ATTITUDES = words(
    "support back oppose accept embrace defend attack claim reveal offer address recognize welcome "
    "cite challenge answer celebrate champion question report announce"
)
_ANONYMITY = words("named identified quoted")
"""``asked not to be named`` tells of the terms of talking, not of something said."""
_NO_SPEAKER = frozenset(
    {"none", "controlled", "noun that says", "passive without agent", "inverted subject"}
)


def is_utterance(verb: Token, cue: Cue, source: Source) -> bool:
    """Say whether ``verb`` with a noun phrase as its content tells of an utterance.

    ``She rejected the plan`` does; ``in order to reject it``, ``a group opposing it`` do not.
    """
    if cue.lemma == "ask" and source.rule == "passive without agent":
        return True  # "Asked about the plan, ...": nobody needs to be named.
    if source.rule in _NO_SPEAKER or verb.dep_ in {"acl", "amod", "pcomp"}:
        return False
    if _ANONYMITY & {token.lower_ for token in children(verb, "xcomp", "advcl", "ccomp")}:
        return False
    if verb.dep_ == "xcomp" and verb.head.lower_ in UNSAID:
        return True
    helpers = {token.lower_ for token in children(verb, "aux")}
    if helpers & _UNREAL or (verb.tag_ == "VB" and not helpers):
        return False
    if cue.lemma in _ATTITUDES and verb.dep_ in {"relcl", "xcomp", "ccomp"}:
        return False
    return not (source.head is not None and source.head.lower_ in {"you", "one", "those"})
