"""Whether two wordings are of one utterance: as a copy, a cut, a quotation within, a paraphrase.

Who spoke and when is looked at elsewhere; here are only the words. The relation is symmetric
and knows nothing of order, so that the order in which articles arrive cannot matter.
"""

from rapidfuzz import fuzz

from transforms.merging.wordings import Wording, stems_of
from transforms.wording import negations, place_within, stands_within

SAME = 100.0
_NEAR_VERBATIM = 80.0
"""rapidfuzz token_sort_ratio from which two wordings are one with altered words."""
_SHORT = 6
"""Fewer words are alike by chance: only literal containment counts."""

_LEAST = 2
"""Whatever makes two wordings alike, a cut as well as a paraphrase, shares so much of sense."""
_FIGURE = 2
"""A figure in both tells as much as two words."""


def likeness(one: Wording, other: Wording) -> float:
    """Return 0 for different utterances, else how alike the wordings are (up to 100)."""
    if one.words == other.words:
        return SAME
    if _common(one, other) < _LEAST and min(len(one.stems), len(other.stems)) >= _LEAST:
        return 0.0
    shorter, longer = sorted((one, other), key=lambda wording: len(wording.words))
    place = place_within(shorter.words, longer.words)
    if place is not None:
        is_cut = _has_weight(shorter.words, shorter.is_direct) and not _is_denied(longer, place)
        return SAME if is_cut else 0.0
    if _quotation_within(one, other) or _quotation_within(other, one):
        return 95.0
    if len(shorter.words) < _SHORT or _contradict(one, other):
        return 0.0
    verbatim = fuzz.token_sort_ratio(" ".join(one.words), " ".join(other.words))
    if verbatim >= _NEAR_VERBATIM and _shared(one, other) >= 2 / 3:
        return verbatim
    return _paraphrase(one, other)


def _has_weight(words: tuple[str, ...], is_quoted: bool) -> bool:
    """Tell whether so few words can only have come from the other wording."""
    stems = len(stems_of(words))
    return stems >= 2 or (is_quoted and stems == 1 and len(words) >= 2)


def _is_denied(longer: Wording, place: int) -> bool:
    """Tell whether the words before a cut turn its sense round ("no | foreign troops")."""
    return bool(negations(longer.words[max(place - 3, 0) : place]))


def _quotation_within(quoting: Wording, other: Wording) -> bool:
    """Tell whether words that one quotes stand in the other as they are."""
    return any(
        (_is_telling(fragment, quoting) or (len(fragment) >= 3 and _is_upheld(quoting, other)))
        and stands_within(fragment, other.words)
        for fragment in quoting.quoted
        if fragment != quoting.words
    )


def _is_upheld(quoting: Wording, other: Wording) -> bool:
    """Tell whether the words around a quoted "all for all" have the same sense too."""
    return len(quoting.stems & other.stems) >= 2 and not _contradict(quoting, other)


def _is_telling(fragment: tuple[str, ...], quoting: Wording) -> bool:
    """Tell whether a quoted fragment is more than a word in scare quotes."""
    stems = len(stems_of(fragment))
    return stems >= 2 and (len(fragment) >= 3 or 2 * stems >= len(quoting.stems))


def _contradict(one: Wording, other: Wording) -> bool:
    """Tell whether figures, negations or names speak against one utterance.

    A cut may lack a figure or a name; each having one that the other lacks is another
    content ("not the Donbas", "not Crimea").
    """
    return (
        one.negations != other.negations
        or _each_has_own(one.numbers, other.numbers)
        or _each_has_own(one.names - other.stems, other.names - one.stems)
    )


def _each_has_own(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one - other) and bool(other - one)


def _shared(one: Wording, other: Wording) -> float:
    """Return which share of the poorer wording's sense the other has, 0..1."""
    smaller = min(_weight(one), _weight(other))
    return _common(one, other) / smaller if smaller else 0.0


def _weight(wording: Wording) -> int:
    return len(wording.stems) + _FIGURE * len(wording.numbers)


def _common(one: Wording, other: Wording) -> int:
    return len(one.stems & other.stems) + _FIGURE * len(one.numbers & other.numbers)


def _paraphrase(one: Wording, other: Wording) -> float:
    """Compare the words that carry sense: nearly all of the poorer wording's in the richer.

    The fewer there are, the more of them must be common, and the less may the richer add.
    """
    share, smaller = _shared(one, other), min(_weight(one), _weight(other))
    common = _common(one, other)
    of_either = common / (_weight(one) + _weight(other) - common or 1)
    if smaller >= 8:
        is_alike = share >= 0.6
    elif smaller >= 5:
        is_alike = share >= 0.6 and of_either >= 0.4
    elif smaller == 4:
        is_alike = (share >= 0.75 and of_either >= 0.5) or (share == 1.0 and of_either >= 0.4)
    elif smaller == 3:
        is_alike = share == 1.0 and of_either >= 0.5
    else:
        is_alike = smaller == 2 and share == 1.0 and of_either >= 2 / 3
    return round(100 * share, 1) if is_alike else 0.0
