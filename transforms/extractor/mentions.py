"""People named in a text, found by their typography: titles and capitalised names."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from transforms.extractor.given_names import HE, SHE
from transforms.extractor.roles import OCCUPATIONS, ROLES
from transforms.extractor.sentences import Paragraph
from transforms.extractor.words import words
from transforms.spans import Span

Pronoun = Literal["he", "she", ""]

_TITLE = (
    r"(?:(?:Prime|Vice|Deputy|Foreign|Finance|Defen[cs]e|Interior|Justice|Attorney|Acting)\s)?"
    r"(?:Mr|Mrs|Ms|Mx|Dr|Sen|Rep|Gov|Gen|Lt|Col|Capt|Prof|Rev|Sir|Dame|Lord|Lady|President|"
    r"Chancellor|Premier|Minister|Senator|Governor|Mayor|Secretary|Ambassador|Congressman|"
    r"Congresswoman|Representative|General|Admiral|Judge|Justice|King|Queen|Prince|Princess|Pope|"
    r"Chairman|Chairwoman|Commissioner|Envoy|Spokesman|Spokeswoman)\.?"
)
_WORD = r"(?:[A-ZÀ-ÞĀ-Ž]\.|[A-ZÀ-ÞĀ-Ž][\w’'-]*)"
_PART = rf"(?:{_WORD}|von|van|der|de|del|bin|al)"
_NAME = re.compile(rf"(?:\b(?P<title>{_TITLE})\s)?\b(?P<name>{_WORD}(?:\s{_PART}){{0,4}})")
_TITLE_WITHIN = re.compile(
    r"(?:\S+\s)+(?P<title>Mr\.?|Mrs\.?|Ms\.?|Sen\.?|Rep\.?|Gov\.?|President|Chancellor|Premier|"
    r"Minister|Senator|Governor|Mayor|Secretary|Ambassador|Congressman|Congresswoman|"
    r"Representative|Envoy|Spokesman|Spokeswoman|Chairman|Chairwoman|Commissioner)\s(?=\w)"
)
"""A title after a country, a party or an office: ``Velm President``, ``US Senator``."""
_APPOSITION = re.compile(
    r",\s(?:who\b|(?:an?|the|his|her|its|their|[\w’']+['’]s)\s(?:[\w’'-]+\s){0,4}?"
    rf"(?:{'|'.join(sorted(ROLES | OCCUPATIONS))}|[a-z]+(?:ist|ian|man|woman))\b)"
)
"""What follows a person only: ``, who``; ``, a retired general``; ``, the mayor of Orr``."""
_NOT_NAMES = words(
    "the a an in on at but and or as if when while he she they it we i his her their its our this "
    "that these those after before for with from by of to not no yes so then there here what who "
    "how why where one two three some many most all new old last next according under over "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december"
)
_BODIES = words(
    "ministry party department house senate union council bank court university commission "
    "committee group agency news times post journal press inc corp association institute "
    "foundation center centre office street embassy parliament government kremlin pentagon nato "
    "states kingdom republic city county assembly congress federation league service police army "
    "network radio television tv daily herald reuters company fund club alliance coalition "
    "campaign administration board bureau college school church society movement front army"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name where it stands."""

    span: Span
    paragraph: int
    name: str
    pronoun: Pronoun
    """The pronoun that title or given name call for; empty where they do not tell."""
    leads: bool
    """The name opens its sentence: it is what the next pronoun most likely means."""
    titled: bool = False
    certain: bool = True
    """Not a bare word that opens a sentence: that is a surname if it is one elsewhere."""

    @property
    def surname(self) -> str:
        """Return the last word of the name."""
        return self.name.rsplit(maxsplit=1)[-1].casefold()


def find_people(text: str, paragraphs: list[Paragraph], speaking: list[Span]) -> list[Person]:
    """Return the named people outside quotation marks, in order.

    A capitalised name of two words is a person's if a title or the given name says so, or
    if it stands in ``speaking``, the spans that name sources.
    """
    sources = sorted(speaking)
    found = [
        person for paragraph in paragraphs for person in _in_paragraph(text, paragraph, sources)
    ]
    full: dict[str, Pronoun] = {}
    for person in found:
        if " " in person.name:
            full.setdefault(person.surname, person.pronoun)
    return [
        # "Grace said" is Ann Grace where there is one, else somebody who goes by a given name.
        replace(person, pronoun=full[person.surname]) if _is_bare(person, full) else person
        for person in found
        if person.certain or person.surname in full
    ]


def _is_bare(person: Person, full: dict[str, Pronoun]) -> bool:
    return " " not in person.name and not person.titled and person.surname in full


def _in_paragraph(text: str, paragraph: Paragraph, sources: list[Span]) -> Iterator[Person]:
    starts = {sentence.span.start for sentence in paragraph.sentences}
    quotations = paragraph.quotations
    index = 0
    for match in _NAME.finditer(text, *paragraph.span):
        while index < len(quotations) and quotations[index].outer.end <= match.start("name"):
            index += 1
        if index < len(quotations) and quotations[index].outer.start <= match.start("name"):
            continue
        start, parts, title = _without_prefix(match)
        end = match.end("name")
        speaks = _stands_in(start, sources)
        opening = match.start() if title else start
        leads = opening in starts or opening - 1 in starts
        known = speaks or _APPOSITION.match(text, end) is not None
        certain = _is_person(parts, title, speaks=speaks, known=known)
        if not certain and not (leads and len(parts) == 1):
            continue
        name = re.sub(r"['’]s?$", "", " ".join(parts))
        span = Span(start, min(end, start + len(name)))
        pronoun = _pronoun(parts[0], title)
        yield Person(span, paragraph.number, name, pronoun, leads, bool(title), certain)


def _without_prefix(match: re.Match[str]) -> tuple[int, list[str], str]:
    """Return the offset, words and title of a name without what only stands before it.

    ``But Ann Lee``; ``Velm President Ann Lee``; ``[Secretary of] State Ann Lee``.
    """
    start, name = match.start("name"), match.group("name")
    title = match.group("title") or ""
    inner = None if title else _TITLE_WITHIN.match(name)
    if inner is not None:
        title = inner.group("title")
        start, name = start + inner.end(), name[inner.end() :]
    parts = name.split()
    while parts and parts[0].casefold() in _NOT_NAMES:
        start += len(parts[0]) + 1
        parts.pop(0)
    of_body = len(parts) > 2 and parts[0].casefold() in _BODIES | {"state"}
    if of_body and parts[1].casefold() in HE | SHE:
        start += len(parts[0]) + 1
        parts.pop(0)
    return start, parts, title.rstrip(".")


def _stands_in(offset: int, sources: list[Span]) -> bool:
    index = bisect_right(sources, (offset, 1 << 60)) - 1
    return index >= 0 and sources[index].start <= offset < sources[index].end


def _is_person(parts: list[str], title: str, *, speaks: bool, known: bool) -> bool:
    if not parts or any(part.casefold().rstrip(".") in _BODIES for part in parts):
        return False
    given = parts[0].casefold()
    named = given in HE or given in SHE
    if len(parts) == 1:
        return bool(title) or (speaks and named)
    return bool(title) or known or named


def _pronoun(given: str, title: str) -> Pronoun:
    if title in {"Mrs", "Ms", "Dame", "Lady", "Queen", "Princess", "Congresswoman", "Spokeswoman"}:
        return "she"
    if title in {"Mr", "Sir", "Lord", "King", "Prince", "Pope", "Congressman", "Spokesman"}:
        return "he"
    if given.casefold() in HE:
        return "he"
    return "she" if given.casefold() in SHE else ""
