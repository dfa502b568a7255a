"""Words of statements: plain text without marks, and how two wordings differ."""

import difflib
import re
import unicodedata

from transforms.spans import Spans

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


def _key(word: str) -> str:
    return "".join(normalised_words(word)) or word
