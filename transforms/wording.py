"""Words of statements: plain text without marks, and comparison of two wordings."""

import difflib
import re
import unicodedata

from rapidfuzz import fuzz

from transforms.spans import Spans

SAME_FROM_WORDS = 6
"""Fewer words are compared by literal containment: short texts are alike by chance."""
SAME_FROM_SIMILARITY = 70.0
"""rapidfuzz token_set_ratio, 0..100; measured, see docs/choices.md."""

_NEGATION = re.compile(
    "no|not|never|none|nobody|nothing|neither|nor|cannot|"
    "(?:ai|are|ca|could|did|do|does|had|has|have|is|must|need|should|was|were|wo|would)nt"
)
"""In words as ``normalised_words`` leaves them: casefolded, apostrophes dropped."""

_NO_DENIAL = re.compile(
    r"\b(?:no matter|no (?:later|earlier|sooner|fewer|less|more) than|no doubt|not only|not just)\b"
)
_MARKS = "\"“”„«»'‘’`"
_INSERTION = re.compile(r"\[[^\]]*\]")
_WORD = re.compile(r"\w+")
_BLANKS = re.compile(r"\s+")
_THAT = re.compile(r"^that\s+")
_CONTINUED = re.compile(r"(?<=\s)[\"“„«](?=\S)|[\"”»](?=\s)")
"""A mark that opens again at each paragraph of one quotation, or closes before the next."""


def content_words(text: str, content: Spans, *, is_direct: bool) -> str:
    """Return what is said as one plain string.

    Pieces are joined, a comma before the cue and the "that" of indirect speech go; of
    direct speech the quotation marks go too, elsewhere they tell whose words they are.
    """
    pieces = [_BLANKS.sub(" ", piece.of(text)).strip() for piece in content]
    if is_direct:
        pieces = [_CONTINUED.sub("", piece.strip(_MARKS + " ")) for piece in pieces]
    joined = _joined([piece for piece in pieces if piece])
    return _THAT.sub("", joined).rstrip(", ").strip()


def _joined(pieces: list[str]) -> str:
    """Join the pieces around a cue.

    The comma before it stands for a full stop where the next piece begins a sentence
    ("We go," she said. "They stay.").
    """
    joined = ""
    for piece in pieces:
        if joined.endswith(",") and piece.lstrip(_MARKS)[:1].isupper():
            joined = joined[:-1] + "."
        joined = f"{joined} {piece}" if joined else piece
    return joined


def normalised_words(words: str) -> tuple[str, ...]:
    """Return the words for comparison: NFKC, casefolded, insertions and apostrophes dropped."""
    plain = unicodedata.normalize("NFKC", _INSERTION.sub(" ", words)).casefold()
    return tuple(_WORD.findall(plain.replace("'", "").replace("’", "")))


def similarity(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return 0 for different statements, else how alike the wordings are (up to 100).

    From six words up: token_set_ratio of at least 70, a shared three-word shingle and as
    many negations ("will pay" and "will not pay" share all their other words).
    Below: the shorter, of two words or more, stands literally within the longer.
    """
    if one == other:
        return 100.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < SAME_FROM_WORDS:
        return 100.0 if len(shorter) >= 2 and stands_within(shorter, longer) else 0.0
    if stands_within(shorter, longer):
        return 100.0
    if not _shingles(one) & _shingles(other) or negations(one) != negations(other):
        return 0.0
    score = fuzz.token_set_ratio(" ".join(one), " ".join(other))
    return score if score >= SAME_FROM_SIMILARITY else 0.0


def word_difference(before: str, after: str) -> str:
    """Return how ``after`` differs: ``kept [-gone-] {+new+}``; empty for the same words."""
    old, new = before.split(), after.split()
    if [_key(word) for word in old] == [_key(word) for word in new]:
        return ""
    matcher = difflib.SequenceMatcher(
        None, [_key(w) for w in old], [_key(w) for w in new], autojunk=False
    )
    shown: list[str] = []
    for action, i1, i2, j1, j2 in matcher.get_opcodes():
        if action == "equal":
            shown.extend(new[j1:j2])
            continue
        if i2 > i1:
            shown.append("[-" + " ".join(old[i1:i2]) + "-]")
        if j2 > j1:
            shown.append("{+" + " ".join(new[j1:j2]) + "+}")
    return " ".join(shown)


def stands_within(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Tell whether one wording is cut out of the other, word for word."""
    return place_within(shorter, longer) is not None


def place_within(shorter: tuple[str, ...], longer: tuple[str, ...]) -> int | None:
    """Return at which word the one wording begins within the other, if it does."""
    size = len(shorter)
    places = range(len(longer) - size + 1)
    return next((place for place in places if longer[place : place + size] == shorter), None)


def negations(words: tuple[str, ...]) -> int:
    """Return how often the words deny; "no matter" and "no later than" deny nothing."""
    joined = _NO_DENIAL.sub(" ", " ".join(words))
    words = tuple(joined.split())
    return sum(_NEGATION.fullmatch(word) is not None for word in words)


def _shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[i : i + 3] for i in range(len(words) - 2)}


def _key(word: str) -> str:
    return "".join(normalised_words(word)) or word
