"""Land: decide which statements are new and whom they alert, then one transaction."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from flows.clock import Clock
from flows.monitoring.feed_events import land_feed_events
from flows.monitoring.screening import LOOKS
from seeds.story import Story
from transforms.alerting.deciding import decide_alerts
from transforms.feed_records import Entry, FeedState, Fetch, PageVisit, RobotsCopy
from transforms.merging.merge import merge
from transforms.merging.sought import sought_of
from transforms.merging.speakers import members_by_group
from transforms.messages.bodies import AFTERWARDS
from transforms.records import Analysis, Appearance, Quarantined, Revision, Sighting
from transforms.revisits import settled
from transforms.statement_records import (
    Absorbed,
    Event,
    News,
    NewStatement,
    RunFacts,
    StatementAppearance,
    StatementWording,
)
from warehouse.cursors import FOLDER, mirror_cursors
from warehouse.database import open_private
from warehouse.errors import LandingOvertaken
from warehouse.lake_address import Lake
from warehouse.landing import Landed, land
from warehouse.outbox import receivers_told
from warehouse.staged_tables import staged_files
from warehouse.staging import read_staged, stage
from warehouse.statement_state import known_wordings, latest_publication

LANDINGS = 3
"""How often a landing is tried in a lake, where another writer may be first."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """What polling and page fetching brought, to be landed with the analysis."""

    feeds: Sequence[FeedState]
    fetches: Sequence[Fetch]
    entries: Sequence[Entry]
    quarantined: Sequence[Quarantined]
    robots: Sequence[RobotsCopy] = ()


def land_run(
    database: Path | Lake,
    staging: Path,
    story: Story,
    facts: RunFacts,
    harvest: Harvest,
    receivers: Sequence[str],
    clock: Clock,
) -> Landed:
    """Stage what remains, then land the run; a run that landed before is left alone.

    Where another writer of a lake was first, all of it is merged and landed again: what that one
    brought may hold the same statements.

    Raises:
        LandingFailed: as ``land``; LandingOvertaken when others were first again and again.
    """
    stage(staging, "feeds", FeedState, harvest.feeds)
    stage(staging, "fetches", Fetch, harvest.fetches)
    stage(staging, "entries", Entry, harvest.entries)
    stage(staging, "quarantine", Quarantined, harvest.quarantined)
    stage(staging, "robots", RobotsCopy, harvest.robots)
    stage(staging, "visits", PageVisit, _visits(staging))
    for _ in range(LANDINGS - 1):
        with suppress(LandingOvertaken):
            return _merge_and_land(database, staging, story, facts, receivers, clock)
    return _merge_and_land(database, staging, story, facts, receivers, clock)


def _merge_and_land(
    database: Path | Lake,
    staging: Path,
    story: Story,
    facts: RunFacts,
    receivers: Sequence[str],
    clock: Clock,
) -> Landed:
    appearances = read_staged(staged_files(staging, "appearances"), Appearance)
    analyses = read_staged(staged_files(staging, "analyses"), Analysis)
    with open_private(database) as connection:
        known = known_wordings(
            connection,
            story.story_id,
            sought_of(appearances, story.languages[0]),
            [analysis.revision_id for analysis in analyses],
        )
        merged = merge(
            appearances,
            known,
            members=members_by_group(story),
            language=story.languages[0],
            latest=latest_publication(connection),
        )
        stage(staging, "new_statements", NewStatement, merged.new)
        stage(staging, "statement_appearances", StatementAppearance, merged.links)
        stage(staging, "wordings", StatementWording, merged.wordings)
        stage(staging, "absorbed", Absorbed, merged.absorbed)

        def decide(news: Sequence[News]) -> Sequence[Event]:
            changed = {item.statement_id for item in news if item.event_type in AFTERWARDS}
            told = receivers_told(connection, changed)
            return decide_alerts(story, news, receivers, clock(), told)

        if not isinstance(database, Lake):  # which knows the cursors of no single home
            mirror_cursors(connection, database.parent / FOLDER)
        landed = land(connection, story, facts, staging, decide=decide, clusters=_land_clusters)
        land_feed_events(connection, story, receivers, landed.run_seq, clock())
        return landed


def _land_clusters(connection: duckdb.DuckDBPyConnection, run_seq: int, landed_at: datetime) -> int:
    # A run that brings nothing new loads no numpy for it.
    from flows.monitoring.copies import land_clusters

    return land_clusters(connection, run_seq, landed_at)


def _visits(staging: Path) -> list[PageVisit]:
    """Return what is remembered of each page that was asked for, after the analysis."""
    visits = read_staged(sorted(staging.glob(f"{LOOKS}.parquet")), PageVisit)
    if not visits:
        return []
    sightings = read_staged(staged_files(staging, "sightings"), Sighting)
    return settled(visits, sightings, read_staged(staged_files(staging, "revisions"), Revision))
