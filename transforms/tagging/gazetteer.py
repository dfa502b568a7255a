"""Every label of a story in one automaton over the normalised text.

Aho-Corasick (Aho and Corasick 1975) finds all labels in one pass, however many there are.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

from transforms.spans import Span
from transforms.tagging.normalise import NormalisedText, normalise_label

Entry = TypeVar("Entry", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Hit(Generic[Entry]):
    """Words of a text that read like a label; ``entries`` are all that carry the label."""

    span: Span
    entries: tuple[Entry, ...]


class Gazetteer(Generic[Entry]):
    """Finds labels as whole words, whatever the case, hyphens, accents or apostrophes."""

    def __init__(self, labelled: Iterable[tuple[str, Entry]]) -> None:
        entries_by_key: dict[str, list[Entry]] = {}
        dotted_keys = set()
        for label, entry in labelled:
            key = normalise_label(label)
            if not key:
                continue
            entries = entries_by_key.setdefault(f" {key} ", [])
            if entry not in entries:
                entries.append(entry)
            if label.endswith("."):
                dotted_keys.add(f" {key} ")
        self._dotted = frozenset(
            index for index, key in enumerate(entries_by_key) if key in dotted_keys
        )
        self._entries = [tuple(entries) for entries in entries_by_key.values()]
        self._automaton = AhoCorasick(list(entries_by_key)) if entries_by_key else None

    def find(self, normalised: NormalisedText) -> Iterator[Hit[Entry]]:
        """Yield all hits, also those that overlap, ordered by where they end."""
        if self._automaton is None:
            return
        matches = self._automaton.find_matches_as_indexes(normalised.view, overlapping=True)
        for index, start, end in matches:
            span = normalised.span(start + 1, end - 1)
            if index in self._dotted and normalised.text.startswith(".", span.end):
                span = Span(span.start, span.end + 1)
            yield Hit(span, self._entries[index])
