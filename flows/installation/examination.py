"""What ``onrecord doctor`` looks at."""

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from flows.clock import system_clock
from flows.errors import ConfigurationError
from flows.installation.home import Home
from flows.installation.settings import load_settings
from flows.language.language_model import LanguageModelError, describe_language_model, find_model
from flows.runners.starting import check_runner
from flows.stories.finding import open_story
from warehouse.errors import NothingPublished, WarehouseError
from warehouse.feed_health import UNWELL, FeedHealth, feed_health
from warehouse.invariants import broken_invariants, run_count
from warehouse.lock import writer_lock
from warehouse.snapshot import open_published

PACKAGES = (
    "onrecord",
    "duckdb",
    "apache-beam",
    "spacy",
    "prefect",
    "httpx",
    "feedparser",
    "trafilatura",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    what: str
    is_good: bool = True


def examine(home: Home) -> list[Finding]:
    """Look at everything; nothing is written."""
    return [
        *_versions(),
        *_settings_and_story(home),
        *_language_model(home),
        *_lock(home),
        *_warehouse(home),
    ]


def _versions() -> Iterator[Finding]:
    yield Finding("Python", f"{platform.python_version()} at {sys.executable}")
    for package in PACKAGES:
        try:
            yield Finding(package, version(package))
        except PackageNotFoundError:
            yield Finding(package, "is not installed: run `make install` again", is_good=False)


def _settings_and_story(home: Home) -> Iterator[Finding]:
    yield Finding("home", str(home.folder))
    try:
        settings = load_settings(home)
        story = open_story(settings.story)
    except ConfigurationError as error:
        yield Finding("configuration", str(error), is_good=False)
        return
    try:
        yield Finding("runner", check_runner(settings.runner))
    except ConfigurationError as error:
        yield Finding("runner", str(error), is_good=False)
    yield Finding(
        "story", f"{story.story_id}: {len(story.terms)} terms, {len(story.actors)} actors"
    )


def _language_model(home: Home) -> Iterator[Finding]:
    try:
        named = load_settings(home).language_model
    except ConfigurationError:
        named = ""  # told under "configuration"; the bundled model is looked at all the same
    if named:
        try:
            yield Finding("language model", f"{find_model(named)}, named by the settings")
        except LanguageModelError as error:
            yield Finding("language model", str(error), is_good=False)
        return
    facts = describe_language_model()
    for name, value in facts.items():
        if isinstance(value, bool):
            what = "as published" if value else "not as published"
            yield Finding("language model files", what, is_good=value)
        else:
            yield Finding(f"language model {name}", str(value))


def _lock(home: Home) -> Iterator[Finding]:
    if not home.lock.exists():
        return
    try:
        with writer_lock(home.lock):
            yield Finding("lock", "free: no run is under way")
    except WarehouseError:
        yield Finding("lock", "held: a run is under way")


def _warehouse(home: Home) -> Iterator[Finding]:
    try:
        with open_published(home.published) as connection:
            broken = broken_invariants(connection)
            feeds = feed_health(connection, system_clock())
            runs = run_count(connection)
    except NothingPublished as error:
        yield Finding("warehouse", str(error))
        return
    except WarehouseError as error:
        yield Finding("warehouse", str(error), is_good=False)
        return
    yield Finding("warehouse", f"{runs} runs in {home.published}")
    for name, rows in broken:
        yield Finding("invariant", f"does not hold in {rows} rows: {name}", is_good=False)
    if not broken:
        yield Finding("invariants", "all hold")
    for feed in feeds:
        if feed.state in (*UNWELL, "stale"):
            yield Finding("feed", _told(feed), is_good=feed.state not in UNWELL)


def _told(feed: FeedHealth) -> str:
    return "; ".join(filter(None, (f"{feed.feed_id} is {feed.state}: {feed.why}", feed.next_step)))
