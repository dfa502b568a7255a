"""The words beside a capital's name that tell the government from the place."""

import re

_TRAVEL = (
    r"(?:fl(?:y|ies|ew|own|ying|ights?)|travel\w*|arriv\w*|land(?:s|ed|ing)|head(?:s|ed|ing)|"
    r"return(?:s|ed|ing)?|visit\w*|trips?|journey\w*|go(?:es|ing|ne)?|went|came|com(?:e|es|ing)|"
    r"mov(?:e|ed|es|ing)|dr(?:ive|ove|iven)|rush\w*|trains?|planes?|roads?|route|way|tours?|"
    r"bound|left|leav(?:e|es|ing)|depart\w*|set off|back|home|been|"
    r"invit\w*|deport\w*|evacuat\w*|fled|flee\w*|shuttl\w*|"
    r"delegations?|motorcade)"
)
_BROUGHT = (
    r"(?:sent|dispatch\w*|carried|brought|took|taken|deliver\w*)(?!(?:\ \w+){0,3}\ (?:letters?|"
    r"messages?|signals?|aid|weapons?|arms|money|demands?|proposals?|ultimatum|warnings?|help|"
    r"support|missiles?))"
)
_ATTACK = (
    r"(?:attacks?|strikes?|raids?|drones?|missiles?|bombs?|shelling|assaults?|march|marched|"
    r"advance|bombardment|f[ae]lls?|rain(?:s|ed|ing)?|snow(?:s|ed)?|converg\w+|descend\w*)"
)
_PART = (
    r"(?:north|south|east|west|outskirts|city|capital|streets|suburbs?|cent(?:re|er)|heart|mayor|"
    r"residents|people|siege|battle|skies|bombing|shelling|defen[cs]e|fall|edge|map|gates|"
    r"squares?|universit\w+|bishop|archbishop|patriarch|hotels?|miles|kilomet(?:er|re)s)"
)
_DONE_TO_PLACE = (
    r"(?:left|leaves?|leaving|reach(?:es|ed|ing)?|visit(?:s|ed|ing)?|attack(?:s|ed|ing)?|"
    r"bomb(?:s|ed|ing)?|shell(?:s|ed|ing)?|hit|hits|struck|strikes?|enter(?:s|ed|ing)?|"
    r"captur(?:e|es|ed|ing)|seiz(?:e|es|ed|ing)|storm(?:s|ed|ing)?|tour(?:s|ed|ing)?|fled|flee|"
    r"fleeing|escap(?:e|ed|ing)|surround(?:s|ed|ing)?|besieg(?:e|ed|ing)|encircl(?:e|ed|ing)|"
    r"occup(?:y|ied))"
)
_PLACE_NOUN = (
    r"(?:regions?|oblast|provinces?|suburbs?|residents?|mayors?|airports?|stations?|metro|subway|"
    r"streets?|skyline|districts?|neighbou?rhoods?|outskirts|hotels?|universit\w+|city|centre|"
    r"center|downtown|time|area|suburban|squares?|apartments?|homes?|restaurants?|cafes?|police|"
    r"weather|lawn|grounds|walls?|gates?|hospitals?|schools?|bureau|offices?|headquarters|branch|"
    r"correspondents?|train|railway|zoo|museums?|courts?|bridges?|choir|orchestra)"
)
_EVENT = (
    r"(?:summits?|talks|meetings?|conferences?|agreements?|accords?|protocols?|format|process|"
    r"memorandum|declaration|treaty|pact|bombings?|shootings?|massacre|riots?|blackouts?|border)"
)
_FROM_GOVERNMENTS = (
    r"(?:demand\w*|pressure|support|help|aid|signals?|messages?|respons\w+|reaction|statements?|"
    r"concessions?|threats?|approval|permission|guarantees?|proposals?|offers?|assurances?|"
    r"backing|orders?|instructions?|protests?|criticism|condemnation|comments?|commitments?|"
    r"feedback|answers?|reply|replies|word|requests?|objections?|push|input|resistance|"
    r"independence|security|distance|envoys?|diplomats?|negotiators?|officials?|delegations?|"
    r"representatives?|ministers?|leaders?)"
)

PLACE_BEFORE = re.compile(
    rf"""\b(?:
      (?<!trust\ )(?<!confidence\ )(?<!faith\ )(?<!interest\ )(?:in|inside|into|throughout|via)
    | (?:close|next)\ to
    | near | outside | around | through | across | downtown | central | greater | from
    | (?<!anger\ )(?<!aimed\ )(?<!directed\ )(?<!frustration\ )(?<!fury\ )at
    | (?<!leverage\ )(?<!influence\ )(?<!victory\ )(?<!control\ )(?<!advantage\ )over
    | {_TRAVEL}(?:\ \w+){{0,3}}\ (?:(?:and|or)\ )?(?:to|from|for|toward|towards|between)
    | {_BROUGHT}(?:\ \w+){{0,3}}\ to
    | {_PART}\ of
    | (?:east|west|north|south|northeast|northwest|southeast|southwest)ern
    | occupied | rural | mainland
    | {_ATTACK}\ on
    | {_DONE_TO_PLACE}
    )\ (?:the\ )?$""",
    re.VERBOSE | re.IGNORECASE,
)
"""What ends right before a place: "in ", "landed with him in ", "outskirts of "."""

PLACE_AFTER = re.compile(
    rf"""(?:['’]s\ (?:\w+\ )?|\ ){_PLACE_NOUN}\b
    | \ {_EVENT}\b
    | ,\ (?:D\.?C\b|the\ (?:\w+\ )?(?:capital|city)|(?!The\b|But\b|And\b)[A-Z]\w+(?:,|\.|$|\ \())
    | ,?\ where\b
    | \ (?:was|were|is|has\ been|had\ been|came)\ (?:\w+ly\ )?
      (?:hit|struck|shelled|bombed|attacked|under\ (?:attack|fire)|home|quiet|dark|hosting
        |without)\b
    """,
    re.VERBOSE,
)
"""What follows a place: " residents", ", Switzerland,", " was shelled"."""

MODIFIER_BEFORE = re.compile(r"\b(?:an?|one|every|local) $", re.IGNORECASE)
"""An article that belongs to a noun after the name: "a Tallinn choir"."""

GOVERNMENT_BEFORE = re.compile(
    rf"\b{_FROM_GOVERNMENTS},?(?: \w+){{0,2}} from (?:the )?$", re.IGNORECASE
)
"""Things that come from governments: "pressure from "."""

GOVERNMENT_AFTER = re.compile(
    r" (?:open|alone|without|exposed|vulnerable|defen[cs]eless|weaker|little|no|"
    r"with (?:little|no))\b"
)
"""How a government is left: "leave Kyiv exposed"."""

ACTS_AFTER = re.compile(
    r"(?:['’]s\b|(?: \w+ly)? (?:said|says|will|would|wants?|wanted|has|had|is|was|must|should|"
    r"could|can|may|might|does|did|need\w*|den\w+|\w+ed|\w+es|insists?|sees?|hopes?|fears?|knew|knows|"
    r"seeks?|sought|told|tells|calls?|gave|gives|made|makes|took|takes|rejects?|accepts?|agrees?|"
    r"refus\w+)\b)"
)
"""What governments do: " rejected", " has", "'s"."""

COORDINATED = re.compile(
    r"(?:\b[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)?(?:,? (?:and|or) |, (?:and )?|/))+$"
)
"""Names before this one in a list: in "in London, Paris and " the preposition rules all."""

CITY_BEFORE = re.compile(r"^[A-Z][\w .’'-]{1,30}, $")
"""The city before a country in a dateline: "KYIV, Ukraine (AP) - "."""

DATELINE = re.compile(
    r"(?:, [A-Z][\w ./-]*)?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?(?: ?\([^)]{2,30}\))? ?(?:[—–]|--|- )"
)
"""What follows the place of a dateline: ", Nov. 23 (Reuters) - "."""
