"""What a statement extractor finds in a text, before any name is resolved.

The words of the field (Pareti 2012; Newell et al. 2018): *source* = the words that
name who speaks, *cue* = the words of saying, *content* = what is said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from transforms.spans import Spans

SpeechType = Literal["direct", "mixed", "indirect"]
"""direct: at least 90 % of the words stand in quotation marks; mixed: some; indirect: none."""

Modality = Literal["asserted", "future", "hypothetical", "negated", "question"]


@dataclass(frozen=True, slots=True)
class Extraction:
    """One statement as the text words it.

    All spans are code-point offsets, half-open, into the text that was given.
    Pieces are ordered and disjoint; a direct content never overlaps cue or source.
    """

    speech_type: SpeechType
    source: Spans
    """The words that name who speaks ("he", "the senator"); empty where there are none."""
    cue: Spans
    content: Spans
    antecedent: Spans
    """The naming words that the source was followed to ("Ann Lee" for "she"); else ``source``.

    For "her ministry" the owner's name stands before the source: "Ann Lee", "her ministry".
    """
    cue_lemma: str
    act: str
    """PLOVER-like kind of speech act: state, agree, support, reject, accuse, threaten,
    request, concede, consult, promise, ask."""
    modality: Modality
    rule: str
    """Name of the rule that found it, for ``onrecord tag``."""
    speaker_rule: str
    """How the source and antecedent were found, for ``onrecord tag``."""
    relay: Spans = ()
    """Who passes the words on: "dpa" in "dpa quoted unnamed sources as saying"."""
    recipient: Spans = ()
    """To whom: "reporters" in "told reporters"."""
    medium: Spans = ()
    """Where: "on X", "in a joint statement"."""
    stated: Spans = ()
    """When, as the text words it: "on November 22", "last year"."""
    parent: int | None = None
    """Index, in the same list, of the statement that this one stands within."""


class Extractor(Protocol):
    """The seat of any statement extractor, rule-based or trained."""

    def extract(self, texts: Iterable[str]) -> Iterator[list[Extraction]]:
        """Yield, text by text and in order, the statements ordered by first content offset."""
        ...
