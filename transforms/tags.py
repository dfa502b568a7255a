"""What the tagger finds in a text: mentions of actors and of plan terms."""

from dataclasses import dataclass
from typing import Literal

from transforms.spans import Span

TargetKind = Literal["actor", "term"]


@dataclass(frozen=True, slots=True)
class Tag:
    """One mention. ``span`` is code points, half-open, into the text that was tagged."""

    kind: TargetKind
    target_id: str
    span: Span
    matched_label: str
    """The label or pattern of the story folder that matched, as the analyst wrote it."""
    method: str
    """How it was found: label, surname, office, metonym, pattern, description."""
    confidence: float
    """0..1; 1 for an unambiguous full label."""
