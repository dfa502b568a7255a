"""Plan terms in a text, by their labels and patterns."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from seeds.story import Story
from transforms.tagging.casing import Casing
from transforms.tagging.context import TextContext
from transforms.tagging.gazetteer import Gazetteer
from transforms.tagging.overlap import without_overlaps
from transforms.tagging.pattern_match import PatternMatcher
from transforms.tags import Tag

_MATCHED = 0.9


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One label of a term."""

    term_id: str
    label: str
    casing: Casing = field(compare=False)


class TermTagger:
    """Finds the mentions of a story's terms; built once, used for many texts."""

    def __init__(self, story: Story) -> None:
        self._gazetteer = Gazetteer(
            (
                label.label,
                TermEntry(label.target_id, label.label, Casing(label.label)),
            )
            for label in story.term_labels
            if label.kind != "pattern"
        )

        self._patterns = PatternMatcher(
            (label.target_id, label.label) for label in story.term_labels if label.kind == "pattern"
        )

    def tag(self, context: TextContext) -> list[Tag]:
        """Return the mentions, ordered by span, none overlapping another."""
        found = [*self._labels(context), *self._matches(context)]
        return without_overlaps(
            tag for tag in found if self._patterns.allows(tag.target_id, context, tag.span)
        )

    def _labels(self, context: TextContext) -> Iterator[Tag]:
        for hit in self._gazetteer.find(context.normalised):
            exact = hit.span.of(context.text)
            for entry in hit.entries:
                if entry.casing.fits(exact):
                    yield Tag("term", entry.term_id, hit.span, entry.label, "label", 1.0)

    def _matches(self, context: TextContext) -> Iterator[Tag]:
        for hit in self._patterns.find(context):
            yield Tag("term", hit.target_id, hit.span, hit.source, "pattern", _MATCHED)
