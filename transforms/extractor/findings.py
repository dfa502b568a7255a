"""What the rules find in one sentence, before the sentences of a text are joined."""

from dataclasses import dataclass

from spacy.tokens import Token

from transforms.extractor.parses import Parse
from transforms.extractor.speakers import Source
from transforms.spans import Span, Spans


@dataclass(slots=True)
class Finding:
    """A statement in the making."""

    rule: str
    lemma: str
    act: str
    source: Source
    cue: tuple[Span, ...]
    content: list[Span]
    parse: Parse | None = None
    verb: Token | None = None
    relay: Spans = ()
    quoted: bool = False
    """Its content is, or ends with, a folded quotation: a following bare one continues it."""
