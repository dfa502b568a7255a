"""Land: decide which statements are new and whom they alert, then one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from flows.clock import Clock
from flows.monitoring.screening import LOOKS
from seeds.story import Story
from transforms.alerts import News, decide_alerts
from transforms.feed_records import Entry, FeedState, Fetch, PageVisit, RobotsCopy
from transforms.merging import merge, speakers_of
from transforms.records import Appearance, Quarantined, Revision, Sighting
from transforms.revisits import settled
from transforms.statement_records import Event, RunFacts, Statement, StatementAppearance
from warehouse.cursors import FOLDER, mirror_cursors
from warehouse.database import open_private
from warehouse.landing import Landed, land
from warehouse.polling_state import known_statements
from warehouse.staged_tables import staged_files
from warehouse.staging import read_staged, stage


@dataclass(frozen=True, slots=True)
class Harvest:
    """What polling and page fetching brought, to be landed with the analysis."""

    feeds: Sequence[FeedState]
    fetches: Sequence[Fetch]
    entries: Sequence[Entry]
    quarantined: Sequence[Quarantined]
    robots: Sequence[RobotsCopy] = ()


def land_run(
    database: Path,
    staging: Path,
    story: Story,
    facts: RunFacts,
    harvest: Harvest,
    receivers: Sequence[str],
    clock: Clock,
) -> Landed:
    """Stage what remains, then land the run; a run that landed before is left alone."""
    stage(staging, "feeds", FeedState, harvest.feeds)
    stage(staging, "fetches", Fetch, harvest.fetches)
    stage(staging, "entries", Entry, harvest.entries)
    stage(staging, "quarantine", Quarantined, harvest.quarantined)
    stage(staging, "robots", RobotsCopy, harvest.robots)
    stage(staging, "visits", PageVisit, _visits(staging))
    appearances = read_staged(staged_files(staging, "appearances"), Appearance)
    with open_private(database) as connection:
        speakers = {speakers_of(appearance) for appearance in appearances}
        known = known_statements(connection, story.story_id, speakers) if speakers else []
        statements, links = merge(appearances, known)
        news = _news(statements, appearances, staging)
        events = decide_alerts(story, news, receivers, clock())
        stage(staging, "statements", Statement, statements)
        stage(staging, "statement_appearances", StatementAppearance, links)
        stage(staging, "outbox", Event, events)
        mirror_cursors(connection, database.parent / FOLDER)
        return land(connection, story, facts, staging, _land_clusters)


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


def _news(
    statements: Sequence[Statement], appearances: Sequence[Appearance], staging: Path
) -> list[News]:
    fresh = [statement for statement in statements if statement.is_news]
    if not fresh:
        return []
    by_id = {appearance.appearance_id: appearance for appearance in appearances}
    revisions = {
        revision.revision_id: revision
        for revision in read_staged(staged_files(staging, "revisions"), Revision)
    }
    news = []
    for statement in fresh:
        first = by_id[statement.first_appearance_id]
        revision = revisions[first.revision_id]
        news.append(News(statement, first, revision.language, revision.title))
    return news
