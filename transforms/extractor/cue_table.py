"""Words of saying, as data: which act each performs and what can be its content.

A line of ``VERBS`` names constructions and the verbs that take them; ``point:out`` is a verb
with its particle. Where the content can stand:

========== ==========================================================
quote      "We go," she **said**
clause     she **said** that they would go; she asked whether ...
object     she **rejected** the proposal
to         she **vowed** to go; she **urged** them to go
as         she **described** the plan as unfair
complement she **called** the plan unfair
-ing       she **recommended** going
told       its object is who is told, never the content: she **told** reporters
for, of .. that preposition begins the content; ``to+`` is the preposition "to"
========== ==========================================================

The acts follow PLOVER's event words where one fits.
"""

from transforms.extractor.words import words

DOCUMENTS = words(
    "statement letter declaration report document communique communiqué memo filing resolution"
)
ISSUING = words(
    "issue issued issuing release released releasing publish published publishing sign signed "
    "signing send sent sending adopt adopted"
)
"""Verbs that bring a document into the world; what it says may come in the next sentence."""

VERBS = """
[state]
quote clause object | note state explain mention assert allege affirm reaffirm reiterate repeat
    emphasize emphasise stress underscore underline highlight point:out indicate signal imply
    reveal disclose recount predict clarify post summarize lament
quote clause | say add observe contend maintain insinuate conclude relate opine quip tease blog
    text email e-mail exclaim shout yell whisper mutter retort reply guess reckon hope
quote | continue begin interject chime:in scream cry murmur snap shoot:back fire:back read go:on
    put intone caption laugh sing believe feel
object | cite reference express voice publish outline detail discuss address debate
as | characterize characterise portray depict frame paint cast
clause object | certify forecast project estimate specify bemoan
quote clause about | speculate muse joke grumble gripe worry
quote object | quote retweet chant sum:up pen
quote clause about of | write boast brag complain
quote clause object complement | declare proclaim pronounce
about of | speak talk
clause | warrant theorize make:clear
object complement as | label brand
object to+ | point:to refer:to
quote clause at | hint marvel
quote clause object -ing | suggest recall
quote clause object to | announce claim
quote clause on | remark insist
quote clause told of | remind assure
to+ | liken compare
clause told | reassure
clause told about of | inform
clause told of | notify
object as | tout
object complement | dub
object with | equate
quote about | vent
quote about on | comment
quote about over | gush
quote clause about over | fret
quote clause about to+ | testify
quote clause against for | argue
quote clause object about | tweet
quote clause object as | describe
quote clause object -ing on | report
quote clause object with | answer
quote clause to+ with | respond
quote clause told to about of | tell
quote clause with | counter
quote object complement | call
quote on | elaborate
told about on | brief
[agree]
object | accept welcome embrace second
clause object as | recognize
object as | endorse
object of | approve
quote clause object | confirm
quote clause to on with | agree
quote clause with | concur
quote object | echo
[support]
object | support back champion salute compliment
object as for | praise laud
object for | applaud commend
for | vouch
object as | hail
object for on | congratulate
object for with | credit
object with | side:with
quote object | defend
quote object for | thank
to | encourage
[reject]
object | deplore refute rebut oppose rebuff disavow renounce repudiate disown recant retract
    turn:down brush:off brush:aside shrug:off shoot:down wave:away play:down
object to | refuse decline
object -ing | rule:out
quote clause object | dispute
clause | doubt
quote clause object -ing | deny
quote clause object against | protest
quote clause to+ | object
quote clause with | disagree
quote object | reject
quote object as | dismiss
[accuse]
object for | fault chide scold rebuke berate castigate excoriate rip bash skewer chastise
object | pan disparage belittle vilify demonize savage insult upbraid impugn
quote object as for | criticize criticise slam blast denounce condemn mock
at | lash:out jab swipe
object as for | ridicule lambaste assail
for | hit knock
object as | deride trash
against at | rail
object as for over | attack
object for on | blame
object for over | hammer
object to for | admonish
object with | taunt
quote clause object with | charge
quote object as | decry
quote object of | accuse
to on | challenge
to+ | attribute
[threaten]
quote clause object to with | threaten
quote clause told to about against of | warn
quote clause told to against of | caution
[request]
object to for | call:for ask:for push:for
object to for | press petition
quote clause object to | urge demand
quote object to | implore exhort
clause for | pray
clause object | request
clause object to | order
clause to | instruct
for to+ | appeal
object on | insist:on
object to | invite
object to against for | lobby
quote clause object -ing | recommend
quote clause object for | advocate
quote clause object to -ing | propose
quote clause to for with | plead
quote clause told to against | advise
quote object to for | beg
quote object to on | call:on
[promise]
quote clause object to | promise pledge vow
clause object | guarantee
quote clause to | swear
quote object to | offer
to+ | commit
[ask]
quote clause about | inquire enquire
quote clause object | question query
quote clause | wonder
quote clause told to about for if | ask
[consult]
object with | consult
[concede]
quote clause for | apologize apologise
clause | grant
quote clause object | concede
quote clause object -ing | acknowledge
quote clause object -ing to+ | admit
quote clause to+ | confess
"""

NOUN_CUES = {
    noun: (lemma, act)
    for act, pairs in {
        "state": "statement:state claim:claim assertion:assert allegation:allege remark:remark "
        "announcement:announce declaration:declare suggestion:suggest argument:argue "
        "assessment:assess comment:comment comments:comment remarks:remark statements:state "
        "claims:claim allegations:allege assertions:assert insistence:insist report:report "
        "reports:report prediction:predict predictions:predict contention:contend "
        "observation:observe belief:believe question:ask questions:ask arguments:argue "
        "suggestions:suggest",
        "accuse": "accusation:accuse accusations:accuse charge:charge charges:charge "
        "criticism:criticize criticisms:criticize complaint:complain complaints:complain "
        "condemnation:condemn attack:attack attacks:attack",
        "threaten": "threat:threaten threats:threaten warning:warn warnings:warn",
        "promise": "promise:promise promises:promise pledge:pledge pledges:pledge vow:vow "
        "vows:vow offer:offer assurance:assure assurances:assure commitment:commit",
        "request": "call:call calls:call demand:demand demands:demand request:request "
        "requests:request proposal:propose proposals:propose recommendation:recommend "
        "plea:plead appeal:appeal",
        "reject": "denial:deny refusal:refuse rejection:reject denials:deny opposition:oppose",
        "agree": "admission:admit acknowledgment:acknowledge confirmation:confirm "
        "endorsement:endorse",
        "support": "support:support praise:praise defense:defend",
    }.items()
    for noun, lemma in (pair.split(":") for pair in pairs.split())
}
"""Noun of saying -> (lemma of its verb, act)."""
