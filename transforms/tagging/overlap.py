"""Of mentions that overlap, the longest stands."""

from collections.abc import Iterable

from transforms.tags import Tag


def without_overlaps(tags: Iterable[Tag]) -> list[Tag]:
    """Return tags of one kind, ordered by span, of which no two overlap.

    The longest goes first, then the surer, then the one that begins first: "Washington
    Post" takes its words from "Washington".
    """
    ranked = sorted(
        tags,
        key=lambda tag: (
            tag.span.start - tag.span.end,
            -tag.confidence,
            tag.span.start,
            tag.target_id,
            tag.matched_label,
        ),
    )
    taken: set[int] = set()
    kept = []
    for tag in ranked:
        places = range(tag.span.start, tag.span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(tag)
    return sorted(kept, key=lambda tag: tag.span)
