"""Bylines as pages write them out: "By Ann Lee in Geneva"."""

import re

_NAME = r"[A-Z\u00c0-\u00de\u0100-\u017e\u0400-\u042f](?:[\w'\u2019-]+|\.)?"
_WRITTEN = re.compile(
    rf"(?:By|BY|by)\s+(?P<name>{_NAME}(?:\s+(?:(?:van|von|de|der|da|al|el|bin)\s+)?{_NAME}){{1,3}}?"
    rf"(?:(?:,|\s+and|\s+&)\s+{_NAME}(?:\s+{_NAME}){{1,3}}?){{0,4}})"
    r"\s*(?:[.,|\u2013\u2014-]?\s*$|[,|]\s+\S.*$|\.\s+(?:Published|Updated|Posted|Last)\b.*$"
    r"|\s(?:in|for|at|on)\s+\S.*$)"
)
_NOT_A_NAME = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December|The|Then|This|That|His|Her|Our|All"
)
_LEADING = re.compile(r"(?:by|von|par|por|di|автор:?|від)\s+", re.IGNORECASE)
_LONGEST = 120


def written_byline(line: str) -> str:
    """Return the names of a line that is nothing but a byline, else "".

    A sentence of the story such as "By Monday evening, talks had stalled" is none.
    """
    if len(line) > _LONGEST:
        return ""
    found = _WRITTEN.fullmatch(line.strip())
    if found is None or _NOT_A_NAME.match(found["name"]):
        return ""
    return found["name"].rstrip(".,")


def without_by(name: str) -> str:
    """Return a name without the "By" that some markup carries inside it."""
    return _LEADING.sub("", name, count=1) if _LEADING.match(name) else name
