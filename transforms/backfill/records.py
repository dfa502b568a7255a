"""What is read of an archive, one by one."""

from dataclasses import dataclass

NOT_AN_ARTICLE = "not-an-article"
"""A row that says something else, or too little."""
DAMAGED = "damaged-record"
"""The archive itself is damaged there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an archive something stands."""

    file: str
    """The file's name, without its folder: an archive that is moved is the same one."""
    number: int
    """Of the line or row, counted from 1; of a record of a WARC file the byte it begins at."""
    unit: str = "line"
    """line, row or byte."""

    def __str__(self) -> str:
        joint = " at" if self.unit == "byte" else ","
        return f"{self.file}{joint} {self.unit} {self.number}"

    @property
    def key(self) -> str:
        """The same for programs; as strings, keys of one file sort in its order."""
        return f"{self.file}:{self.number:015d}"


@dataclass(frozen=True, slots=True)
class ArchivedArticle:
    """An article as an archive holds it. Strings are empty where it says nothing."""

    place: Place
    url: str
    body: bytes
    content_type: str
    title: str = ""
    published_raw: str = ""
    author: str = ""
    outlet: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row or record that is no article."""

    place: Place
    kind: str
    """NOT_AN_ARTICLE or DAMAGED."""
    reason: str
