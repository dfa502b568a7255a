"""Reads the table of constructed sentences, and writes extractions in its notation."""

from dataclasses import dataclass
from pathlib import Path

from transforms.extraction import Extraction
from transforms.spans import Spans

TABLE = Path(__file__).with_name("constructions.txt")
_EDGES = " .,;:!\"“”„«»'‘’`"


@dataclass(frozen=True)
class Construction:
    heading: str
    text: str
    expected: tuple[str, ...]


def read_table() -> list[Construction]:
    """Return the constructions of the table in order."""
    found: list[Construction] = []
    heading = text = ""
    expected: list[str] = []
    for line in [*TABLE.read_text(encoding="utf-8").splitlines(), "## end"]:
        if line.startswith("  "):
            expected.append(_normal(line))
            continue
        if text and line.strip():
            found.append(Construction(heading, text, tuple(expected)))
            text, expected = "", []
        if line.startswith("## "):
            heading = line[3:]
        elif line.strip() and not line.startswith("#"):
            text = line.replace(" / ", "\n\n")
    return found


def write(text: str, extraction: Extraction, expected: str) -> str:
    """Write an extraction as a line of the table, with the extras that ``expected`` names."""
    parts = [
        extraction.speech_type,
        words(text, extraction.source),
        words(text, extraction.content),
    ]
    extras = expected.split(" | ")[3:]
    names = [extra.partition("=")[0] for extra in extras[0].split("; ")] if extras else []
    if names:
        parts.append("; ".join(f"{name}={_value(text, extraction, name)}" for name in names))
    return " | ".join(parts)


def words(text: str, spans: Spans) -> str:
    return " ... ".join(span.of(text).strip(_EDGES) for span in spans)


def _value(text: str, extraction: Extraction, name: str) -> str:
    value = getattr(extraction, name)
    return words(text, value) if isinstance(value, tuple) else str(value)


def _normal(line: str) -> str:
    parts = [part.strip() for part in line.strip().split("|")]
    parts[2] = " ... ".join(piece.strip(_EDGES) for piece in parts[2].split(" ... "))
    return " | ".join(parts)
