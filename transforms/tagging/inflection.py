"""The inflected forms of an English word, for ``~word`` in patterns.

The rules overshoot on purpose ("limitted"): a form that nobody writes matches nothing.
"""

import re

_IRREGULAR = (
    "be am is are was were been being",
    "begin began begun beginning",
    "bring brought",
    "build built building",
    "buy bought",
    "choose chose chosen",
    "come came coming",
    "cut cut cutting",
    "deal dealt",
    "do does did done",
    "draw drew drawn",
    "drive drove driven",
    "fall fell fallen",
    "fight fought",
    "find found",
    "forbid forbade forbidden forbidding",
    "forgive forgave forgiven",
    "freeze froze frozen",
    "get got gotten getting",
    "give gave given",
    "go goes went gone",
    "grow grew grown",
    "have has had having",
    "hold held",
    "keep kept",
    "lay laid",
    "lead led",
    "leave left",
    "let let letting",
    "lose lost",
    "make made",
    "pay paid",
    "put put putting",
    "rebuild rebuilt",
    "redraw redrew redrawn",
    "rewrite rewrote rewritten",
    "send sent",
    "set set setting",
    "shrink shrank shrunk shrunken",
    "slash slashes",
    "speak spoke spoken",
    "spend spent",
    "split split splitting",
    "stand stood",
    "stop stopped stopping",
    "take took taken",
    "tear tore torn",
    "unfreeze unfroze unfrozen",
    "withdraw withdrew withdrawn",
    "withhold withheld",
    "write wrote written",
    "army armies",
    "child children",
    "foot feet",
    "life lives",
    "man men",
    "woman women",
    "serviceman servicemen",
)
_FORMS_BY_LEMMA = {line.split()[0]: frozenset(line.split()) for line in _IRREGULAR}
_SHORT_VOWEL_AND_CONSONANT = re.compile(r"(?:^|[^aeiou])[aeiouy][bcdfgklmnprtvz]$")
_MANY_SYLLABLES = re.compile(r"[aeiouy][^aeiouy]+[aeiouy]")
_HISSING = ("s", "x", "z", "ch", "sh", "o")


def inflections(word: str) -> frozenset[str]:
    """Return ``word``, a lemma in lower case, with its regular and irregular forms."""
    regular = frozenset({word, _with_s(word), *_with_endings(word, ("ed", "ing"))})
    return regular | _FORMS_BY_LEMMA.get(word, frozenset())


def _with_s(word: str) -> str:
    if _ends_in_consonant_y(word):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(_HISSING) else f"{word}s"


def _with_endings(word: str, endings: tuple[str, ...]) -> set[str]:
    stems = {word}
    if word.endswith("ie"):
        return {f"{word}d", f"{word[:-2]}ying"}
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        stems = {word[:-1]}
    elif word.endswith("e"):
        return {f"{word}d", f"{word}ing"}
    elif _ends_in_consonant_y(word):
        return {f"{word[:-1]}ied", f"{word}ing"}
    elif _SHORT_VOWEL_AND_CONSONANT.search(word):
        doubled = word + word[-1]
        stems = {word, doubled} if _MANY_SYLLABLES.search(word) else {doubled}
    return {stem + ending for stem in stems for ending in endings}


def _ends_in_consonant_y(word: str) -> bool:
    return len(word) > 2 and word.endswith("y") and word[-2] not in "aeiou"
