"""The table of cue words, unfolded to every form that can stand in a text."""

import re
from dataclasses import dataclass

from transforms.extractor.cue_table import DOCUMENTS, ISSUING, NOUN_CUES, VERBS
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


_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "make": "makes made making",
    "speak": "speaks spoke spoken speaking",
    "swear": "swears swore sworn swearing",
    "read": "reads read reading",
    "put": "puts put putting",
    "go": "goes went gone going",
    "begin": "begins began begun beginning",
    "feel": "feels felt feeling",
    "hit": "hits hit hitting",
    "sing": "sings sang sung singing",
    "shoot": "shoots shot shooting",
    "cast": "casts cast casting",
    "forecast": "forecasts forecast forecasting",
}
_DOUBLING = words(
    "admit shrug slam beg brag dub rip blog snap quip rebut refer commit chat jab pan plan sum "
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
    act = ""
    for line in VERBS.replace("\n    ", " ").strip().splitlines():
        if line.startswith("["):
            act = line.strip("[]")
            continue
        constructions, _, verbs = line.partition("|")
        for entry in verbs.split():
            verb, _, particle = entry.partition(":")
            cue = Cue(f"{verb} {particle}".strip(), act, words(constructions))
            for form in forms(verb):
                table.setdefault(form, {}).setdefault(particle, cue)
    return table


CUES = _read_table()
"""Surface form -> particle ("" for none) -> cue."""

_CUE_WORDS = frozenset(CUES) | frozenset(NOUN_CUES) | {"according"}
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")


def has_cue(words: str) -> bool:
    """Say whether any word of ``words`` can be a cue, or tells who issued a document."""
    found = set(_WORD.findall(words.lower()))
    if not _CUE_WORDS.isdisjoint(found) or "in the words of" in words.lower():
        return True
    return not ISSUING.isdisjoint(found) and not DOCUMENTS.isdisjoint(found)
