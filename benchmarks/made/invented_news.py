"""Made articles: the sample site's invented cast on terms of the first story, no two alike."""

import random
from collections.abc import Iterator

from benchmarks.made.wire_stories import Writer

_SPEAKERS = (
    "Tomas Arrel", "Defence Minister Dana Kovrin", "Ines Tavener", "Jonas Prell", "Mira Oll",
    "Gerrit Vane", "A senior official", "The harbour master", "Meridia's government",
)  # fmt: skip
_TERMS = (
    "the 28-point plan", "territorial concessions", "a cap on the army", "security guarantees",
    "sanctions relief", "the frozen assets", "a demilitarised zone", "a ceasefire",
    "membership in NATO", "accession to the EU", "elections within 100 days", "an amnesty",
)  # fmt: skip
_VERDICTS = (
    "would come too early", "is not on our table", "can be had by spring", "needs a vote first",
    "should be written down in full", "has been misread", "will be paid for by all of us",
    "must wait for the autumn", "was never promised", "goes further than the last draft",
)  # fmt: skip
_CUES = ("said", "told reporters", "told the assembly", "wrote", "insisted", "warned")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def invented_articles(
    count: int, paragraphs: int = 8, quotes: int = 4, seed: int = 1
) -> Iterator[tuple[str, str]]:
    """Yield headline and text of ``count`` articles, the same ones for the same seed."""
    chance, writer = random.Random(seed), Writer(seed)
    for number in range(count):
        event = writer.event()
        lines = writer.paragraphs(event, paragraphs)
        for place in range(quotes):
            lines.insert(chance.randrange(len(lines) + 1), _speech(chance, writer, place))
        yield f"{writer.title(event)} ({number})", "\n\n".join(lines)


def _speech(chance: random.Random, writer: Writer, place: int) -> str:
    speaker, cue, day = chance.choice(_SPEAKERS), chance.choice(_CUES), chance.choice(_DAYS)
    term, verdict = chance.choice(_TERMS), chance.choice(_VERDICTS)
    more = writer.quotation().strip('".')
    return (
        f"“{term[0].upper() + term[1:]} {verdict}; {more},” {speaker} {cue} on {day}.",
        f"{speaker} {cue} on {day} that {term} “{verdict}” because {more}.",
        f"{speaker} said on {day} that {term} {verdict} and that {more}.",
    )[place % 3]
