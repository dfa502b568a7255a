"""From "she", "the senator" or "Lee" to the words that name the speaker.

Few rules of high precision, in the order of the text: a pronoun means the latest fitting
speaker or sentence opener; a role means the latest person who was introduced with it; a
surname means the full name; "the statement" means those who issued it.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from transforms.extractor.cue_table import DOCUMENTS
from transforms.extractor.findings import Finding
from transforms.extractor.mentions import Person, Pronoun, find_people
from transforms.extractor.roles import ROLES, TITLES
from transforms.extractor.sentences import Paragraph
from transforms.extractor.words import words
from transforms.spans import Span, Spans

_REACH = 4
"""Paragraphs that a pronoun looks back."""
_PAIR_REACH = 300
_MOST_PEOPLE = 60
"""Names that a rule looks back at most, so that long texts cost no more than their length."""
_FORMS_OF_ADDRESS = words("mr mrs ms mx dr sir dame lord lady sen rep gov gen prof lt col capt rev")
_INTRODUCED_BEFORE = 60
_INTRODUCED_AFTER = 90
"""Characters around a name that can introduce it."""
_APPOSITION_WORDS = 8
_OWNED = re.compile(r"(?:[\w-]+ of )?(his|her) \w")
"""``his ministry``; ``five of her colleagues``."""
_AGE = re.compile(r"the \d{2}-year-old")
_CAPITALISED = r"[A-ZÀ-ÞĀ-Ž][\w’'.-]*(?: [A-ZÀ-ÞĀ-Ž][\w’'-]*){0,4}"
_PAIR = re.compile(rf"(?:Both )?(?P<names>{_CAPITALISED} and {_CAPITALISED})(?= [a-z]+)")
"""``Ann Lee and Prime Minister Jon Ode met``: who "they" are in the next sentence."""
_STOP = re.compile(r"[.?!][”\"]?\s")
_OF_ANOTHER = re.compile(r"\b(?:for|of|to|with|by|from)\s(?:[\w.]+\s)?\Z")


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
        self._known_pronouns: dict[str, Pronoun] = {}
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
        owner = self._owner(low, at, finding)
        if owner is not None:
            own = source.words
            finding.source = replace(
                source, antecedent=(owner.span, *own), rule=f"{source.rule}; possessor"
            )
            self._remember(finding, own)
            if finding.rule == "issuer":
                self._bodies.append((at, finding.source.antecedent, False))
            return
        found, rule = self._find(low, said, at, finding)
        if found:
            finding.source = replace(source, antecedent=found, rule=f"{source.rule}; {rule}")
        if finding.rule == "issuer":
            self._bodies.append((at, finding.source.antecedent, False))
        self._remember(finding, finding.source.antecedent)

    def _find(self, low: str, said: str, at: Span, finding: Finding) -> tuple[Spans, str]:
        if low in {"he", "she"}:
            pronoun: Pronoun = "he" if low == "he" else "she"
            person = self._by_pronoun(pronoun, at, finding)
            if person is None:
                return (), ""
            self._known_pronouns.setdefault(person.surname, pronoun)
            return (self._in_full(person).span,), "pronoun"
        if _AGE.fullmatch(low):
            person = self._by_pronoun("", at, finding)
            return ((self._in_full(person).span,), "age") if person else ((), "")
        if low in {"it", "they"}:
            pair = self._pair_before(at) if low == "they" else ()
            return self._by_body(at, plural=low == "they") or pair, "pronoun"
        head = finding.source.head
        if head is not None and head.lower_ in DOCUMENTS and low.startswith(("the ", "this ")):
            return self._by_body(at, plural=None, reach=3), "document"
        role = re.fullmatch(r"(?:the|this|that)\s(?:[\w-]+\s){0,3}?([\w-]+)", low)
        if role and role.group(1) in ROLES:
            person = self._by_role(role.group(1), at)
            return ((self._in_full(person).span,), "role") if person else ((), "")
        person = self._by_surname(said, at)
        return ((person.span,), "full name") if person else ((), "")

    def _owner(self, low: str, at: Span, finding: Finding) -> Person | None:
        """``Her ministry``: the person whose ministry it is; named ones need no owner."""
        owned = _OWNED.match(low)
        if owned is None or self._person_in(finding.source.words) is not None:
            return None
        person = self._by_pronoun("he" if owned.group(1) == "his" else "she", at, finding)
        return None if person is None else self._in_full(person)

    def _in_full(self, person: Person) -> Person:
        """Return where a person who stands here by surname is named in full."""
        return person if " " in person.name else self._full_names.get(person.surname, person)

    def _fits(self, person: Person, pronoun: Pronoun) -> bool:
        known = person.pronoun or self._known_pronouns.get(person.surname, "")
        return not pronoun or known in {pronoun, ""}

    def _before(self, at: Span) -> list[Person]:
        """Return the people named before ``at``, as far back as a rule ever looks."""
        end = bisect_left(self._starts, at.start)
        return self._people[max(0, end - _MOST_PEOPLE) : end]

    def _by_pronoun(self, pronoun: Pronoun, at: Span, finding: Finding) -> Person | None:
        here = self._paragraph(at.start)
        nearest: tuple[int, Person] | None = None
        for span, speaker in reversed(self._speakers):
            own = _within(span, finding.content)
            if span.start < at.start and not own and self._fits(speaker, pronoun):
                if here - self._paragraph(span.start) < _REACH:
                    nearest = (span.start, speaker)
                break
        fallback: Person | None = None
        for person in reversed(self._before(at)):
            if here - person.paragraph >= _REACH or (nearest and person.span.start < nearest[0]):
                break
            if not self._fits(person, pronoun) or _within(person.span, finding.content):
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

    def _pair_before(self, at: Span) -> Spans:
        """Return the names that open the sentence before ``at`` together."""
        start = max(0, at.start - _PAIR_REACH)
        for match in reversed(list(_PAIR.finditer(self._text, start, at.start))):
            stops = len(_STOP.findall(self._text, match.end(), at.start))
            opens = not match.start() or _STOP.match(self._text, match.start() - 2)
            if stops == 1 and (opens or self._text[match.start() - 1] == "\n"):
                return (Span(*match.span("names")),)
        return ()

    def _by_role(self, role: str, at: Span) -> Person | None:
        for person in reversed(self._before(at)):
            if role in self._introduction(person):
                return person
        return None

    def _introduction(self, person: Person) -> set[str]:
        """Return the words of title and apposition: ``Ann Lee, the mayor of Orr,``."""
        start, end = person.span
        before = self._text[max(0, start - _INTRODUCED_BEFORE) : start].casefold()
        # "the foreign minister, Ann Lee" or "Foreign Minister Ann Lee".
        reach = _APPOSITION_WORDS if before.endswith(", ") else 1
        segment = re.split(r"[.;:!?]\s|[,“”\"\n]", before.removesuffix(", "))[-1]
        found = set(re.findall(r"[\w-]+", segment)[-reach:])
        after = self._text[end : end + _INTRODUCED_AFTER]
        apposition = re.match(r",\s([^,.;\n]+)", after)
        if apposition:
            found |= set(re.findall(r"[\w-]+", apposition.group(1).casefold()))
        for title in list(found):
            found |= set(TITLES.get(title, "").split())
        return found

    def _by_surname(self, said: str, at: Span) -> Person | None:
        parts = said.split()
        if not said[:1].isupper() or len(parts) > 2:
            return None
        title = parts[0].casefold().rstrip(".") if len(parts) == 2 else ""
        if title and title not in _FORMS_OF_ADDRESS and title not in ROLES:
            return None  # a given name: it is the full name already
        person = self._full_names.get(parts[-1].casefold())
        return person if person is not None and person.span != at else None

    def _remember(self, finding: Finding, naming: Spans) -> None:
        at = finding.source.words[0]
        head = finding.source.head
        person = None
        if head is None or head.lower_ not in DOCUMENTS:
            person = self._person_in(naming)
        if person is not None:
            self._speakers.append((at, person))
            return
        said = naming[0].of(self._text) if naming else ""
        if head is None or not said or head.tag_ in {"PRP", "WP", "WDT"}:
            return
        plural = head.tag_ in {"NNS", "NNPS"} or re.search(r"\b(?:and|both)\b", said) is not None
        if head.lower_ in DOCUMENTS:
            plural = False  # "It" is the statement, whoever issued it.
        if not plural and head.lower_ in ROLES:
            self._speakers.append(
                (at, Person(naming[0], self._paragraph(at.start), said, "", True))
            )
            return
        self._bodies.append((at, naming, plural))

    def _person_in(self, naming: Spans) -> Person | None:
        for span in naming:
            first = bisect_left(self._starts, span.start)
            named = [
                person
                for person in self._people[first : first + 4]
                if person.span.end <= span.end and not self._only_describes(person, span)
            ]
            if named:
                return None if len(named) > 1 and " and " in span.of(self._text) else named[0]
        return None

    def _only_describes(self, person: Person, naming: Span) -> bool:
        """``Lee's spokesman``; ``a spokesman for Lee``: it is not Lee who speaks."""
        owns = self._text.startswith(("'s ", "’s "), person.span.end)
        before = self._text[naming.start : person.span.start]
        return owns or _OF_ANOTHER.search(before) is not None

    def _paragraph(self, offset: int) -> int:
        return bisect_right(self._paragraph_starts, offset) - 1


def _within(span: Span, content: list[Span]) -> bool:
    return any(piece.start <= span.start < piece.end for piece in content)
