"""Sampled shingles: an article as a set of numbers that a copy of it shares."""

from datetime import datetime, timedelta
from zlib import crc32

import numpy as np

from transforms.wording import normalised_words

SHINGLE_WORDS = 5
SAMPLED_ONE_IN = 8
"""A shingle is kept by its own hash, so that two articles keep the same ones of what they share."""

_TOP_BITS = np.uint64(64 - (SAMPLED_ONE_IN - 1).bit_length())
_LOW_HALF = np.uint64(0xFFFFFFFF)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIXERS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
"""SplitMix64's finaliser (Steele, Lea, Flood 2014): every bit of the input moves every bit out."""


def sampled_shingles(text: str) -> frozenset[int]:
    """Return the sampled five-word shingles of a text as unsigned 32-bit numbers.

    The same words give the same numbers on every machine. Case, punctuation, apostrophes
    and bracketed insertions do not count; see ``normalised_words``.
    """
    words = normalised_words(text)
    count = len(words) - SHINGLE_WORDS + 1
    if count < 1:
        return frozenset()
    encoded = " ".join(words).encode("utf-8", "surrogatepass").split(b" ")
    codes = np.fromiter(map(crc32, encoded), np.uint64, len(words))
    hashes = np.zeros(count, np.uint64)
    for place in range(SHINGLE_WORDS):
        hashes = hashes * _STEP + codes[place : place + count]
    for shift, factor in _MIXERS:
        hashes = (hashes ^ (hashes >> np.uint64(shift))) * np.uint64(factor)
    kept = hashes[hashes >> _TOP_BITS == 0]
    return frozenset(((kept ^ (kept >> np.uint64(31))) & _LOW_HALF).tolist())


def appeared_at(published_at: datetime | None, precision: str, first_seen_at: datetime) -> datetime:
    """Return when an article stood on its site, as far as is known; never after it was seen.

    A date without a time of day says no more than that it was before the day's end.
    """
    if published_at is None or precision in {"month", "year"}:
        return first_seen_at
    if precision == "day":
        published_at += timedelta(days=1)
    return min(published_at, first_seen_at)
