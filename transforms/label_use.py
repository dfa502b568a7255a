"""How often each label of a story matches in articles: which say nothing, which say too much."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from seeds.story import Label, Story
from transforms.tags import Tag

HALF = 0.5
LEAST_ARTICLES = 20
"""Below so many articles a share says little."""


@dataclass(frozen=True, slots=True)
class LabelUse:
    """A label and how many articles it matches in."""

    label: Label
    articles: int


def label_uses(story: Story, tagged: Iterable[Collection[Tag]]) -> tuple[int, list[LabelUse]]:
    """Return how many articles were tagged and the use of each label, in the story's order.

    A label that is always part of a longer one's match counts for nothing: the longest wins.
    """
    matched: dict[tuple[str, str], int] = {}
    articles = 0
    for tags in tagged:
        articles += 1
        for key in {(tag.target_id, tag.matched_label) for tag in tags}:
            matched[key] = matched.get(key, 0) + 1
    labels = (*story.term_labels, *story.actor_labels)
    return articles, [
        LabelUse(label, matched.get((label.target_id, label.label), 0)) for label in labels
    ]


def too_wide(story: Story, articles: int, uses: Iterable[LabelUse]) -> list[LabelUse]:
    """Return the labels of terms that match in half of the articles or more.

    An actor may well stand in every article of its story; a term that does tells nothing.
    """
    if articles < LEAST_ARTICLES:
        return []
    terms = {term.term_id for term in story.terms}
    return [use for use in uses if use.label.target_id in terms and use.articles >= HALF * articles]
