"""The titles beside a surname: before it, before the list that it ends, or after a comma."""

import re

from transforms.tagging.context import TextContext
from transforms.tagging.offices import PLURAL_TITLES, full_title
from transforms.tagging.words import MENS_TITLES, RANKS, TITLES, WOMENS_TITLES

_WORD_BACK = re.compile(r"([\w.’'-]+)[ \u00a0]$")
_REACH, _LIST_REACH = 40, 120
_COURTESY = MENS_TITLES | WOMENS_TITLES
_NAME = r"[A-ZÀ-Þ][\w’'-]*\.?(?: [A-ZÀ-Þ][\w’'-]*\.?){0,2}"
_TITLED_LIST = re.compile(
    rf"\b((?i:{'|'.join(sorted(PLURAL_TITLES))}))\.? {_NAME}(?:, {_NAME})*(?:,|,? and|,? or) $"
)
"""A title in the plural and the names between it and this one: "Senators Lee, Ray and "."""
_APPOSITION = re.compile(
    r", (?:(?:the|an?|his|her|their|its|now|then) )?(?P<words>[\w’'-]+(?: [\w’'-]+){0,5}?)"
    r"(?= (?:of|for|in|from|on|at|to|with|who|whose|which|that|and)\b|[,.;:!?\n—–)]|$)"
)
_OWNER = re.compile(r".*(?:['’]s|s['’]) ")
_NOT_IN_OFFICE = re.compile(r"\b(?:former|ex|then|onetime|late|deputy|vice)\b", re.IGNORECASE)


def titles_beside(context: TextContext, start: int, end: int) -> frozenset[str]:
    """Return the titles of the name at ``[start, end)``, spelt out, in lower case.

    Those right before go first, then a plural before a list ("Senators Lee and Ray"), then
    an apposition ("Ray, the senator"). Mr and Ms fit anybody and are no titles here.
    """
    return _before(context, start) or _before_list(context, start) or _after(context, end)


def word_back(context: TextContext, start: int) -> re.Match[str] | None:
    """Return the word that stands one space before ``start``, the first group of the match."""
    return _WORD_BACK.search(context.text[max(0, start - _REACH) : start])


def _before(context: TextContext, start: int) -> frozenset[str]:
    titles = set()
    while match := word_back(context, start):
        title = full_title(match.group(1))
        if title not in TITLES or context.begins_sentence(start):
            break
        titles.add(title)
        start -= len(match.group())
    return frozenset(titles - _COURTESY)


def _before_list(context: TextContext, start: int) -> frozenset[str]:
    if not context.text.endswith((" and ", " or ", ", "), max(0, start - 5), start):
        return frozenset()
    first = context.sentences.around(start).start
    match = _TITLED_LIST.search(context.text[max(first, start - _LIST_REACH) : start])
    return frozenset({full_title(match.group(1))}) if match else frozenset()


def _after(context: TextContext, end: int) -> frozenset[str]:
    match = _APPOSITION.match(context.text, end)
    if match is None or _NOT_IN_OFFICE.search(match["words"]):
        return frozenset()
    last = full_title(_OWNER.sub("", match["words"]).rpartition(" ")[2])
    return frozenset({last} & (RANKS - _COURTESY))
