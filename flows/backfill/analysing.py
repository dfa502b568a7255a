"""The analysis of one part: the one place where a backfill calls Beam."""

from collections.abc import Sequence
from pathlib import Path

from flows.backfill.stored import Stored
from flows.installation.logs import quiet_libraries
from flows.runners.runner import EMBEDDED, Runner
from seeds.story import Story
from transforms.records import Document
from transforms.revisions import NO_ALIASES


def analyse_part(
    story: Story,
    documents: Sequence[Document],
    stored: Stored,
    staging: Path,
    language_model: str = "",
    runner: Runner = EMBEDDED,
) -> dict[str, int]:
    """Analyse the documents into ``staging``; return how many rows each table got."""
    with quiet_libraries():
        from flows.monitoring.analysis import transform

        return transform(
            story,
            documents,
            staging,
            # Not a million ids for each part: what is known is left out before and when it lands.
            frozenset(),
            stored.aliases or NO_ALIASES,
            language_model,
            runner,
        )
