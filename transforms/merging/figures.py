"""Figures of a wording: "600,000", "600 000" and "six hundred thousand" are one."""

import re
from itertools import pairwise

from transforms.merging.function_words import NUMBER_WORDS

_THOUSANDS = re.compile(r"(?<=\d)[,.\u00a0\u202f ](?=\d{3}\b)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINALS = {
    "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
"""First and second order more than they count."""
NUMERALS = frozenset(NUMBER_WORDS) | frozenset(_SCALES) | frozenset(_ORDINALS)


def figures_of(text: str, words: tuple[str, ...]) -> frozenset[str]:
    """Return the figures, in digits or in words, of a text and its normalised words."""
    figures = {_plain(found) for found in _NUMBER.findall(_THOUSANDS.sub("", text))}
    return frozenset(figures | set(_in_words(words)) | _scaled(text))


def _scaled(text: str) -> set[str]:
    """Return "3 million" as the one figure that it is."""
    found = re.findall(r"(\d+(?:[.,]\d+)?) (thousand|million|billion)\b", text.casefold())
    return {_plain(str(float(n.replace(",", ".")) * _SCALES[scale])) for n, scale in found}


def _plain(figure: str) -> str:
    return figure.replace(",", ".").removesuffix(".0")


def _in_words(words: tuple[str, ...]) -> list[str]:
    """Return the numerals: tens and ones add up, hundred and thousand multiply."""
    found: list[str] = []
    total = part = 0
    for word, following in pairwise((*words, "")):
        if word in _ORDINALS and not part:
            found.append(str(_ORDINALS[word]))
        elif word in NUMBER_WORDS and word not in _SCALES:
            part += int(NUMBER_WORDS[word])
        elif word == "one" and part >= 20 and part % 10 == 0:
            part += 1
        elif word in _SCALES and (part or total):
            scale = _SCALES[word]
            total, part = (total, part * scale) if scale == 100 else (total + part * scale, 0)
        elif word == "hundred":
            part = 100
        goes_on = following in NUMERALS or (following == "one" and part >= 20 and part % 10 == 0)
        if (total or part) and not goes_on:
            found.append(str(total + part))
            total = part = 0
    return found
