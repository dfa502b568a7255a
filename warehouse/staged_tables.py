"""Which record type each staged file of a run holds."""

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.feed_records import Entry, FeedState, Fetch, PageVisit, RobotsCopy
from transforms.records import Analysis, Appearance, Mention, Quarantined, Revision, Sighting
from transforms.statement_records import (
    Absorbed,
    NewStatement,
    StatementAppearance,
    StatementWording,
)
from warehouse.staging import stage

STAGED: dict[str, type] = {
    "feeds": FeedState,
    "fetches": Fetch,
    "entries": Entry,
    "visits": PageVisit,
    "revisions": Revision,
    "sightings": Sighting,
    "analyses": Analysis,
    "reviewed": Analysis,
    "mentions": Mention,
    "appearances": Appearance,
    "new_statements": NewStatement,
    "statement_appearances": StatementAppearance,
    "wordings": StatementWording,
    "absorbed": Absorbed,
    "quarantine": Quarantined,
    "robots": RobotsCopy,
}


def staged_files(staging: Path, name: str) -> list[Path]:
    """Return the files of one table in a run's staging folder, writing an empty one if none.

    A table may be in several files: ``name.parquet`` or ``name-00000-of-00002.parquet``, also
    in folders of parts.
    """
    found = sorted(
        path for path in staging.rglob(f"{name}*.parquet") if path.name[len(name)] in ".-"
    )
    return found or [stage(staging, name, STAGED[name], [])]


def leave_out_revisions(staging: Path, revision_ids: Collection[str]) -> None:
    """Take these revisions, and all that was found in them, out of a run's staged files."""
    for name in ("revisions", "analyses", "mentions", "appearances"):
        for path in staged_files(staging, name):
            table = pq.read_table(path)
            is_out = pc.is_in(table["revision_id"], value_set=pa.array(list(revision_ids)))
            draft = path.with_name(f".{path.name}")
            pq.write_table(table.filter(pc.invert(is_out)), draft)
            draft.replace(path)
