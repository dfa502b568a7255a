"""The words beside a capital's name that tell the government from the place."""

import re

_TRAVEL = (
    r"(?:fl(?:y|ies|ew|own|ying|ights?)|travel\w*|arriv\w*|land(?:s|ed|ing)|head(?:s|ed|ing)|"
    r"return(?:s|ed|ing)?|visit\w*|trips?|journey\w*|go(?:es|ing|ne)?|went|came|com(?:e|es|ing)|"
    r"mov(?:e|ed|es|ing)|dr(?:ive|ove|iven)|rush\w*|trains?|planes?|roads?|route|way|tours?|"
    r"bound|left|leav(?:e|es|ing)|depart\w*|set off|back|home|been|"
    r"ferr(?:y|ies)|boats?|sail\w*|bus(?:es)?|airliners?|motorways?|highways?|railways?|"
    r"tunnels?|pipelines?|tickets?|borders?|frontiers?|distance|"
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
    r"squares?|universit\w+|bishop|archbishop|patriarch|hotels?|miles|kilomet(?:er|re)s|"
    r"home\ state|ports?|harbou?rs?|airports?|coasts?|coastlines?|shores?|waters|islands?|"
    r"isles?|beaches|"
    r"villages?|towns?|regions?|provinces?|hills|mountains?|rivers?|maps?|dream\w*|sights?)"
)
_DONE_TO_PLACE = (
    r"(?:left|leaves?|leaving|reach(?:es|ed|ing)?|visit(?:s|ed|ing)?|attack(?:s|ed|ing)?|"
    r"bomb(?:s|ed|ing)?|shell(?:s|ed|ing)?|hit|hits|struck|strikes?|enter(?:s|ed|ing)?|"
    r"captur(?:e|es|ed|ing)|seiz(?:e|es|ed|ing)|storm(?:s|ed|ing)?|tour(?:s|ed|ing)?|fled|flee|"
    r"fleeing|escap(?:e|ed|ing)|surround(?:s|ed|ing)?|besieg(?:e|ed|ing)|encircl(?:e|ed|ing)|"
    r"occup(?:y|ied)|know(?:s|n)?|knew|lov(?:e|es|ed)|miss(?:es|ed)?|explor(?:e|es|ed|ing)|"
    r"photograph(?:s|ed)|cross(?:es|ed|ing)|w[io]n(?:s|ning)?|los(?:es?|t|ing)|bless)"
)
_PLACE_NOUN = (
    r"(?:regions?|oblast|provinces?|suburbs?|residents?|mayors?|airports?|stations?|metro|subway|"
    r"streets?|skyline|districts?|neighbou?rhoods?|outskirts|hotels?|universit\w+|city|centre|"
    r"center|downtown|time|area|suburban|squares?|apartments?|homes?|restaurants?|cafes?|police|"
    r"weather|lawn|grounds|walls?|gates?|hospitals?|schools?|bureau|offices?|headquarters|branch|"
    r"correspondents?|train|railway|zoo|museums?|courts?|bridges?|choir|orchestra|"
    r"port|harbou?r|coasts?|coastline|islands?|beaches|rivers?|mountains?|villages?|towns?|roads?|"
    r"motorways?|ferry|ferries|tourists?|summers?|winters?)"
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
    | (?:close|next)\ to | from\ (?:[A-Z][\w’'-]+\ ){1, 2}to | borders?\ with
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
    rf"""-(?:based|flagged|born|bound|registered|built|made|wide|area)\b
    | (?:['’]s\ (?:\w+\ )?|\ ){_PLACE_NOUN}\b
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

LOOSE_PREPOSITION = re.compile(
    r"\b(?:on|upon|off|about|along|beyond|above) (?:the )?$", re.IGNORECASE
)
"""Prepositions of places and topics: "on Capitol Hill", "off Norway", "wrote about Spain"."""

GOVERNMENT_CUE_BEFORE = re.compile(
    r"\b(?:sanction\w*|pressur\w*|press(?:es|ed|ing)?|demands?|conditions?|limits?|restrictions?|"
    r"curbs?|caps?|embargo\w*|blockades?|tariffs?|dut(?:y|ies)|war|aggression|leverage|influence|"
    r"impos\w*|forc(?:e|es|ed|ing)|depend\w*|rel(?:y|ies|ied|ying|iance)|call(?:s|ed|ing)?|"
    r"count(?:s|ed|ing)?|blam(?:e|es|ed|ing)|lean(?:s|ed|ing)?|push(?:es|ed|ing)?|costs?|"
    r"concessions?|ultimatum|burden|turn(?:s|ed)|spy(?:ing)?|spied|verdict|tough\w*|soft|hard|"
    r"eas(?:e|y|ier)|worr\w+|concern\w*|doubts?|fears?|anxious|anxiet\w+|complain\w*|suspicio\w+|"
    r"mistrust|anger|angry|fend\w*|fought|fight\w*|h[oe]ld\w*|ward\w*|stav\w+|cut\w*|beat\w*|"
    r"buy\w*|scar(?:e|ed|ing)|ris(?:e|en|ing)|pa(?:y|id|ying))(?: \w+){0,3} "
    r"(?:on|upon|off|about) (?:the )?$",
    re.IGNORECASE,
)
"""What makes of those a government all the same: "sanctions on ", "worried about "."""

DEALT_WITH_BEFORE = re.compile(
    r"\b(?:told|tell\w*|ask\w*|urg\w+|blam\w+|accus\w+|warn\w*|thank\w*|press\w*|forc\w+|back\w*|"
    r"support\w*|arm(?:s|ed|ing)?|help\w*|deter\w*|punish\w*|reward\w*|surpris\w+|persuad\w+|"
    r"convinc\w+|consult\w*|inform\w*|critici[sz]\w+|threaten\w*|join\w*|sanction\w*|trust\w*|"
    r"oppos\w+|order\w*|oblig\w+|requir\w+|favou?r\w*|protect\w*|defend\w*|pit\w*|isolat\w+|"
    r"appeas\w+|anger\w*|alarm\w*|engag\w+|lobb(?:y|ie)\w*|owe[sd]?|hurt\w*|chid\w+|prais\w+|"
    r"call(?:s|ed|ing)?|rattl\w+|provok\w+|invit\w+|embolden\w*|reassur\w+|offer\w*|giv(?:e|es|ing)|"
    r"gave|grant\w*|promis\w+|send(?:s|ing)?|sent|den(?:y|ie)\w*|allow\w*|let(?:s|ting)?|mak(?:e|es|ing)|"
    r"made|condemn\w*|betray\w*|abandon\w*|fail\w*|push\w*|stop\w*|contain(?:s|ed|ing)?|weaken\w*|"
    r"strengthen\w*|equip\w*|includ\w+|represent\w*|follow\w*|defeat\w*|fight(?:s|ing)?|fought|"
    r"fac(?:e|es|ed|ing)|suspect\w*|question\w*|remind\w*|me(?:et|ets|eting|t)|want\w*|expect\w*|"
    r"see(?:s|ing|n)?|saw|thwart\w*|bind\w*|bound|embarrass\w*|cost\w*|treat\w*|sue[sd]?|suing|led|hat(?:e|es|ed)|"
    r"mention\w*) (?:the )?$",
    re.IGNORECASE,
)
"""Verbs whose object acts or answers: "told ", "blamed "."""

FELT_TOWARDS_BEFORE = re.compile(
    r"\b(?:(?:trust|confidence|faith|interest) in|(?:anger|aimed|directed|frustration|fury) at|"
    r"(?:leverage|influence|victory|control|advantage) over) (?:the )?$",
    re.IGNORECASE,
)
"""Prepositions of places after what is felt or held towards who acts: "trust in "."""

GOVERNED_BY = re.compile(
    r"\b(?:to|towards?|with|without|against|by|for|between|among|of|than|like|unlike) (?:the )?$",
    re.IGNORECASE,
)
"""Prepositions that mostly lead to who acts or is dealt with, once the places are told."""

CLAUSE_BEFORE = re.compile(
    r"(?:^|[.;:,—–“\"(-] ?|\b(?:that|and|but|while|whether|if|because|when|as|so|did|said|"
    r"says?|saying|should|after|before|until|once|both|even|which|who|where|what|how|why) )"
    r"(?:the )?$",
    re.IGNORECASE,
)
"""What ends right before the subject of a clause."""

PART_OF_NAME_BEFORE = re.compile(r"\b([A-Z]\w+) of (?:the )?$")
"""The word before "of": "Treaty of Rome" is a name where the word ends other names too."""

GOVERNMENT_AFTER = re.compile(
    r"-(?:led|backed|brokered|mediated|drafted|proposed|sponsored|run|controlled|appointed)\b|"
    r" (?:open|alone|without|exposed|vulnerable|defen[cs]eless|weaker|little|no|"
    r"with (?:little|no))\b"
)
"""What a government does, or how it is left: "Kyiv-led", "leave Kyiv exposed"."""

ACTS_AFTER = re.compile(
    r"(?:['’]s\b|(?: \w+ly)? (?:said|says|will|would|wants?|wanted|has|had|is|was|must|should|"
    r"could|can|may|might|does|did|need\w*|den\w+|\w+ed|\w+es|insists?|sees?|hopes?|fears?|knew|knows|"
    r"seeks?|sought|told|tells|calls?|gave|gives|made|makes|took|takes|rejects?|accepts?|agrees?|"
    r"refus\w+)\b)"
)
"""What governments do: " rejected", " has", "'s"."""

DESCRIBED_AFTER = re.compile(
    r"(?:,? (?:and|or) [A-Z]\w+)? (?:has|have|had|is|are|was|were) "
    r"(?!not |to |no longer |no plans |\w+ly |\w*(?:ed|en|ing|wn)\b|"
    r"(?:made|said|told|put|set|sent|begun|sat|shown|caught|shot|won|lost|held|kept|let|met|sold|"
    r"sought|shut|spent|stood|done|gone|come|become|found|built|brought|bought|got|cut|hit|led|"
    r"left|paid|ready|able|willing|against|behind|still|also|now|yet|long|at|in|on|under|out|so|"
    r"prepared|responsible|adamant|firm|open|wary|confident)\b)\w"
)
"""A predicate that tells no deed: "have older ones", "is a large country"."""

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

_NO_NOUN = (
    r"(?:an?|the|this|that|these|those|its?|he|she|they|we|you|i|his|her|their|our|your|who|whom|"
    r"which|what|when|where|while|why|how|whether|if|as|at|by|for|from|in|into|of|off|on|onto|"
    r"out|over|per|since|so|than|though|through|till|to|toward|towards|under|until|up|upon|via|"
    r"with|within|without|after|against|amid|among|around|because|before|behind|being|besides?|"
    r"between|beyond|but|despite|down|during|except|like|near|and|or|nor|not|no|do|did|have|"
    r"are|were|be|been|am|still|also|too|even|ever|never|now|then|here|there|today|tomorrow|"
    r"yesterday|again|alone|first|next|last|later|back|away|ahead|once|twice|both|all|each|any|"
    r"some|more|most|less|least|much|many|only|just|rather|almost|soon|already|always|often|"
    r"must|should|could|would|can|may|might|will|shall|going|ready|able|apart|together|\w+ly)"
)
_GOVERNMENT_NOUN = (
    r"(?:plans?|proposals?|drafts?|texts?|officials?|governments?|administrations?|polic(?:y|ies)|"
    r"negotiat\w+|delegations?|envoys?|diploma\w+|president\w*|ministers?|ministry|spokes\w+|"
    r"forces|troops|soldiers|military|arm(?:y|ies)|navy|aid|assistance|support|sanctions?|offers?|"
    r"positions?|statements?|pressure|demands?|guarantees?|backing|weapons?|arms|intelligence|"
    r"all(?:y|ies)|leadership|leaders?|interests?|side|strateg(?:y|ies)|teams?|aides?|advisers?|"
    r"advisors?|representatives?|mediat\w+|parliament\w*|lawmakers?|senators?|approval|consent|"
    r"response|answer|veto|initiative|mission|government-\w+)"
)

DETERMINER_BEFORE = re.compile(
    r"\b(?:an?|the|his|her|its|their|our|my|this|that|each|every|any|some) $", re.IGNORECASE
)
"""What opens a phrase whose noun follows the name: "the Paris attacks"."""

MODIFIES_AFTER = re.compile(rf" (?!{_NO_NOUN}\b)[a-z]")
"""A noun that the name stands before: "the U.S. economy"; never a function word."""

GOVERNMENT_NOUN_AFTER = re.compile(rf"(?: [a-z-]+){{0,2}} {_GOVERNMENT_NOUN}\b")
"""Nouns that a government owns: "a US peace plan"."""
