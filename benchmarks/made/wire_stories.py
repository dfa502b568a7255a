"""Made news stories of invented people, their copies, and stories that only look like copies.

Sentences come from a small grammar with a seeded generator, so that every run makes the same.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_ROLES = (
    "harbour minister", "fisheries envoy", "mayor", "customs chief", "union leader", "judge",
    "island governor", "deputy speaker", "budget officer", "port director", "surgeon general",
)  # fmt: skip
_GIVEN = ("Arno", "Bela", "Cato", "Dorin", "Edda", "Falk", "Greta", "Hanno", "Ilka", "Jorun")
_FAMILY = ("Varn", "Ostrel", "Quill", "Maddox-Hane", "Perrin", "Solveig", "Tarn", "Udde", "Wist")
_PLACES = (
    "Halmsund", "Port Sela", "Ostermark", "Linden Quay", "Upper Meridia", "Vessel Bay",
    "Carsovia", "the old customs house", "Nordvik's west coast", "the ferry terminal",
)  # fmt: skip
_VERBS = (
    "rejected", "delayed", "approved", "questioned", "defended", "rewrote", "postponed",
    "praised", "withdrew", "audited", "amended", "leaked", "welcomed", "measured", "blocked",
    "mocked", "mapped", "doubled", "halved", "traded", "renamed", "buried", "revived", "taxed",
    "borrowed", "insured", "painted", "banned", "copied", "counted", "lost", "found", "sold",
)  # fmt: skip
_THINGS = (
    "grain", "bridge", "ferry", "border", "hospital", "fishing", "school", "tunnel", "net",
    "salt", "train", "harbour", "census", "water", "pilot", "market", "timber", "radio", "prison",
    "museum", "quarry", "garden", "airfield", "archive", "library", "orchard", "lighthouse",
)  # fmt: skip
_MATTERS = (
    "toll", "fund", "timetable", "permit", "merger", "quota", "plan", "contract", "levy",
    "subsidy", "tariff", "licence", "survey", "charter", "lease", "pension", "appeal", "strike",
    "treaty", "audit", "ballot", "grant", "repair", "debt", "verdict", "shortage", "reform",
)  # fmt: skip
_PREPOSITIONS = (
    "after", "without", "before", "despite", "under", "because of", "in spite of", "during",
    "against", "for the sake of", "instead of", "ahead of", "next to", "as part of",
)  # fmt: skip
_ADJECTIVES = (
    "costly", "modest", "disputed", "overdue", "popular", "secret", "revised", "hasty", "cold",
    "narrow", "crowded", "empty", "late", "quiet", "bitter", "second", "foreign", "local", "old",
    "short", "generous", "wooden", "muddy", "royal", "rival", "joint", "public", "private",
)  # fmt: skip
_FILLERS = ("meanwhile", "by contrast", "in the end", "at noon", "on reflection", "all the same")


@dataclass(frozen=True, slots=True)
class Made:
    """A story, or an article that has or lacks something of it."""

    kind: str
    text: str
    outlet: str
    agency: str = ""
    copies: int | None = None
    """The number of the story that it carries; None for a story and for what is no copy."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a story is about, for writing about it twice in other words."""

    who: str
    role: str
    place: str
    thing: str


class Writer:
    """Writes stories; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self._numbers = random.Random(seed)

    def event(self) -> Event:
        """Return something that happened."""
        pick = self._numbers.choice
        return Event(f"{pick(_GIVEN)} {pick(_FAMILY)}", pick(_ROLES), pick(_PLACES), self._thing())

    def paragraphs(self, event: Event, count: int = 12) -> list[str]:
        """Return paragraphs of two or three sentences about an event."""
        return [
            " ".join(self._sentence(event) for _ in range(self._numbers.randint(2, 3)))
            for _ in range(count)
        ]

    def quotation(self) -> str:
        """Return a quotation of some thirty words."""
        return f'"{self._clause()}, and {self._clause()}, while {self._clause()}."'

    def title(self, event: Event) -> str:
        """Return a headline."""
        return f"{event.who} {self._numbers.choice(_VERBS)} {self._noun()} {self._manner()}"

    def edited(self, text: str, share: float) -> str:
        """Return the text with single words, spread over it, put in other words."""
        words = text.split(" ")
        for place in self._numbers.sample(range(len(words)), round(share * len(words))):
            words[place] = self._numbers.choice((*_ADJECTIVES, *_VERBS))
        return " ".join(words)

    def shuffled(self, paragraphs: list[str]) -> list[str]:
        """Return the paragraphs in another order."""
        return self._numbers.sample(paragraphs, len(paragraphs))

    def _sentence(self, event: Event) -> str:
        shapes: tuple[Callable[[], str], ...] = (
            lambda: f"{event.who}, the {event.role}, {self._predicate()} in {event.place}.",
            lambda: f"{self._filler()}, the {event.thing} {self._manner()} {self._predicate()}.",
            lambda: f"According to {self._numbers.choice(_ROLES)}s in {self._place()}, "
                    f"{self._clause()}.",
            lambda: f"{self._clause()}, {event.who.split()[-1]} said {self._manner()}.",
            lambda: f"Some {self._numbers.randint(3, 990)} residents of {self._place()} "
                    f"{self._predicate()}.",
        )  # fmt: skip
        sentence = self._numbers.choice(shapes)()
        return sentence[0].upper() + sentence[1:]

    def _clause(self) -> str:
        name = f"{self._numbers.choice(_GIVEN)} {self._numbers.choice(_FAMILY)}"
        return f"{name} {self._predicate()} near {self._place()}"

    def _predicate(self) -> str:
        return f"{self._numbers.choice(_VERBS)} {self._noun()} {self._manner()}"

    def _noun(self) -> str:
        return f"the {self._numbers.choice(_ADJECTIVES)} {self._thing()}"

    def _thing(self) -> str:
        return f"{self._numbers.choice(_THINGS)} {self._numbers.choice(_MATTERS)}"

    def _place(self) -> str:
        return self._numbers.choice(_PLACES)

    def _manner(self) -> str:
        return f"{self._numbers.choice(_PREPOSITIONS)} a {self._numbers.choice(_ADJECTIVES)} " + (
            self._thing()
        )

    def _filler(self) -> str:
        return self._numbers.choice(_FILLERS).capitalize()


BOILERPLATE = (
    "Subscribe to our morning letter and have the news of the harbour towns on your table before "
    "the first ferry leaves. Readers who pay keep this paper free of everybody else. Write to the "
    "desk by the door, by post or by the form at the foot of the page, and name the article that "
    "you mean. We answer every letter that is signed, and print those that are short."
)


def made_stories(count: int, seed: int = 7) -> tuple[list[Made], list[Made]]:
    """Return stories, and of each one article of every kind: copies and what is none."""
    writer = Writer(seed)
    stories, others = [], []
    for number in range(count):
        event = writer.event()
        quotations = [writer.quotation(), writer.quotation()]
        body = writer.paragraphs(event)
        body[2:2] = quotations
        background = writer.paragraphs(writer.event(), 1)
        text = _article(writer.title(event), [*body, *background])
        stories.append(Made("story", text, f"outlet {number % 40}", "dpa" if number % 3 else ""))
        for kind, copied in _copies(writer, event, body):
            others.append(Made(kind, copied, f"{kind} outlet {number % 40}", "", number))
        for kind, copied in _lookalikes(writer, event, quotations, background):
            outlet = f"outlet {number % 40}" if kind == "same boilerplate" else f"{kind} {number}"
            others.append(Made(kind, copied, outlet, "dpa"))
    return stories, others


def _article(title: str, paragraphs: list[str]) -> str:
    return "\n\n".join([title, *paragraphs])


def _copies(writer: Writer, event: Event, body: list[str]) -> Iterator[tuple[str, str]]:
    title = writer.title(event)
    text = _article(title, body)
    yield "verbatim", text
    yield "new headline", _article(writer.title(writer.event()), body)
    yield "cut to 3 paragraphs", _article(title, body[:3])
    yield "edited, 5 % of words", writer.edited(text, 0.05)
    yield "edited, 10 % of words", writer.edited(text, 0.10)
    yield "paragraphs reordered", _article(title, writer.shuffled(body))
    around = writer.paragraphs(writer.event(), 24)
    yield "embedded in a longer one", _article(title, [*around[:9], *body, *around[9:]])


def _lookalikes(
    writer: Writer, event: Event, quotations: list[str], background: list[str]
) -> Iterator[tuple[str, str]]:
    title = writer.title(event)
    yield (
        "quotations shared, two fifths",
        _article(title, [*writer.paragraphs(event, 4), *quotations]),
    )
    yield "same event, own words", _article(title, writer.paragraphs(event))
    other = writer.event()
    yield (
        "same boilerplate",
        _article(writer.title(other), [*writer.paragraphs(other, 3), BOILERPLATE]),
    )
    yield (
        "same agency, background shared",
        _article(writer.title(other), [*writer.paragraphs(other, 8), *background]),
    )
