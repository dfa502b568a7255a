"""What a run's wordings share with stored ones that may be of the same utterance, as numbers.

The warehouse keeps these numbers beside each report and looks for them, so that of the statements
of a time only those are read that a new wording may belong to.
"""

from collections.abc import Iterable
from zlib import crc32

from transforms.merging.nearness import least_shared, words_to_share
from transforms.merging.periods import period_of
from transforms.merging.wordings import Wording, wording_of
from transforms.records import Appearance
from transforms.statement_records import Period, Sought


def stem_numbers(wording: Wording) -> tuple[int, ...]:
    """Return a 32-bit number for each stem and two for each figure, as ``likeness`` counts them.

    Of a wording without stems there is one for all its words. Two words of one number only make
    a wording looked at in vain.
    """
    shared = [*sorted(words_to_share(wording))]
    shared += [f"{mark}{figure}" for figure in sorted(wording.numbers) for mark in ("#", "##")]
    return tuple(crc32(word.encode("utf-8", "surrogatepass")) for word in shared)


def sought_of(appearances: Iterable[Appearance], language: str = "en") -> list[Sought]:
    """Return what is looked for; the same words of times that touch once."""
    by_words: dict[tuple[tuple[int, ...], int], list[Appearance]] = {}
    for appearance in appearances:
        wording = wording_of(appearance.words, appearance.speech_type, language)
        key = stem_numbers(wording), least_shared(wording)
        by_words.setdefault(key, []).append(appearance)
    return [
        Sought(numbers, least, period, tuple(sorted({found.article_id for found in same})))
        for (numbers, least), same in by_words.items()
        for period in stretches(map(period_of, same))
    ]


def stretches(periods: Iterable[Period]) -> list[Period]:
    """Return the periods with those that touch made one."""
    joined: list[Period] = []
    for period in sorted(periods, key=lambda period: period.starts):
        if joined and joined[-1].touches(period):
            joined[-1] = joined[-1].joined(period)
        else:
            joined.append(period)
    return joined
