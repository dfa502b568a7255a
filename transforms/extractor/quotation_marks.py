"""Quotations by their marks, one paragraph at a time, so that one odd mark spoils no more."""

import re
from dataclasses import dataclass

from transforms.spans import Span

OPENING = "“„«"
CLOSING = "”»"
_MARK = re.compile("''|``|[“”„«»\"‘’']")
_WORD = re.compile(r"\w")
_SPEAKS = r"(?:said|says|added|told|wrote|asked|replied)"
_LOST_CLOSE = re.compile(
    rf"[,.?!](?=\s(?:{_SPEAKS}\s(?:[A-ZÀ-Þ]|the\s)|(?:[A-ZÀ-Þ][\w.'’-]+\s){{1,4}}{_SPEAKS}\b"
    rf"|(?:he|she|they)\s{_SPEAKS}\b))"
)
"""``“We will not sign, said Ode.``: the closing mark is missing before the cue."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks; ``closed`` is False when it runs on to the next paragraph.

    ``outer`` includes the marks, ``inner`` does not; offsets are into the whole text.
    """

    outer: Span
    inner: Span
    closed: bool
    single: bool
    """Between single marks, as British papers and headlines have it."""


def find_quotations(text: str, paragraph: Span, runs_on: bool) -> list[Quotation]:
    """Return the outermost quotations of ``paragraph``, in order and disjoint.

    ``runs_on`` says whether the next paragraph begins with a mark: then a quotation that
    is still open at the end is a continued one ("...peace. / “And we will..."). Otherwise
    an open mark counts only where a quotation can stand: at the start, or after , or :.
    """
    found: list[Quotation] = []
    open_at: int | None = None
    open_width = 1
    single_at: int | None = None
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        at, sign = mark.start(), mark.group()
        before = text[at - 1] if at > paragraph.start else " "
        after = text[mark.end()] if mark.end() < paragraph.end else " "
        if sign in ("‘", "’", "'"):
            if open_at is None:
                single_at = _follow_single(found, text, single_at, at, sign, before, after)
        elif open_at is None:
            if _can_open(sign, before, after):
                open_at, open_width, single_at = at, len(sign), None
        elif _closes(sign, text[open_at], before, after):
            found.append(_quotation(text, open_at, open_width, at, len(sign)))
            open_at = None
    if open_at is not None and (runs_on or _stands_where_speech_starts(text, paragraph, open_at)):
        end = paragraph.end
        lost = None if runs_on else _LOST_CLOSE.search(text, open_at + open_width, end)
        end = lost.end() if lost else end
        inner = Span(min(open_at + open_width, end), end)
        found.append(Quotation(Span(open_at, end), inner, lost is not None, False))
    return [quotation for quotation in found if _WORD.search(text, *quotation.inner)]


def begins_with_mark(text: str, paragraph: Span) -> bool:
    """Say whether the paragraph begins with a double quotation mark (a continuation mark)."""
    return text.startswith(("“", '"', "''", "``", "„", "«", "”"), paragraph.start)


def _can_open(sign: str, before: str, after: str) -> bool:
    if sign in OPENING:
        return True
    # A mark with a word before it and a blank after it can only close; a closing mark
    # used for an opening one stands before a word ("”We go,” he said").
    if after.isspace():
        return False
    return sign not in CLOSING or not before.isalnum()


def _closes(sign: str, opened_with: str, before: str, after: str) -> bool:
    if opened_with == "«" or (opened_with == "»" and sign in OPENING):
        return sign in "«»" and sign != opened_with  # French marks have blanks inside.
    if opened_with == "„" and sign == "“":
        return not before.isspace()
    if sign in OPENING or sign == "``":
        return False
    opens_here = before.isspace() and not after.isspace()
    return not (opens_here and (sign != '"' or opened_with != '"'))


def _follow_single(
    found: list[Quotation],
    text: str,
    single_at: int | None,
    at: int,
    sign: str,
    before: str,
    after: str,
) -> int | None:
    """Open or close a single-marked quotation; an apostrophe does neither."""
    if sign != "’" and not before.isalnum() and (after.isalnum() or after in '“"'):
        is_year = sign == "'" and after.isdigit()
        return single_at if is_year or single_at is not None else at
    if single_at is None or after.isalnum() or before.isspace() or sign == "‘":
        return single_at
    straight = text[single_at] == "'"
    if straight != (sign == "'"):
        return single_at
    if before == "s" and after == " " and text.find(sign + " ", at + 1, at + 400) > 0:
        return single_at
    found.append(Quotation(Span(single_at, at + 1), Span(single_at + 1, at), True, True))
    return None


def _quotation(
    text: str, open_at: int, open_width: int, close_at: int, close_width: int
) -> Quotation:
    outer = Span(open_at, close_at + close_width)
    start, end = open_at + open_width, close_at
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quotation(outer, Span(start, end), True, False)


def _stands_where_speech_starts(text: str, paragraph: Span, at: int) -> bool:
    before = text[paragraph.start : at].rstrip()
    return not before or before.endswith((",", ":"))
