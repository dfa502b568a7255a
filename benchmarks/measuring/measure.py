"""One thing measured: ours, a floor or peer of the same run, and the bound that is stated."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


class Skipped(Exception):
    """The benchmark cannot run here; the message names what is missing."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Figures of one run. Ours and the peer's stand round by round, so that each makes a pair.

    Raises:
        ValueError: there is no round, or ours and the peer's have not the same number.
    """

    name: str
    """What was measured, in words that stay: a later run is compared by name and size."""
    size: str
    """At what size, for example ``100 articles, 10,000 stored``."""
    unit: str
    """Of the figures, for example ``ms of CPU``; empty for a share."""
    ours: tuple[float, ...]
    """One figure for each round."""
    peer: str = ""
    """What stands beside ours; empty where there is nothing to stand beside it."""
    theirs: tuple[float, ...] = ()
    at_most: float | None = None
    """The bound that is stated, of the ratio; of ours, where ``bounds_ours`` or without a peer."""
    at_least: float | None = None
    """The same, where more is better."""
    bounds_ours: bool = False

    def __post_init__(self) -> None:
        if not self.ours or (self.theirs and len(self.theirs) != len(self.ours)):
            raise ValueError(f"{self.name}: {len(self.ours)} rounds, {len(self.theirs)} of a peer")

    @property
    def best(self) -> float:
        """Ours in the round that other work on the machine disturbed the least."""
        return self._best(self.ours)

    @property
    def best_of_peer(self) -> float | None:
        """The peer's, likewise."""
        return self._best(self.theirs) if self.theirs else None

    @property
    def ratio(self) -> float | None:
        """Our best to the peer's best; it lies within the spread of the pairs."""
        return self.best / self._best(self.theirs) if self.theirs else None

    @property
    def figure(self) -> float:
        """What is compared with another run: the ratio where there is one, else ours."""
        return self.best if self.ratio is None else self.ratio

    @property
    def spread(self) -> tuple[float, float]:
        """The lowest and the highest that a single round gives for ``figure``."""
        pairs = zip(self.ours, self.theirs, strict=True) if self.theirs else None
        figures = [mine / peer for mine, peer in pairs] if pairs else self.ours
        return min(figures), max(figures)

    @property
    def holds(self) -> bool | None:
        """Whether what is stated is reached; None where nothing is stated."""
        judged = self.best if self.bounds_ours else self.figure
        if self.at_most is not None:
            return judged <= self.at_most
        return None if self.at_least is None else judged >= self.at_least

    def _best(self, figures: Sequence[float]) -> float:
        return max(figures) if self.at_least is not None else min(figures)


def as_json(measure: Measure) -> dict[str, Any]:
    """Return what is saved: the rounds, and for readers what follows from them."""
    low, high = measure.spread
    return asdict(measure) | {
        "ratio": measure.ratio,
        "spread": [low, high],
        "holds": measure.holds,
    }


def from_json(saved: Mapping[str, Any]) -> Measure:
    """Return the measure that was saved."""
    told = {name: saved[name] for name in Measure.__dataclass_fields__}
    return Measure(**told | {"ours": tuple(saved["ours"]), "theirs": tuple(saved["theirs"])})
