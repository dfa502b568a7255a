"""Parts: work without polling, staged bit by bit, so that a killed one goes on from there."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flows.monitoring.landing import Harvest
from seeds.story import Story
from transforms.statement_records import RunFacts

RETAG_PREFIX = "retag-"
BACKFILL_PREFIX = "backfill-"
KEPT_PREFIXES = (RETAG_PREFIX, BACKFILL_PREFIX)
"""How staging folders begin that other runs leave alone."""

NOTHING_FETCHED = Harvest(feeds=(), fetches=(), entries=(), quarantined=())


def stage_part(folder: Path, work: Callable[[Path], object]) -> bool:
    """Do a part's work in its folder, unless that was done; return whether it was there already.

    What an earlier try left half done is removed first.
    """
    done = folder / "done"
    if done.exists():
        return True
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    work(folder)
    done.touch()
    return False


def facts_without_polling(
    run_id: str, story: Story, started_at: datetime, landed_at: datetime
) -> RunFacts:
    """Return the facts of a run that asked no feed."""
    return RunFacts(
        run_id=run_id,
        story_id=story.story_id,
        story_version=story.version_hash,
        started_at=started_at,
        landed_at=landed_at,
        feeds_read=0,
        feeds_unchanged=0,
        feeds_failed=0,
        pages_fetched=0,
    )
