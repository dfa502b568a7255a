"""Forms of English words that a stemmer leaves apart, and verbs of two words.

The stemmer takes regular endings off. Strong verbs ("sent"), comparison ("hardest"), verbs
with a particle ("step down") and denial by a prefix ("unacceptable") are closed or nearly
closed classes of the language: they are listed, or found by rule, here.
"""

import re
from itertools import pairwise

_VERBS = """
arise arose arisen; beat beaten; bear bore borne; bend bent; bind bound; bite bit bitten;
bleed bled; blow blew blown; break broke broken; bring brought; build built; burn burnt;
buy bought; catch caught; choose chose chosen; deal dealt; dig dug; draw drew drawn;
drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt;
fight fought; flee fled; fly flew flown; forbid forbade forbidden; forget forgot forgotten;
forgive forgave forgiven; freeze froze frozen; give gave given; grow grew grown; hear heard;
hide hid hidden; keep kept; know knew known; lay laid; lead led; learn learnt; lend lent;
lose lost; mean meant; meet met; pay paid; rebuild rebuilt; ride rode ridden;
rise rose risen; run ran; seek sought; sell sold; send sent; shake shook shaken; shoot shot;
show shown; sink sank sunk; sit sat; sleep slept; speak spoke spoken; spend spent;
steal stole stolen; strike struck stricken; swear swore sworn; sweep swept; teach taught;
tear tore torn; tell told; think thought; throw threw thrown; undertake undertook undertaken;
understand understood; win won; withdraw withdrew withdrawn; write wrote written
"""

_GRADED = """
bad big bright broad cheap clean clear close cold cool dark deep early easy fair fast fierce firm
free great happy hard harsh healthy heavy high hot large late long loud low narrow near new old
poor quick rich sad safe sharp short simple slow small smart soft strict strong tall tough warm
weak wealthy wide wise young
"""

_PARTICLES = {
    ("step", "down"): "resign", ("stand", "down"): "resign", ("run", "out"): "expire",
    ("let", "go"): "release", ("give", "up"): "surrender", ("put", "off"): "postpone",
    ("call", "off"): "cancel", ("carry", "out"): "perform", ("go", "back"): "return",
    ("come", "back"): "return", ("come", "home"): "return", ("set", "up"): "establish",
    ("take", "part"): "participate", ("turn", "down"): "reject", ("pull", "out"): "withdraw",
    ("hand", "over"): "surrender", ("hand", "back"): "return", ("give", "back"): "return",
    ("send", "back"): "return", ("go", "up"): "rise", ("go", "down"): "drop",
    ("come", "down"): "drop", ("break", "off"): "end", ("back", "down"): "yield",
    ("give", "in"): "yield", ("hold", "up"): "delay", ("bring", "forward"): "advance",
    ("rule", "out"): "exclude", ("blow", "up"): "explode", ("take", "over"): "seize",
    ("shut", "down"): "close", ("speed", "up"): "accelerate", ("slow", "down"): "slow",
    ("find", "out"): "discover", ("point", "out"): "note", ("look", "into"): "investigate",
}  # fmt: skip

_DENYING = re.compile(r"(?:un|in|im|ir)(\w{3,}(?:able|ably|ible|ibly|itional|itionally))")
"""A denying prefix before an ending that makes adjectives: "unacceptable" is "not acceptable"."""
_SEASON = re.compile(r"\b((?:this|next|last|in the|by the) )fall\b(?! of)")
_EMPHATIC = re.compile(r", (?:not|never) (?:a|an|one|even|for)\b[^,.;]*$", re.IGNORECASE)


def plain_forms(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with strong verbs, comparison and particles brought to plain forms."""
    words = tuple(_SEASON.sub(r"\1autumn", " ".join(words)).split())
    plain: list[str] = []
    place = 0
    while place < len(words):
        word = words[place]
        base = BASE_FORMS.get(word, word)
        following = words[place + 1] if place + 1 < len(words) else ""
        verb = _PARTICLES.get((_BASES_OF_PARTICLES.get(word, base), following))
        if verb:
            plain.append(verb)
            place += 2
            continue
        denied = _DENYING.fullmatch(word)
        plain.append(denied[1] if denied else base)
        place += 1
    return tuple(plain)


def implied_denials(words: tuple[str, ...]) -> int:
    """Return how often words deny without a "not": "unacceptable", "without", "yet to"."""
    affixed = sum(_DENYING.fullmatch(word) is not None for word in words)
    pending = sum(pair == ("yet", "to") for pair in pairwise(words))
    return affixed + words.count("without") + pending


def without_emphasis(text: str) -> str:
    """Return the text without a last denial that only underlines (", not a day before")."""
    return _EMPHATIC.sub("", text.rstrip(". "))


def _bases() -> dict[str, str]:
    bases: dict[str, str] = {}
    for line in _VERBS.split(";"):
        base, *forms = line.split()
        bases |= dict.fromkeys(forms, base)
    for word in _GRADED.split():
        root = word.removesuffix("e")
        doubled = word + word[-1] if len(word) == 3 and word[-1] in "dgt" else root
        stem = word[:-1] + "i" if word.endswith("y") else doubled
        bases |= {stem + "er": word, stem + "est": word}
    return bases


def _forms_of_particle_verbs() -> dict[str, str]:
    forms = {"went": "go", "gone": "go", "goes": "go", "going": "go", "came": "come",
             "took": "take", "taken": "take", "stood": "stand", "held": "hold",
             "ran": "run", "running": "run", "stepped": "step", "stepping": "step"}  # fmt: skip
    for verb, _ in _PARTICLES:
        root = verb.removesuffix("e")
        forms |= {verb + "s": verb, root + "ed": verb, root + "ing": verb}
    return forms


BASE_FORMS = _bases()
"""From a form to the word whose form it is."""
_BASES_OF_PARTICLES = _forms_of_particle_verbs()
