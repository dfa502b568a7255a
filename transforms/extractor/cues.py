"""Words of saying: which act each performs and what can be its content.

One line of ``_TABLE`` is a lemma and the constructions in which its content can stand:

========  ==========================================================
quote     "We go," she **said**
clause    she **said** that they would go; she asked whether ...
object    she **rejected** the proposal
to        she **vowed** to go; she **urged** them to go
as        she **described** the plan as unfair
complement  she **called** the plan unfair
-ing      she **recommended** going
told      its object is who is told, never the content: she **told** reporters
for, of, about, on, against, to+, with, at, over, that preposition begins the content
========  ==========================================================

The acts follow PLOVER's event words where one fits.
"""

import re
from dataclasses import dataclass

from transforms.extractor.words import words


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying."""

    lemma: str
    act: str
    takes: frozenset[str]

    def is_told(self) -> bool:
        """Say whether its object names the recipient."""
        return "told" in self.takes


_TABLE = """
[state]
say quote clause
tell quote clause told of about to
add quote clause
write quote clause of about
note quote clause object
state quote clause object
report quote clause object on
announce quote clause object to
explain quote clause object
observe quote clause
remark quote clause on
comment quote on about
mention quote clause object
declare quote clause object complement
claim quote clause object to
argue quote clause for against
contend quote clause
maintain quote clause
assert quote clause object
allege quote clause object
affirm quote clause object
reaffirm quote clause object
reiterate quote clause object
repeat quote clause object
emphasize quote clause object
emphasise quote clause object
stress quote clause object
underscore quote clause object
underline quote clause object
highlight quote clause object
point:out quote clause object
point:to object to+
suggest quote clause object -ing
indicate quote clause object
signal quote clause object
hint quote clause at
imply quote clause object
insinuate quote clause
insist quote clause on
conclude quote clause
reveal quote clause object
disclose quote clause object
recall quote clause object -ing
recount quote clause object
relate quote clause
describe quote clause object as
characterize as
characterise as
portray as
depict as
refer:to object to+
cite object
quote quote object
reference object
testify quote clause about to+
certify clause object
proclaim quote clause object complement
pronounce quote clause object complement
predict quote clause object
forecast clause object
project clause object
estimate clause object
speculate quote clause about
elaborate quote on
specify clause object
clarify quote clause object
opine quote clause
muse quote clause about
quip quote clause
joke quote clause about
boast quote clause of about
brag quote clause of about
tease quote clause
gush quote about over
tweet quote clause object about
retweet quote object
post quote clause object
blog quote clause
text quote clause
email quote clause
e-mail quote clause
continue quote
begin quote
interject quote
chime:in quote
exclaim quote clause
shout quote clause
yell quote clause
scream quote
chant quote object
cry quote
whisper quote clause
mutter quote clause
murmur quote
snap quote
shoot:back quote
fire:back quote
retort quote clause
reply quote clause
respond quote clause with to+
answer quote clause object with
counter quote clause with
summarize quote clause object
sum:up quote object
read quote
inform clause told of about
notify clause told of
brief told on about
remind quote clause told of
assure quote clause told of
reassure clause told
publish object
outline object
detail object
discuss object
address object
speak about of
talk about of
debate object
go:on quote
put quote
warrant clause
pen quote object
intone quote
theorize clause
guess quote clause
reckon quote clause
caption quote
label object complement as
dub object complement
brand object complement as
call quote object complement
frame as
paint as
cast as
liken to+
compare to+
equate object with
tout object as
laugh quote
sing quote
vent quote about
lament quote clause object
bemoan object clause
complain quote clause of about
grumble quote clause about
gripe quote clause about
fret quote clause about over
worry quote clause about
marvel quote clause at
believe quote
feel quote
hope quote clause
[agree]
agree quote clause with to on
concur quote clause with
echo quote object
confirm quote clause object
recognize clause object as
accept object
endorse object as
welcome object
embrace object
approve object of
second object
[support]
support object
back object
praise object for as
laud object for as
applaud object for
hail object as
commend object for
congratulate object on for
thank quote object for
defend quote object
champion object
salute object
compliment object
credit object with for
encourage to
vouch for
side:with object with
[reject]
reject quote object
deny quote clause object -ing
dispute quote clause object
dismiss quote object as
refute object
rebut object
oppose object
rebuff object
refuse to object
decline to object
disavow object
renounce object
repudiate object
disagree quote clause with
object quote clause to+
protest quote clause object against
disown object
recant object
retract object
rule:out object -ing
[accuse]
accuse quote object of
charge quote clause object with
blame object for on
criticize quote object for as
criticise quote object for as
slam quote object for as
blast quote object for as
denounce quote object as for
condemn quote object for as
decry quote object as
deride object as
mock quote object for as
ridicule object for as
lambaste object for as
rail against at
assail object for as
attack object for as over
fault object for
chide object for
scold object for
rebuke object for
berate object for
castigate object for
excoriate object for
rip object for
bash object for
trash object as
hit for
knock for
hammer object for over
skewer object for
pan object
disparage object
belittle object
vilify object
demonize object
lash:out at
attribute to+
chastise object for
admonish object for to
savage object
taunt object with
insult object
decry object
upbraid object
impugn object
jab at
swipe at
challenge on to
[threaten]
threaten quote clause to object with
warn quote clause told of about against to
caution quote clause told against of to
[request]
urge quote clause object to
call:for object for
call:on quote object on to
ask:for object for
demand quote clause object to
request clause object
propose quote clause object -ing to
recommend quote clause object -ing
advise quote clause told against to
advocate quote clause object for
implore quote object to
exhort quote object to
beg quote object to for
plead quote clause for with to
appeal for to+
press object for to
push:for object for
lobby object for to against
order clause object to
instruct clause to
invite object to
petition object for to
pray clause for
insist:on object on
[promise]
promise quote clause to object
pledge quote clause to object
vow quote clause to object
swear quote clause to
guarantee clause object
commit to+
offer quote to object
vow quote clause to
[ask]
ask quote clause told about if to for
wonder quote clause
question quote clause object
inquire quote clause about
enquire quote clause about
query quote clause object
[consult]
consult with object
[concede]
acknowledge quote clause object -ing
admit quote clause object to+ -ing
concede quote clause object
confess quote clause to+
grant clause
apologize quote clause for
apologise quote clause for
"""

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "speak": "speaks spoke spoken speaking",
    "swear": "swears swore sworn swearing",
    "read": "reads read reading",
    "put": "puts put putting",
    "go": "goes went gone going",
    "begin": "begins began begun beginning",
    "think": "thinks thought thinking",
    "feel": "feels felt feeling",
    "hit": "hits hit hitting",
    "quit": "quits quit quitting",
    "sing": "sings sang sung singing",
    "shoot": "shoots shot shooting",
    "cast": "casts cast casting",
    "forecast": "forecasts forecast forecasting",
}
_DOUBLING = words(
    "admit slam beg brag dub rip blog snap quip rebut refer commit chat jab pan plan sum "
    "trap concur"
)


def forms(lemma: str) -> set[str]:
    """Return every form of a verb: ``deny`` -> deny, denies, denied, denying."""
    if lemma in _IRREGULAR:
        return {lemma, *_IRREGULAR[lemma].split()}
    if lemma.endswith("e"):
        stem = lemma[:-1]
        return {lemma, lemma + "s", lemma + "d", stem + "ing"}
    if re.search(r"[^aeiou]y$", lemma):
        stem = lemma[:-1]
        return {lemma, stem + "ies", stem + "ied", lemma + "ing"}
    stem = lemma + lemma[-1] if lemma in _DOUBLING else lemma
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return {lemma, third, stem + "ed", stem + "ing"}


def _read_table() -> dict[str, dict[str, Cue]]:
    """Return surface form -> particle or "" -> cue."""
    table: dict[str, dict[str, Cue]] = {}
    act = "state"
    for line in _TABLE.strip().splitlines():
        if line.startswith("["):
            act = line.strip("[]")
            continue
        head, *takes = line.split()
        verb, _, particle = head.partition(":")
        cue = Cue(f"{verb} {particle}".strip(), act, frozenset(takes))
        for form in forms(verb):
            table.setdefault(form, {}).setdefault(particle, cue)
    return table


CUES = _read_table()
"""Surface form -> particle ("" for none) -> cue."""

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

_CUE_WORDS = frozenset(CUES) | frozenset(NOUN_CUES) | {"according"}
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")


def has_cue(words: str) -> bool:
    """Say whether any word of ``words`` can be a cue."""
    return any(word in _CUE_WORDS for word in _WORD.findall(words.lower()))
