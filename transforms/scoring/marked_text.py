"""A text as words, with what the measure needs to know of them."""

import re
import unicodedata
from collections.abc import Iterable

from transforms.extraction import SpeechType
from transforms.extractor.sentences import split_paragraphs
from transforms.extractor.words import words
from transforms.spans import Span

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_DIRECT = 0.9
_AFTER_HEAD = words(
    "of for in at on from with who whom whose which that to by as during against near inside "
    "outside into about over under between among after before since until like including familiar "
    "close when where while is was are were has had"
)
_DETERMINERS = words("a an the his her their its our my some many several one two three")
_SUFFIXES = words("jr sr ii iii iv")
PRONOUNS = words(
    "i we you he she it they me us him her them who whom that which this these those one himself "
    "herself themselves myself ourselves itself someone anyone everyone others another my our your "
    "his its their mine ours yours hers theirs some many most both all"
)


class MarkedText:
    """The words of a text: sets of word numbers stand for spans, so that edges never matter."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [Span(*match.span()) for match in _WORD.finditer(text)]
        self._at = {
            offset: number
            for number, span in enumerate(self.words)
            for offset in range(span.start, span.end)
        }
        self._quoted = self.word_set(
            quotation.outer
            for paragraph in split_paragraphs(text)
            for quotation in paragraph.quotations
        )

    def word_set(self, spans: Iterable[tuple[int, int]]) -> set[int]:
        """Return the numbers of the words that the spans touch."""
        at = self._at
        return {at[offset] for start, end in spans for offset in range(start, end) if offset in at}

    def word(self, number: int) -> str:
        """Return one word as it is written."""
        return self.words[number].of(self.text)

    def kind(self, content: set[int]) -> SpeechType:
        """Return direct for at least 90 % of words in quotation marks, mixed for some."""
        quoted = len(content & self._quoted)
        if not quoted:
            return "indirect"
        return "direct" if quoted >= _DIRECT * len(content) else "mixed"

    def heads(self, spans: Iterable[tuple[int, int]]) -> set[int]:
        """Return the head words: in each part, the last before a preposition or relative."""
        found: set[int] = set()
        for span in spans:
            for index, part in enumerate(self._parts(sorted(self.word_set([span])))):
                opening = self.word(part[0])
                low = opening.casefold()
                named = opening[0].isupper() or low in _DETERMINERS
                if index and (not named or low in _AFTER_HEAD):
                    continue
                found.add(self._head(part))
        return found

    def last_names(self, spans: Iterable[tuple[int, int]]) -> set[str]:
        """Return the capitalised head words, without accents and case."""
        heads = (re.sub(r"['’]s?$", "", self.word(number)) for number in self.heads(spans))
        return {_plain(name) for name in heads if name[:1].isupper() and not _is_pronoun(name)}

    def is_pronoun(self, numbers: set[int]) -> bool:
        """Say whether the words are pronouns only."""
        return bool(numbers) and all(_is_pronoun(self.word(number)) for number in numbers)

    def _parts(self, numbers: list[int]) -> list[list[int]]:
        """Split at commas, brackets, dashes, "and" and "or"."""
        parts: list[list[int]] = [[]]
        for place, number in enumerate(numbers):
            joins = self.word(number).casefold() in {"and", "or"}
            between = ""
            if place:
                between = self.text[self.words[numbers[place - 1]].end : self.words[number].start]
            if place and (joins or re.search(r"[,;:()\[\]—–]", between)):
                parts.append([])
            if not (place and joins):
                parts[-1].append(number)
        return [part for part in parts if part]

    def _head(self, part: list[int]) -> int:
        end = len(part)
        for place in range(1, len(part)):
            if self.word(part[place]).casefold() in _AFTER_HEAD:
                end = place
                break
        while end > 1 and self.word(part[end - 1]).casefold() in _SUFFIXES:
            end -= 1
        return part[end - 1]


def _is_pronoun(word: str) -> bool:
    return re.sub(r"['’].*", "", word.casefold()) in PRONOUNS


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
