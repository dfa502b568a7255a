"""Which utterances can be the one of a wording: found by what they share, not one by one.

Of two wordings that are one utterance the speakers share a token, the periods a day, and the words
most stems and figures of the poorer one. So an actor with a hundred thousand statements costs no
more than those of one week that share that much; and an utterance with thousands of wordings
stands under each key once, not once for each.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from transforms.merging.speakers import Speakers, blocking_tokens
from transforms.merging.wordings import Wording
from transforms.statement_records import Period

_FEW = 2
"""With fewer stems, one that is shared may be all that there is to share."""
_FIGURE = 2
"""A figure in both tells as much as two stems (``likeness``)."""
_AT_BORDERS = 4
"""So many stems of a cut may be read otherwise than in the whole: "step | down" is "resign"."""

Key = tuple[str, str, date]
_Names = dict[int, None]
"""Of utterances: a set that keeps its order."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What of a wording others that are one utterance with it share."""

    tokens: frozenset[str]
    """Of the speakers."""
    words: frozenset[str]
    """The stems; of a wording without any, all its words as one."""
    figures: frozenset[str]
    first_day: date
    last_day: date
    least: int
    """How many stems, a figure counting as two, it shares at least with one no poorer."""

    @property
    def has_few(self) -> bool:
        """Tell whether one shared stem may be enough."""
        return self.least < _FEW

    def meets(self, other: "Keys") -> bool:
        """Tell whether two wordings share a token, a word and a day."""
        return (
            self.first_day <= other.last_day
            and other.first_day <= self.last_day
            and not self.words.isdisjoint(other.words)
            and not self.tokens.isdisjoint(other.tokens)
        )


def keys_of(
    wording: Wording, speakers: Speakers, period: Period, members: Mapping[str, frozenset[str]]
) -> Keys:
    """Return the keys of a wording in somebody's mouth in a period."""
    return Keys(
        tokens=blocking_tokens(speakers, members),
        words=words_to_share(wording),
        figures=wording.numbers,
        first_day=period.starts.date(),
        last_day=(period.ends - timedelta(microseconds=1)).date(),
        least=least_shared(wording),
    )


def words_to_share(wording: Wording) -> frozenset[str]:
    """Return the stems; of a wording without any, all its words as one."""
    return wording.stems or frozenset({"=" + " ".join(wording.words)})


def least_shared(wording: Wording) -> int:
    """Return what a wording shares at least with one that is as rich and of one utterance with it.

    That is what ``likeness`` asks for: six tenths of a paraphrase, all of a cut but what its
    borders alter, and of words around a quotation what is quoted.
    """
    stems = len(wording.stems)
    if stems < _FEW:
        return 1
    if any(fragment != wording.words for fragment in wording.quoted):
        return _FEW
    weight = stems + _FIGURE * len(wording.numbers)
    six_tenths = (6 * weight + 9) // 10
    return max(_FEW, min(six_tenths, stems - _AT_BORDERS))


class NearUtterances:
    """An inverted index over the wordings so far, each under the utterance it belongs to.

    Utterances are named by numbers of the caller's, which may join later: then several names
    stand for one, and the caller knows which.
    """

    def __init__(self) -> None:
        self._covering: dict[Key, _Names] = {}
        self._beginning: dict[Key, _Names] = {}
        self._figures: dict[tuple[str, str], _Names] = {}
        self._of_few_words: dict[tuple[str, str], _Names] = {}
        self._articles: dict[str, _Names] = {}
        self._least: dict[int, int] = {}

    def add(self, utterance: int, keys: Keys, articles: Iterable[str]) -> None:
        """Take in a wording of an utterance, with the articles that may complete it."""
        for token, word in product(keys.tokens, keys.words):
            if keys.has_few:
                self._of_few_words.setdefault((token, word), {})[utterance] = None
                continue
            self._beginning.setdefault((token, word, keys.first_day), {})[utterance] = None
            for day in _days(keys.first_day, keys.last_day):
                self._covering.setdefault((token, word, day), {})[utterance] = None
        for key in product(keys.tokens, keys.figures):
            self._figures.setdefault(key, {})[utterance] = None
        for article in articles:
            self._articles.setdefault(article, {})[utterance] = None
        self._least[utterance] = min(keys.least, self._least.get(utterance, keys.least))

    def near(self, keys: Keys, articles: Iterable[str]) -> _Names:
        """Return the utterances of which a wording may be one with this one, once each."""
        found: _Names = {}
        for key in product(keys.tokens, keys.words):
            found |= self._of_few_words.get(key, {})
        for article in articles:
            found |= self._articles.get(article, {})
        holding = sorted((self._holding(word, keys) for word in keys.words), key=_size)
        # Who shares two words shares one beside the most frequent: the plan's name counts no one.
        passed_over = 0 if keys.has_few else 1
        shared = Counter[int]()
        for names in holding[: len(holding) - passed_over]:
            for some in names:
                shared.update(some.keys())
        for key in product(keys.tokens, keys.figures):
            for utterance in self._figures.get(key, {}):
                shared[utterance] += _FIGURE
        for utterance, count in shared.items():
            if count + passed_over >= min(keys.least, self._least[utterance]):
                found[utterance] = None
        return found

    def _holding(self, word: str, keys: Keys) -> list[_Names]:
        """Return the utterances with a word, of days in common.

        Of two periods that touch one begins on a day of the other.
        """
        found = []
        for token in keys.tokens:
            found.append(self._covering.get((token, word, keys.first_day), {}))
            for day in _days(keys.first_day + timedelta(days=1), keys.last_day):
                found.append(self._beginning.get((token, word, day), {}))
        return found


def _size(holding: list[_Names]) -> int:
    return sum(map(len, holding))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
