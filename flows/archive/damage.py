"""Damaged records of an archive, landed in quarantine with their place."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flows.archive.warc_records import DamagedRecord
from flows.installation.home import Home
from flows.monitoring.landing import land_run
from flows.monitoring.parts import NOTHING_FETCHED, facts_without_polling
from seeds.story import Story
from transforms.identifiers import digest_id
from transforms.records import Quarantined
from warehouse.lock import writer_lock
from warehouse.snapshot import publish


def land_damaged(
    home: Home, story: Story, damaged: Sequence[DamagedRecord], when: datetime
) -> None:
    """Set the damaged records aside, as one run; the same ones again change nothing."""
    rows = [_quarantined(record) for record in damaged]
    run_id = f"archive-{story.story_id}-{digest_id(*sorted(row.quarantine_id for row in rows))}"
    facts = facts_without_polling(run_id, story, when, when)
    harvest = replace(NOTHING_FETCHED, quarantined=rows)
    home.prepare()
    with writer_lock(home.lock, home.lake):
        staging = home.staging / run_id
        staging.mkdir(parents=True, exist_ok=True)
        land_run(home.private, staging, story, facts, harvest, (), lambda: when)
        publish(home.private, home.published)
        shutil.rmtree(staging, ignore_errors=True)


def _quarantined(record: DamagedRecord) -> Quarantined:
    place = f"{record.place.file.name} at byte {record.place.offset}"
    return Quarantined(
        quarantine_id=digest_id("archive", place, record.reason),
        stage="archive",
        input=place,
        error_kind="damaged-record",
        reason=f"{place}: {record.reason}; it is left out, and the records after it are read",
        traceback="",
    )
