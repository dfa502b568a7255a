"""Capitals that stand for a government, told apart from the places.

"Kyiv rejected the text" is the government; "in Kyiv" and "landed in Kyiv" are the place.
The words beside the name decide (after Leveling and Hartrumpf 2008, who find prepositions
and the verb the best cues).
"""

import re

from transforms.spans import Span
from transforms.tagging.context import TextContext

_BEFORE_REACH = 90
_AFTER_REACH = 60

_COORDINATED = re.compile(
    r"(?:\b[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)?(?:,? (?:and|or) |, (?:and )?|/))+$"
)

_TRAVEL = (
    r"(?:fl(?:y|ies|ew|own|ying|ights?)|travel\w*|arriv\w*|land(?:s|ed|ing)|head(?:s|ed|ing)|"
    r"return(?:s|ed|ing)?|visit\w*|trips?|journey\w*|go(?:es|ing|ne)?|went|came|com(?:e|es|ing)|"
    r"mov(?:e|ed|es|ing)|dr(?:ive|ove|iven)|rush\w*|trains?|planes?|roads?|route|way|tours?|"
    r"bound|left|leav(?:e|es|ing)|depart\w*|set off|back|home|sent|dispatch\w*|"
    r"carried|brought|took|taken|delivered|"
    r"invit\w*|deport\w*|evacuat\w*|fled|flee\w*|shuttl\w*|delegations?|motorcade|close|next)"
)
_PLACE_BEFORE = re.compile(
    rf"""\b(?:
    (?<!trust\ )(?<!confidence\ )(?<!faith\ )(?<!interest\ )(?:in|inside|into|throughout|via)
    | near | outside | around | through | across | downtown | central | greater
    | (?<!anger\ )(?<!aimed\ )(?<!directed\ )(?<!frustration\ )(?<!fury\ )at
    | (?<!leverage\ )(?<!influence\ )(?<!victory\ )(?<!control\ )(?<!advantage\ )over
    | {_TRAVEL}(?:\ \w+){{0,3}}\ (?:to|from|for|toward|towards|between)
    | (?:north|south|east|west|outskirts|city|capital|streets|suburbs?|cent(?:re|er)|heart|mayor
        |residents|people|siege|battle|skies|university|bishop|archbishop|patriarch|centre|bombing
        |shelling|defen[cs]e|fall|edge|map|gates|squares?|university|hotels?|miles|kilomet(?:er|re)s)
      \ of
    | (?:attacks?|strikes?|raids?|drones?|missiles?|bombs?|shelling|assaults?|march|marched
        |advance|bombardment)\ on
    | (?:left|leaves?|leaving|reach(?:es|ed|ing)?|visit(?:s|ed|ing)?|attack(?:s|ed|ing)?
        |bomb(?:s|ed|ing)?|shell(?:s|ed|ing)?|hit|hits|struck|strikes?|enter(?:s|ed|ing)?
        |captur(?:e|es|ed|ing)|seiz(?:e|es|ed|ing)|storm(?:s|ed|ing)?|tour(?:s|ed|ing)?
        |fled|flee|fleeing|escap(?:e|ed|ing)|surround(?:s|ed|ing)?|besieg(?:e|ed|ing)
        |encircl(?:e|ed|ing)|occup(?:y|ied)|from|between\ the\ streets\ of)
    )\ (?:the\ )?$""",
    re.VERBOSE | re.IGNORECASE,
)
_GOVERNMENT_BEFORE = re.compile(
    r"\b(?:demand\w*|pressure|support|help|aid|signals?|messages?|respons\w+|reaction|statements?|"
    r"concessions?|threats?|approval|permission|guarantees?|proposals?|offers?|assurances?|backing|"
    r"orders?|instructions?|protests?|criticism|condemnation|comments?|commitments?|feedback|"
    r"answers?|reply|replies|word|requests?|objections?|push|input|resistance|independence|"
    r"security|distance),?(?: \w+){0,2} from (?:the )?$",
    re.IGNORECASE,
)
_PLACE_NOUNS = (
    r"(?:regions?|oblast|provinces?|suburbs?|residents?|mayors?|airports?|stations?|metro|subway|streets?|"
    r"skyline|districts?|neighbou?rhoods?|outskirts|hotels?|universit\w+|city|centre|center|downtown|"
    r"time|area|suburban|squares?|apartments?|homes?|restaurants?|cafes?|police|weather|lawn|grounds|"
    r"walls?|gates?|hospitals?|schools?|bureau|offices?|headquarters|branch|correspondents?|train|railway|zoo|museums?|courts?|bridges?)"
)
_PLACE_AFTER = re.compile(
    rf"""(?:['’]s)?\ (?:\w+\ )?{_PLACE_NOUNS}\b
    | ,\ (?:D\.?C\b|the\ (?:\w+\ )?(?:capital|city)|(?!The\b|But\b|And\b)[A-Z]\w+(?:,|\.|$|\ \())
    | ,?\ where\b
    | \ (?:was|were|is|has\ been|had\ been|came)\ (?:\w+ly\ )?
      (?:hit|struck|shelled|bombed|attacked|under\ (?:attack|fire)|home|quiet
        |dark|hosting|without)\b
    """,
    re.VERBOSE,
)
_DATELINE = re.compile(
    r"(?:, [A-Z][\w ./-]*)?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?(?: ?\([^)]{2,30}\))? ?(?:[—–]|--|- )"
)
_ACTS = re.compile(
    r"(?:['’]s\b|(?: \w+ly)? (?:said|says|will|would|wants?|wanted|has|had|is|was|must|should|"
    r"could|can|may|might|does|did|need\w*|den\w+|\w+ed|\w+es|insists?|sees?|hopes?|fears?|knew|knows|"
    r"seeks?|sought|told|tells|calls?|gave|gives|made|makes|took|takes|rejects?|accepts?|agrees?|"
    r"refus\w+)\b)"
)
_CERTAIN, _LIKELY, _POSSIBLE = 0.85, 0.7, 0.6


def government_confidence(context: TextContext, span: Span) -> float | None:
    """Return how surely the capital at ``span`` stands for its government; None for the place."""
    text = context.text
    sentence = context.sentences.around(span.start)
    before = text[max(sentence.start, span.start - _BEFORE_REACH) : span.start]
    after = text[span.end : min(sentence.end, span.end + _AFTER_REACH)]
    if _is_dateline(context, span, after) or _PLACE_AFTER.match(after):
        return None
    governing = _COORDINATED.sub("", before)
    is_possessive = after.startswith(("'s ", "’s "))
    if _GOVERNMENT_BEFORE.search(governing):
        return _LIKELY
    if _PLACE_BEFORE.search(governing) and not is_possessive:
        return None
    if _ACTS.match(after):
        return _CERTAIN
    return _LIKELY if governing == before else _POSSIBLE


def _is_dateline(context: TextContext, span: Span, after: str) -> bool:
    line_start = context.text.rfind("\n", 0, span.start) + 1
    opens_line = not context.text[line_start : span.start].strip()
    return opens_line and _DATELINE.match(after) is not None
