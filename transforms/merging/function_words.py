"""English words that carry no sense of their own here, and words of one sense.

A paraphrase changes persons and tenses ("we will" becomes "his country would") and picks
another word of the same sense; what it keeps is the rest. The second table holds what
agencies and back-translations swap, each row one sense; it is about news English in general,
so it stands here and not in a story.
"""

import snowballstemmer

FUNCTION_WORDS = frozenset(
    """
    a about above after again against ago all also although always am among an and another any
    anybody anyone anything are arent around as at be because been before being below between
    both but by can cannot cant could couldnt day did didnt do does doesnt doing dont done down
    during each either else even ever every everybody everyone everything far few first for from
    further get gets getting go goes going gone got had hadnt has hasnt have havent having he her
    here hers herself him himself his how however i if im in indeed instead into is isnt it its
    itself ive just last least less let lets like made make makes making many may maybe me might
    more most much must my myself need neither never next no nobody none nor not nothing now of
    off often on once one ones only or other others our ours ourselves out over own per perhaps
    quite rather really said same say saying says second several shall she should shouldnt since
    so some somebody someone something soon still such take takes taking than that thats the
    their theirs them themselves then there therefore theres these they theyre thing things this
    those though through thus time to today together tomorrow too toward towards two under until
    up upon us very via was wasnt way we well were werent weve what whatever when where whether
    which while who whole whom whose why will with within without wont would wouldnt yes yesterday
    yet you your yours come comes came go went stand stands stood case possible place held hold
    holds matter later possibly sort kind bit lot
    back continue continues continued becomes became become ought
    """.split()  # noqa: SIM905
)

_SENSES = """
ceasefire truce armistice
troops soldiers servicemen forces
army military
cap limit ceiling
join accession accede membership
extend prolong postpone delay move
withdraw withdrawal pull pullout leave left retreat quit depart departure
accord agreement deal pact settlement compact
talks negotiations discussions dialogue conversations
begin start commence launch
end finish stop halt terminate suspend pause cease
help assist assistance aid
support back endorse
reject refuse rebuff decline dismiss
demand insist
ready willing prepared
big large huge great major enormous vast
small little tiny minor
money funds funding cash finance finances
rebuild reconstruct reconstruction rebuilding
land territory soil ground territories
give cede surrender yield relinquish handed
keep maintain retain preserve
swap exchange trade
prisoner captive detainee
allow permit
ban prohibit prohibition forbid forbidden bar
change alter modify amend
quick quickly fast rapid rapidly swift swiftly
threat danger risk
citizens people inhabitants
country nation
leader chief
promise pledge vow
parliament assembly legislature
law bill legislation
fight battle combat
show demonstrate prove
important crucial vital essential key
wrong mistake error mistaken
plan proposal offer scheme blueprint draft document
send dispatch deploy
border frontier boundary
guarantee assurance
answer reply response respond
increase raise boost rise climb hike
reduce cut lower decrease shrink drop
immediate immediately instantly
agree accept consent
sure certain
hard difficult tough
port harbour harbor
ship vessel boat
fee charge levy toll
open reopen
close shut
enough sufficient
condition prerequisite precondition
discuss debate
sign signature
table paper
price cost
victim casualty
kill slay
house home
child kid
speed pace
path road route
room chamber hall
speak talk
neighbour neighbor
defence defense
honour honor
peaceful peace
secure safe security safety
pencil pen
journalist reporter
impossible unthinkable
wait await
trust faith confidence
build construct
remain stay
buy purchase
hope expect
fair just
freeze frozen
assets holdings
election vote ballot poll
wound injure hurt
shoot fire
free release liberate
doctor medic physician
attack strike assault raid
shelling bombardment
company firm corporation
lorry truck
wage salary
petrol gasoline
attend participate
missile rocket
destroy ruin demolish
investigate probe inquiry
evidence proof
court tribunal
arrest detain
flat apartment
close near
stray astray
resign resignation
return repatriate
hostage abductee
hospital clinic
rich wealthy
employ hire
worker labourer
condemn denounce
criticise criticize
blame accuse
urge appeal
delegation mission
envoy emissary
cooperation collaboration
serious grave severe bad
renew revive
"""


NUMBER_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
    "eighty": "80", "ninety": "90", "hundred": "100", "dozen": "12",
}  # fmt: skip
"""One is no figure: it counts nothing in "one of them"."""


def _same_sense() -> dict[str, str]:
    stemmer = snowballstemmer.stemmer("english")
    senses: dict[str, str] = {}
    for line in _SENSES.strip().splitlines():
        stems = [stemmer.stemWord(word) for word in line.split()]
        for stem in stems:
            senses.setdefault(stem, senses.get(stems[0], stems[0]))
    return senses


SAME_SENSE = _same_sense()
"""From a stem to the stem that stands for its sense."""
