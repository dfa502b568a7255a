"""What stands around a statement: modality, recipient, medium and time, from its cue clause."""

import re
from dataclasses import dataclass

from spacy.tokens import Token

from transforms.extraction import Modality
from transforms.extractor.parses import Parse, children, trim
from transforms.extractor.phrases import noun_phrase
from transforms.extractor.words import words
from transforms.spans import Span, Spans

_FUTURE = words("will shall 'll ’ll wo")
_HYPOTHETICAL = words("would could might may should can ca")
_NOT_SAID = words("decline declined declines declining refuse refused refuses refusing fail failed")
_YET_TO_SAY = words(
    "expected expect expects plan plans planned planning due set likely ready going"
)
_MEDIUM_NOUNS = words(
    "statement statements interview interviews speech speeches letter letters tweet tweets post "
    "posts email e-mail emails briefing conference call debate rally testimony filing memo note "
    "message messages report op-ed column editorial article book broadcast show program programme "
    "podcast video press communique communiqué declaration remarks address television tv radio "
    "media forum town-hall hearing release website blog page account network paper document "
    "resolution"
)
_PLATFORMS = words(
    "x twitter facebook telegram instagram youtube truth tiktok linkedin threads bluesky mastodon "
    "whatsapp cnn bbc nbc abc cbs fox msnbc"
)
_MEDIUM_PREPOSITIONS = words("in on at during via through over")
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_PART = r"(?:morning|afternoon|evening|night)"
_TIME = re.compile(
    rf"\b(?:(?i:early|late|earlier|later)\s)?(?:(?i:on|in|since|last|this|next)\s)?"
    rf"(?:{_DAY}(?:\s{_PART})?(?:,?\s{_MONTH}\s\d{{1,2}}(?:,\s\d{{4}})?)?"
    rf"|{_MONTH}\s\d{{1,2}}(?:,\s\d{{4}})?|\d{{1,2}}\s{_MONTH}(?:\s\d{{4}})?"
    rf"|(?i:in|since|last|this|next)\s{_MONTH}(?:\s\d{{4}})?)\b"
    rf"|\b(?i:earlier\s|later\s|late\s|early\s)?(?i:last|this|next|the\sprevious)\s"
    rf"(?:week|weekend|month|year|spring|summer|autumn|fall|winter|{_PART}|decade)\b"
    r"|\b(?i:yesterday|today|tonight|tomorrow)\b"
    r"|\b(?i:a|an|one|two|three|four|five|six|seven|several|\d+)\s"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?|decades?)\s(?:ago|earlier|later|before)\b"
    r"|\b[Ii]n\s(?:19|20)\d{2}\b"
)
_LIMIT = re.compile(r"\b(?i:before|until|till|by|after|from|of|since|for)\s(?:the\s)?\Z")
"""What a date after these words limits is the content, not the saying."""
_TOLD = words(
    "tell tells told telling ask asks asked asking inform informed remind reminded warn warned "
    "assure assured notify notified brief briefed"
)
_PROMISED = words("promise promises promised promising")
_SAID_TO = words("said says wrote spoke speaking announced explained complained")
_NEAR = 120
"""Characters between a cue and a time that still belongs to it."""


@dataclass(frozen=True, slots=True)
class Around:
    """The circumstances of one statement."""

    modality: Modality = "asserted"
    recipient: Spans = ()
    medium: Spans = ()
    stated: Spans = ()


def circumstances(parse: Parse, verb: Token, content: Spans) -> Around:
    """Read modality, recipient, medium and time off the cue clause of ``verb``."""
    return Around(
        modality_of(verb),
        _outside(_recipient(parse, verb), content),
        _outside(_medium(parse, verb), content),
        _stated(parse, verb, content),
    )


def modality_of(verb: Token) -> Modality:
    """Tell what was said from what was not, will be, or might be said."""
    helpers = {token.lower_ for token in children(verb, "aux")}
    governor = verb.head if verb.dep_ == "xcomp" else None
    if children(verb, "neg") or (governor is not None and governor.lower_ in _NOT_SAID):
        return "negated"
    if _is_asked(verb):
        return "question"
    if any(token.lower_ in {"if", "unless"} for token in children(verb, "mark")):
        return "hypothetical"
    if helpers & _FUTURE or (governor is not None and governor.lower_ in _YET_TO_SAY):
        return "future"
    return "hypothetical" if helpers & _HYPOTHETICAL else "asserted"


def _is_asked(verb: Token) -> bool:
    """``Did the mayor say so?``: the cue clause itself is the question."""
    doc = verb.doc
    if not doc[-1].text.startswith("?") or verb.dep_ != "ROOT":
        return False
    return any(token.i < verb.i and token.i < 3 for token in children(verb, "aux", "advmod"))


def _recipient(parse: Parse, verb: Token) -> Spans:
    """``told reporters``; ``said to parliament``; ``wrote the mayor a letter``."""
    for noun in children(verb, "dative"):
        inner = children(noun, "pobj")
        return noun_phrase(parse, inner[0] if inner else noun)
    promised = verb.lower_ in _PROMISED and children(verb, "xcomp", "ccomp")
    if verb.lower_ in _TOLD or promised:
        for noun in children(verb, "dobj"):
            if noun.i > verb.i:
                return noun_phrase(parse, noun)
        for noun in children(verb, "nsubjpass"):  # "were told by Ode to leave"
            return noun_phrase(parse, noun)
    for to in children(verb, "prep"):
        if to.lower_ in {"to", "with"} and verb.lower_ in _SAID_TO:
            for noun in children(to, "pobj"):
                return noun_phrase(parse, noun)
    return ()


def _medium(parse: Parse, verb: Token) -> Spans:
    """``on X``; ``in a joint statement``; ``during a debate``; with the preposition."""
    for preposition in children(verb, "prep", "advmod"):
        if preposition.lower_ not in _MEDIUM_PREPOSITIONS:
            continue
        for noun in children(preposition, "pobj"):
            if noun.lower_ in _MEDIUM_NOUNS or (
                noun.lower_ in _PLATFORMS or noun.left_edge.lower_ in _PLATFORMS
            ):
                phrase = noun_phrase(parse, noun)
                if phrase:
                    start = parse.span(preposition.i, preposition.i).start
                    return (_without_time(parse.text, Span(start, phrase[-1].end)),)
    return ()


def _without_time(text: str, medium: Span) -> Span:
    """``in a joint statement on Friday``: the day is that of the saying."""
    for time in _TIME.finditer(text, *medium):
        if time.end() == medium.end and time.start() > medium.start:
            return trim(text, Span(medium.start, time.start()))
    return medium


def _stated(parse: Parse, verb: Token, content: Spans) -> Spans:
    """Return the time expression of the sentence nearest to the cue, outside the content."""
    cue = parse.span(verb.i, verb.i)
    sentence = parse.frame.sentence
    nearest: Span | None = None
    for match in _TIME.finditer(parse.text, *_window(sentence.span, cue)):
        found = Span(*match.span())
        quoted = any(
            q.outer.start < found.end and found.start < q.outer.end for q in sentence.quotations
        )
        is_limit = _LIMIT.search(parse.text, max(0, found.start - 16), found.start)
        if quoted or is_limit or _overlap(found, content):
            continue
        if nearest is None or abs(found.start - cue.end) < abs(nearest.start - cue.end):
            nearest = found
    return (nearest,) if nearest else ()


def _window(sentence: Span, cue: Span) -> Span:
    return Span(max(sentence.start, cue.start - _NEAR), min(sentence.end, cue.end + _NEAR))


def _outside(spans: Spans, content: Spans) -> Spans:
    return () if any(_overlap(span, content) for span in spans) else spans


def _overlap(span: Span, others: Spans) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)
