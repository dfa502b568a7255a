"""Closed lists of English words that the rules lean on."""


def word_set(words: str) -> frozenset[str]:
    """Return the set of the words of a line."""
    return frozenset(words.split())


DATE_WORDS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan feb mar apr jun jul aug sep sept "
    "oct nov dec"
)

RANKS = word_set(
    "president premier minister chancellor secretary general senator sen sens congressman "
    "congresswoman representative rep reps governor gov mayor judge justice speaker ambassador "
    "envoy king queen prince princess pope chairman chairwoman chair director chief commissioner "
    "mr mrs ms miss dr prof professor sir lord lady dame gen lt col adm maj capt admiral colonel "
    "major captain marshal leader adviser advisor spokesman spokeswoman candidate nominee "
    "president-elect ex-president bishop archbishop presidents senators ministers chancellors "
    "governors judges envoys ambassadors generals sens reps govs gens representatives premiers "
    "kings queens princes princesses bishops archbishops professors"
)
"""Titles that stand right before a person's name."""

TITLES = RANKS | word_set(
    "vice prime deputy acting former republican republicans democrat democrats democratic foreign "
    "defense defence state interior army special us uk eu american british french german russian "
    "ukrainian italian spanish polish european"
)
"""Words with a capital that stand before a person's name without being part of it."""

WOMENS_TITLES = word_set("mrs ms miss lady madame madam")
MENS_TITLES = word_set("mr sir")

OPENERS = word_set(
    "a about above across after again against all almost also although amid among an and another "
    "any are as asked at because before behind being below beside besides between beyond both but "
    "by can could critics despite did do does during each earlier either even every few finally "
    "first following for from further given had has have he her here his how however i if in "
    "indeed instead into is it its just last late later like many may maybe meanwhile more most "
    "much nearly neither never next no nor not now of officials on once one only or other our "
    "over perhaps people reporters second she should since so some sources still such supporters "
    "that the their then there these they this those though through thus to today tomorrow "
    "tonight too toward towards two under unlike until upon was we were what whatever when where "
    "whether which while who whom whose why will with within without would yes yesterday yet you "
    "your said says allies aides"
)
"""Words that open a sentence with a capital and are no part of a name."""

NUMBERS = word_set(
    "one two three four five six seven eight nine ten eleven twelve dozen dozens hundreds thousands"
)

COLLECTIVES = word_set(
    "administration campaign cabinet government team transition family doctrine rally rallies "
    "supporter supporters voter voters loyalist loyalists"
)
"""After a person's name these make the name of something else ("the Trump administration")."""

NAME_FORMERS = word_set(
    "tower towers university college post times independent organization organisation foundation "
    "hotel plaza airport street avenue square bridge school institute center centre stadium park "
    "museum church hospital library company group inc llc corp bank journal herald tribune news "
    "club house fc united city state steakhouse casino resort doctrine act convention conventions "
    "treaty accord accords agreement protocol memorandum declaration examiner monthly week "
    "capitals wizards nationals redskins commanders zoo philharmonic marathon"
)
"""Words that end a longer name, even where a headline capitalises everything."""
