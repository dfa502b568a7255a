"""What a reader of an archive's file meets."""

from dataclasses import dataclass

from transforms.backfill.records import ArchivedArticle, Unusable


@dataclass(frozen=True, slots=True)
class Met:
    """What stands at one place of a file."""

    item: ArchivedArticle | Unusable | None
    """None for what is neither an article nor damaged, such as a picture in a WARC file."""
    bytes_read: int
    """How much of the file is read by then."""
