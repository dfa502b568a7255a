"""From "she", "the senator" or "Lee" to the words that name the speaker.

Few rules of high precision, in the order of the text: a pronoun means the latest fitting
speaker or sentence opener; a role means the latest person who was introduced with it; a
surname means the full name; "the statement" means those who issued it.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from transforms.extractor.documents import DOCUMENTS
from transforms.extractor.findings import Finding
from transforms.extractor.mentions import Person, Pronoun, find_people
from transforms.extractor.sentences import Paragraph
from transforms.extractor.words import words
from transforms.spans import Span, Spans

_REACH = 4
"""Paragraphs that a pronoun looks back."""
_MOST_PEOPLE = 60
"""Names that a rule looks back at most, so that long texts cost no more than their length."""
_ROLES = words(
    "president minister chancellor premier senator governor mayor secretary ambassador congressman "
    "congresswoman representative lawmaker general admiral judge spokesman spokeswoman "
    "spokesperson envoy leader chairman chairwoman chair director commissioner candidate nominee "
    "diplomat adviser analyst professor author lawyer negotiator official chief executive king "
    "queen pope activist strategist pollster businessman billionaire democrat republican"
)
_TITLES = {
    "sen": "senator",
    "rep": "representative congressman congresswoman lawmaker",
    "gov": "governor",
    "gen": "general",
    "prof": "professor",
    "senator": "lawmaker",
    "president": "leader",
    "chancellor": "leader",
    "premier": "leader",
}
_INTRODUCED_BEFORE = 60
_INTRODUCED_AFTER = 90


def follow_sources(
    text: str, paragraphs: list[Paragraph], findings: list[Finding], issuers: list[Finding]
) -> None:
    """Set the antecedents of all sources of one text.

    ``issuers`` are sentences that say nothing but who issued a document.
    """
    named = [span for finding in findings for span in finding.source.words]
    people = find_people(text, paragraphs, named)
    follower = _Follower(text, people, [paragraph.span.start for paragraph in paragraphs])
    for finding in sorted([*findings, *issuers], key=_place):
        follower.follow(finding)


def _place(finding: Finding) -> int:
    return finding.source.words[0].start if finding.source.words else 0


class _Follower:
    """Follows the sources of one text, statement by statement, in reading order."""

    def __init__(self, text: str, people: list[Person], paragraph_starts: list[int]) -> None:
        self._text = text
        self._people = people
        self._starts = [person.span.start for person in people]
        self._paragraph_starts = paragraph_starts
        self._full_names: dict[str, Person] = {}
        for person in people:
            if " " in person.name:
                self._full_names.setdefault(person.surname, person)
        self._speakers: list[tuple[Span, Person]] = []
        self._bodies: list[tuple[Span, Spans, bool]] = []

    def follow(self, finding: Finding) -> None:
        """Set the antecedent of the finding's source where a rule gives one."""
        source = finding.source
        if not source.words:
            return
        said = " ".join(span.of(self._text) for span in source.words)
        low = said.casefold()
        at = source.words[0]
        if source.rule == "relative clause" and source.antecedent != source.words:
            self._remember(finding, source.antecedent)
            return
        found, rule = self._find(low, said, at, finding)
        if found:
            finding.source = replace(source, antecedent=found, rule=f"{source.rule}; {rule}")
        self._remember(finding, finding.source.antecedent)

    def _find(self, low: str, said: str, at: Span, finding: Finding) -> tuple[Spans, str]:
        if low in {"he", "she"}:
            person = self._by_pronoun("he" if low == "he" else "she", at, finding)
            return ((person.span,), "pronoun") if person else ((), "")
        if low in {"it", "they"}:
            return self._by_body(at, plural=low == "they"), "pronoun"
        role = re.fullmatch(r"(?:the|this|that)\s(?:[\w-]+\s){0,3}?([\w-]+)", low)
        if role and role.group(1) in DOCUMENTS:
            return self._by_body(at, plural=None, reach=3), "document"
        if role and role.group(1) in _ROLES:
            person = self._by_role(role.group(1), at)
            return ((person.span,), "role") if person else ((), "")
        person = self._by_surname(said, at)
        return ((person.span,), "full name") if person else ((), "")

    def _before(self, at: Span) -> list[Person]:
        """Return the people named before ``at``, as far back as a rule ever looks."""
        end = bisect_left(self._starts, at.start)
        return self._people[max(0, end - _MOST_PEOPLE) : end]

    def _by_pronoun(self, pronoun: Pronoun, at: Span, finding: Finding) -> Person | None:
        here = self._paragraph(at.start)
        nearest: tuple[int, Person] | None = None
        for span, speaker in reversed(self._speakers):
            if span.start < at.start and speaker.pronoun in {pronoun, ""}:
                if here - self._paragraph(span.start) < _REACH:
                    nearest = (span.start, speaker)
                break
        fallback: Person | None = None
        for person in reversed(self._before(at)):
            if here - person.paragraph >= _REACH or (nearest and person.span.start < nearest[0]):
                break
            if person.pronoun not in {pronoun, ""} or _within(person.span, finding.content):
                continue
            if person.leads:
                return person
            if fallback is None and here - person.paragraph < 2:
                fallback = person
        return nearest[1] if nearest else fallback

    def _by_body(self, at: Span, *, plural: bool | None, reach: int = 2) -> Spans:
        for span, naming, is_plural in reversed(self._bodies[-_MOST_PEOPLE:]):
            if span.start >= at.start:
                continue
            if self._paragraph(at.start) - self._paragraph(span.start) >= reach:
                return ()
            if plural is None or is_plural == plural:
                return naming
        return ()

    def _by_role(self, role: str, at: Span) -> Person | None:
        for person in reversed(self._before(at)):
            if role in self._introduction(person):
                return person
        return None

    def _introduction(self, person: Person) -> set[str]:
        """Return the words of title and apposition: ``Ann Lee, the mayor of Orr,``."""
        start, end = person.span
        before = self._text[max(0, start - _INTRODUCED_BEFORE) : start]
        before = re.split(r"[.;:!?]\s|[,“”\"\n]", before)[-1]
        found = set(re.findall(r"[\w-]+", before.casefold())[-1:])
        after = self._text[end : end + _INTRODUCED_AFTER]
        apposition = re.match(r",\s([^,.;\n]+)", after)
        if apposition:
            found |= set(re.findall(r"[\w-]+", apposition.group(1).casefold()))
        for title in list(found):
            found |= set(_TITLES.get(title, "").split())
        return found

    def _by_surname(self, said: str, at: Span) -> Person | None:
        parts = said.split()
        if not said[:1].isupper() or len(parts) > 2 or (len(parts) == 2 and parts[0][-1] != "."):
            return None
        person = self._full_names.get(parts[-1].casefold())
        return person if person is not None and person.span.start < at.start else None

    def _remember(self, finding: Finding, naming: Spans) -> None:
        at = finding.source.words[0]
        person = self._person_in(naming)
        if person is not None:
            self._speakers.append((at, person))
            return
        head = finding.source.head
        said = naming[0].of(self._text) if naming else ""
        if head is None or not said or head.tag_ in {"PRP", "WP", "WDT"}:
            return
        plural = head.tag_ in {"NNS", "NNPS"} or re.search(r"\b(?:and|both)\b", said) is not None
        if not plural and head.lower_ in _ROLES:
            self._speakers.append(
                (at, Person(naming[0], self._paragraph(at.start), said, "", True))
            )
            return
        self._bodies.append((at, naming, plural))

    def _person_in(self, naming: Spans) -> Person | None:
        for span in naming:
            index = bisect_left(self._starts, span.start)
            if index < len(self._people) and self._people[index].span.end <= span.end:
                following = self._people[index + 1 : index + 2]
                joint = " and " in span.of(self._text) and any(
                    other.span.end <= span.end for other in following
                )
                return None if joint else self._people[index]
        return None

    def _paragraph(self, offset: int) -> int:
        return bisect_right(self._paragraph_starts, offset) - 1


def _within(span: Span, content: list[Span]) -> bool:
    return any(piece.start <= span.start < piece.end for piece in content)
