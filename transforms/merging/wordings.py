"""One wording of a statement, as it is compared with others."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from threading import local

import snowballstemmer

from transforms.identifiers import digest_id
from transforms.merging.figures import NUMERALS, figures_of
from transforms.merging.function_words import FUNCTION_WORDS, SAME_SENSE
from transforms.merging.word_forms import implied_denials, plain_forms, without_emphasis
from transforms.wording import negations, normalised_words

_QUOTED = re.compile(r"[\"“„«](.+?)[\"”»“]")
_CEASE_FIRE = re.compile(r"\b(cease)[- ](?=fire)", re.IGNORECASE)
_NAME = re.compile(r"(?<=[\w,;:] )[A-ZÀ-ÞЀ-Я][\w’'-]+")
"""A capital within a sentence; at its start every word has one."""
_SPEAKERS_OWN = re.compile(r"\b(?:his|her|their|our|my) (?:country|government|nation)\b")
"""What "we" becomes in indirect speech."""
_STEMMERS = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian"}
_KEY_FROM_STEMS = 3
_made = local()


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a statement, and what of them is compared."""

    words: tuple[str, ...]
    """As ``transforms.wording.normalised_words`` gives them."""
    is_direct: bool
    stems: frozenset[str] = field(compare=False)
    """Of the words that carry sense, one stem for words of the same sense."""
    names: frozenset[str] = field(compare=False)
    """Those of the stems that are written with a capital within a sentence."""
    numbers: frozenset[str] = field(compare=False)
    negations: int = field(compare=False)
    quoted: tuple[tuple[str, ...], ...] = field(compare=False)
    """What stands in quotation marks: for direct speech the whole."""


@lru_cache(maxsize=4_096)
def wording_of(text: str, speech_type: str, language: str = "en") -> Wording:
    """Return the wording of a statement's plain words."""
    text = _CEASE_FIRE.sub(r"\1", text)
    words = normalised_words(text)
    fragments = (normalised_words(found) for found in _QUOTED.findall(text))
    is_direct = speech_type == "direct"
    return Wording(
        words=words,
        is_direct=is_direct,
        stems=stems_of(words, language),
        names=stems_of(normalised_words(" ".join(_NAME.findall(text))), language),
        numbers=figures_of(text, words),
        negations=_denials(text, language),
        quoted=(words,) if is_direct else tuple(found for found in fragments if found),
    )


def sense_key(wording: Wording) -> str:
    """Return a digest by which the same words said again are found; "" for a few words."""
    if len(wording.stems) < _KEY_FROM_STEMS:
        return ""
    sense = (*sorted(wording.stems), *sorted(wording.numbers), str(wording.negations))
    return digest_id("sense", *sense)


def stems_of(words: tuple[str, ...], language: str = "en") -> frozenset[str]:
    """Return the stems of the words that carry sense; figures are no words."""
    if language == "en":
        words = tuple(_SPEAKERS_OWN.sub("we", " ".join(words)).split())
        words = plain_forms(words)
    return frozenset(
        stem_of(word, language)
        for word in words
        if word not in FUNCTION_WORDS
        and word not in NUMERALS
        and not word[0].isdigit()
        and len(word) > 1
    )


def _denials(text: str, language: str) -> int:
    words = normalised_words(without_emphasis(text))
    implied = implied_denials(words) if language == "en" else 0
    return negations(words) + implied


@lru_cache(maxsize=50_000)
def stem_of(word: str, language: str = "en") -> str:
    """Return the stem that stands for a word, the same one for words of the same sense."""
    name = _STEMMERS.get(language)
    if name is None:
        return word
    stemmers = _made.__dict__.setdefault("stemmers", {})
    if name not in stemmers:
        stemmers[name] = snowballstemmer.stemmer(name)
    stem: str = stemmers[name].stemWord(word)
    return SAME_SENSE.get(stem, stem)
