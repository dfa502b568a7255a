"""Headlines in Title Case, written for the parser as a plain sentence would be."""

import re

from transforms.extractor.cues import CUES
from transforms.extractor.words import words

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL = words(
    "is are was were be been has have had do does did will would can could should may might must "
    "not no he she they it we his her their its this that these those who what why how when where "
    "after before over with from into about against amid as at by for in of on or and but to the "
    "a an than if up out off down all more most new now ever never there"
)
_NAMES = words("post times mark grant hope read snap rail commit")
_SHARE = 0.75
_SHORTEST = 5


def in_plain_case(line: str) -> str:
    """Return ``Venn Says the Plan Is Dead`` as ``Venn says the Plan is Dead``.

    Offsets stay: only the case of letters changes. A line that is no headline is returned
    as it is.
    """
    found = list(_WORD.finditer(line))
    capitals = sum(match.group()[0].isupper() for match in found)
    if len(found) < _SHORTEST or capitals < _SHARE * len(found):
        return line
    letters = list(line)
    for match in found[1:]:
        low = match.group().lower()
        if (low in CUES and low not in _NAMES) or low in _SMALL:
            letters[match.start() : match.end()] = low
    plain = "".join(letters)
    return plain if len(plain) == len(line) else line
