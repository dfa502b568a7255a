"""What ``onrecord health`` reads of a home; what it means is judged in transforms/health.py."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from flows.installation.home import Home
from flows.installation.receiver_settings import settings_digest
from flows.installation.settings import Settings
from seeds.story import Story
from transforms.health import Check, FeedFact, HealthFacts, RestFact, judge_health
from warehouse.deliveries import resting_receivers
from warehouse.errors import WarehouseDamaged
from warehouse.feed_health import feed_health
from warehouse.health import dead_alerts, last_run_at, quarantine_growth
from warehouse.snapshot import open_published

_MARK = b"DUCK"
"""Stands at the ninth byte of every DuckDB file."""


def examine_health(
    home: Home, settings: Settings, story: Story, now: datetime, longest: timedelta
) -> list[Check]:
    """Look at a home without writing, also while a run is under way.

    Raises:
        NothingPublished: no run has landed there.
        SchemaTooNew: a newer onrecord has published it.
    """
    files = [_private_file(*home.files)] if home.files else []
    try:
        facts = _facts(home, settings, story, now)
    except WarehouseDamaged as error:
        told, _, to_do = str(error).partition(". ")
        return [*files, Check("published file", told, to_do)]
    return [*files, *judge_health(facts, now, longest)]


def _facts(home: Home, settings: Settings, story: Story, now: datetime) -> HealthFacts:
    listed = {feed.feed_id for feed in story.feeds}
    with open_published(home.published) as connection:
        recent, usual = quarantine_growth(connection, now)
        return HealthFacts(
            last_run_at=last_run_at(connection, story.story_id),
            feeds=[
                FeedFact(feed.feed_id, feed.state, feed.consecutive_failures, feed.why)
                for feed in feed_health(connection, now, story.story_id)
                if feed.feed_id in listed
            ],
            dead_alerts=dead_alerts(connection),
            rests=[
                RestFact(name, rest.rests_until, rest.reason)
                for name, rest in resting_receivers(connection).items()
                if (receiver := settings.set_up_receivers().get(name))
                and settings_digest(receiver) == rest.settings_digest
            ],
            quarantined=recent,
            quarantined_usually=usual,
            free_bytes=shutil.disk_usage(home.folder).free,
            warehouse_bytes=sum(path.stat().st_size for path in home.files[:1] if path.exists()),
        )


def _private_file(private: Path, published: Path) -> Check:
    """Look at the first bytes alone: a run may have the file open."""
    about = "warehouse file"
    to_do = (
        f"put the last snapshot in its place (cp {published.name} {private.name}), or "
        "restore a backup: docs/operations.md"
    )
    if not private.exists():
        return Check(about, f"{private} is not there", to_do)
    if _begins_as_database(private):
        return Check(about, f"{private} begins as a database")
    return Check(about, f"{private} is damaged", to_do)


def _begins_as_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == _MARK
