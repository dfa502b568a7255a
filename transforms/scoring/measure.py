"""End-to-end agreement: the content overlaps by half or more, and the speaker is right.

A content is a set of words, its pieces taken together. Predicted and annotated contents
are paired one to one, best first, where they share at least half of their joint words. The
speaker is right when the head words or the last names agree; where none is annotated, when
none is predicted. Recall is that of the annotated slice; precision counts all predictions
(of the kind) against all annotations, since a thought that is annotated is no error.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from transforms.extraction import SpeechType
from transforms.extractor.cue_table import NOUN_CUES
from transforms.extractor.cues import CUES
from transforms.extractor.words import words
from transforms.scoring.marked_text import MarkedText
from transforms.spans import Spans

ENOUGH = 0.5
"""Share of the joint words that a pair must have in common."""
_LONGEST_SPEAKER = 25
_ATTITUDES = words(
    "support hope back attack believe oppose offer express defend worry feel refuse dismiss cast "
    "put order reference recognize hit project credit challenge welcome advocate accept embrace "
    "rip compare paint rebuke chide guess attribute approve liken press outline jab laugh depict "
    "frame marvel fault insult begin champion knock reckon repudiate swipe trash bash commit second"
)
"""Lemmas that tell what somebody wants or does as often as what is said."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A statement as annotated or predicted; offsets into its text."""

    speaker: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one statement: ``other`` is the one it was paired with, if any."""

    statement: Marked
    kind: SpeechType
    is_speech: bool
    other: Marked | None
    speaker_right: bool

    @property
    def right(self) -> bool:
        """Say whether content and speaker agree."""
        return self.other is not None and self.speaker_right


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each 0..1, with the numbers that they come from."""

    annotated: int
    predicted: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def compare(
    text: str, annotated: Iterable[Marked], predicted: Iterable[Marked]
) -> tuple[list[Outcome], list[Outcome]]:
    """Return the outcomes of the annotated and of the predicted statements of one text."""
    marked = MarkedText(text)
    gold, found = _with_words(marked, annotated), _with_words(marked, predicted)
    pairs = _pair([content for _, content in gold], [content for _, content in found])
    back = {there: here for here, there in pairs.items()}

    def outcome(here: int | None, there: int | None, *, of_gold: bool) -> Outcome:
        item, content = gold[here or 0] if of_gold else found[there or 0]
        if here is None or there is None:
            return _outcome(marked, item, content, None, speaker_right=False)
        one, other = gold[here][0], found[there][0]
        right = _speaker_right(marked, one, other)
        return _outcome(marked, item, content, other if of_gold else one, speaker_right=right)

    return (
        [outcome(here, pairs.get(here), of_gold=True) for here in range(len(gold))],
        [outcome(back.get(there), there, of_gold=False) for there in range(len(found))],
    )


def _with_words(marked: MarkedText, items: Iterable[Marked]) -> list[tuple[Marked, set[int]]]:
    """Return the statements that have a word, with the numbers of their words."""
    pairs = [(item, marked.word_set(item.content)) for item in items]
    return [(item, content) for item, content in pairs if content]


def score(
    annotated: list[Outcome], predicted: list[Outcome], kind: SpeechType | None = None
) -> Score:
    """Return the score for annotated speech, of one kind or of all."""
    gold = [item for item in annotated if item.is_speech and kind in {None, item.kind}]
    found = [item for item in predicted if kind in {None, item.kind}]
    return Score(len(gold), len(found), _share(found), _share(gold))


def _share(outcomes: list[Outcome]) -> float:
    return sum(outcome.right for outcome in outcomes) / len(outcomes) if outcomes else 0.0


def _outcome(
    marked: MarkedText,
    item: Marked,
    content: set[int],
    other: Marked | None,
    *,
    speaker_right: bool,
) -> Outcome:
    cue = " ".join(span.of(marked.text) for span in item.cue).casefold()
    return Outcome(item, marked.kind(content), _is_speech(cue), other, speaker_right)


def _is_speech(cue: str) -> bool:
    """Say whether a cue is one of saying, by our own table without attitudes and deeds."""
    return any(_says(word) for word in cue.replace(":", " : ").split())


def _says(word: str) -> bool:
    if word in CUES:
        return any(entry.lemma not in _ATTITUDES for entry in CUES[word].values())
    if word in NOUN_CUES:
        return NOUN_CUES[word][0] not in _ATTITUDES
    return word in {":", "according"}


def _pair(gold: list[set[int]], found: list[set[int]]) -> dict[int, int]:
    holders: dict[int, list[int]] = defaultdict(list)
    for index, content in enumerate(gold):
        for word in content:
            holders[word].append(index)
    candidates = []
    for there, content in enumerate(found):
        for here in {index for word in content for index in holders.get(word, ())}:
            share = len(content & gold[here]) / len(content | gold[here])
            if share >= ENOUGH:
                candidates.append((-share, here, there))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, here, there in sorted(candidates):
        if here not in pairs and there not in taken:
            pairs[here] = there
            taken.add(there)
    return pairs


def _speaker_right(marked: MarkedText, gold: Marked, found: Marked) -> bool:
    annotated, predicted = marked.word_set(gold.speaker), marked.word_set(found.speaker)
    if not annotated:
        return not predicted
    heads = marked.heads(gold.speaker)
    if heads & marked.heads(found.speaker):
        return True
    if len(predicted) <= _LONGEST_SPEAKER and heads & predicted:
        return True
    if _same_words(marked, annotated, predicted):
        return True
    return bool(marked.last_names(gold.speaker) & marked.last_names(found.speaker))


def _same_words(marked: MarkedText, annotated: set[int], predicted: set[int]) -> bool:
    """``The ad`` is ``the ad`` elsewhere; a pronoun only in the same paragraph."""
    one = [marked.word(number).casefold() for number in sorted(annotated)]
    other = [marked.word(number).casefold() for number in sorted(predicted)]
    if one != other:
        return False
    ends = sorted((marked.words[min(annotated)].start, marked.words[min(predicted)].start))
    return not marked.is_pronoun(annotated) or "\n" not in marked.text[ends[0] : ends[1]]
