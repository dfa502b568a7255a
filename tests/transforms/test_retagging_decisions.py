from making import strait_talks

from transforms.retagging import tag_change
from transforms.spans import Span
from transforms.tagging.tagger import Tagger
from transforms.tags import Tag

TEXT = "Tolls are back, says Ana Brod. Tolls rise."
TAGS = Tagger(strait_talks()).tag(TEXT, None)


def keys(tags: list[Tag]) -> set[tuple[str, str, int, int]]:
    return {(tag.kind, tag.target_id, tag.span.start, tag.span.end) for tag in tags}


def test_the_same_mentions_are_no_change() -> None:
    assert len(TAGS) == 3
    assert not tag_change(keys(TAGS), TAGS)


def test_what_is_gained_and_lost_is_told_in_the_order_of_the_text_with_its_label() -> None:
    lost = ("actor", "ilse-marn", 21, 29)
    change = tag_change({lost}, reversed(TAGS))
    assert [TEXT[mention.span.start : mention.span.end] for mention in change.gained] == [
        "Tolls", "Ana Brod", "Tolls",
    ]  # fmt: skip
    assert all(mention.matched_label for mention in change.gained)
    assert [(mention.target_id, mention.span) for mention in change.lost] == [
        ("ilse-marn", Span(21, 29))
    ]
    assert change
