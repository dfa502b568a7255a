"""Whether the case of the words in a text fits the case of a label."""

import re
from functools import cached_property

_WORD = re.compile(r"[^\W_]+")
_SHORT_ACRONYM = 3
_COMMON_WORDS = frozenset({"us", "it", "who", "is", "in", "no", "as", "so", "am", "pm"})


class Casing:
    """The case that a label asks for.

    A name begins its words with capitals in a text too ("costa" is a coast); a short
    acronym is written in capitals ("US" is no "us"); everything else may stand in any case.
    """

    def __init__(self, label: str, *, is_name: bool = False) -> None:
        self._label = label
        self._words = tuple(_WORD.findall(label))
        self._is_name = is_name
        self._opens_with_capital = is_name and label[:1].isupper()

    def fits(self, exact: str) -> bool:
        """Return whether ``exact``, words that match the label but for case, fits it."""
        if exact == self._label:
            return True
        if self._opens_with_capital and exact[0].islower():
            return False
        if not self._acronyms and not self._is_name:
            return True
        words = _WORD.findall(exact)
        if len(words) != len(self._words):
            return True
        return all(map(self._word_fits, self._words, words))

    @cached_property
    def _acronyms(self) -> frozenset[str]:
        return frozenset(
            word
            for word in self._words
            if word.isupper() and word.isalpha() and len(word) <= _SHORT_ACRONYM
        )

    def _word_fits(self, asked: str, found: str) -> bool:
        if asked in self._acronyms:
            return found.isupper()
        if self._is_name and asked[0].isupper():
            return not found[0].islower()
        return True


def reads_as_common_word(exact: str) -> bool:
    """Return whether an acronym is another word in a line of capitals ("GIVE US PEACE")."""
    return exact.isupper() and exact.lower() in _COMMON_WORDS
