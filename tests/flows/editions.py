"""What three runs over the sample site left, for the tests that look at it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class BothEditions:
    """What three runs over the sample site left: edition 1, edition 2, edition 2 again."""

    home: Path
    printed: list[str]
    received: list[dict[str, Any]]
    """The verified events by webhook-id, as they stood after each run."""
    refused: int
