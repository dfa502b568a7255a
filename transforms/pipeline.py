"""The Beam pipeline: documents in, rows out, by four named transforms.

Normalise → Tag → Statements → Resolve. Nothing here names a runner. What needs effects
(killable text extraction, loading the model) is handed in as a callable that pickles.
"""

from collections.abc import Callable, Mapping
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import PCollection

from seeds.story import Story
from transforms.extraction import Extractor
from transforms.records import Document, Revision
from transforms.revisions import NO_ALIASES
from transforms.stages import (
    QUARANTINE,
    ROWS,
    SIGHTINGS,
    Normalise,
    Normaliser,
    Resolve,
    Statements,
    Tag,
)


class Monitor(beam.PTransform):
    """Documents to rows: revisions, sightings, analyses, mentions, appearances, quarantine.

    Args:
        story: The story whose vocabulary is applied.
        normaliser: Extracts article texts, safely.
        make_extractor: Makes the statement extractor, once in each process.
        extractor_version: Version of extractor and model, stamped on every row.
        analysed: Ids of revisions that need no second analysis, of the articles that the documents
            are known to be of.
        aliases: Other ids of articles whose page gave another address than their feed.
    """

    def __init__(
        self,
        story: Story,
        normaliser: Normaliser,
        make_extractor: Callable[[], Extractor],
        extractor_version: str,
        analysed: frozenset[str] = frozenset(),
        aliases: Mapping[str, str] = NO_ALIASES,
    ) -> None:
        super().__init__()
        self._story = story
        self._normaliser = normaliser
        self._make_extractor = make_extractor
        self._extractor_version = extractor_version
        self._analysed = analysed
        self._aliases = aliases

    def expand(self, documents: PCollection[Document]) -> Any:  # noqa: ANN401
        """Return the rows by the name of their table."""
        normalise = Normalise(self._normaliser, self._analysed, self._aliases)
        normalised = documents | "Normalise" >> normalise
        rows = _analysed_rows(
            normalised[ROWS], self._story, self._make_extractor, self._extractor_version
        )
        quarantines = (normalised[QUARANTINE], rows[QUARANTINE])
        return rows | {
            "revisions": normalised[ROWS],
            SIGHTINGS: normalised[SIGHTINGS],
            QUARANTINE: quarantines | "Join all quarantines" >> beam.Flatten(),
        }


class Reanalyse(beam.PTransform):
    """Stored revisions to rows, for a changed vocabulary; arguments as for ``Monitor``."""

    def __init__(
        self, story: Story, make_extractor: Callable[[], Extractor], extractor_version: str
    ) -> None:
        super().__init__()
        self._story = story
        self._make_extractor = make_extractor
        self._extractor_version = extractor_version

    def expand(self, revisions: PCollection[Revision]) -> Any:  # noqa: ANN401
        """Return the rows by the name of their table: all but revisions."""
        return _analysed_rows(revisions, self._story, self._make_extractor, self._extractor_version)


def _analysed_rows(
    revisions: PCollection[Revision],
    story: Story,
    make_extractor: Callable[[], Extractor],
    extractor_version: str,
) -> dict[str, PCollection[Any]]:
    tagged = revisions | "Tag" >> Tag(story)
    read = tagged[ROWS] | "Statements" >> Statements(story, make_extractor)
    resolved = read[ROWS] | "Resolve" >> Resolve(story, extractor_version)
    quarantines = [stage[QUARANTINE] for stage in (tagged, read, resolved)]
    return {
        "mentions": tagged["mentions"],
        "appearances": resolved[ROWS],
        "analyses": resolved["analyses"],
        QUARANTINE: quarantines | "Join quarantines" >> beam.Flatten(),
    }
