"""Preview and re-tag: another version of a story on the articles that are stored.

Nothing is fetched and nothing alerts. Only articles whose mentions change are analysed
anew; a re-tag that was killed goes on from the parts that it had finished.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from duckdb import DuckDBPyConnection

from flows.clock import Clock
from flows.display.progress import Progress
from flows.installation.home import Home
from flows.installation.logs import quiet_libraries
from flows.language.extractor import describe_extractor
from flows.monitoring.landing import land_run
from flows.monitoring.monitor import RunRequest
from flows.monitoring.parts import (
    NOTHING_FETCHED,
    RETAG_PREFIX,
    facts_without_polling,
    stage_part,
)
from flows.runners.runner import Runner
from flows.runners.starting import running
from seeds.story import Story
from transforms.identifiers import digest_id
from transforms.records import Analysis, Revision
from transforms.resolve import article_date
from transforms.retagging import TagChange, tag_change
from transforms.tagging.tagger import Tagger
from warehouse.database import open_private
from warehouse.errors import NothingPublished
from warehouse.landing import Landed
from warehouse.lock import writer_lock
from warehouse.snapshot import open_published, publish
from warehouse.staging import stage
from warehouse.stored_revisions import outdated_count, outdated_revisions

PART_SIZE = 250
"""Revisions of one part: what a killed re-tag may have to do again."""


@dataclass(frozen=True, slots=True)
class ChangedRevision:
    """A stored revision and what a new vocabulary changes in it."""

    revision: Revision
    change: TagChange


@dataclass(frozen=True, slots=True)
class RetagReport:
    """What a re-tag did."""

    looked_at: int
    changed: int
    parts_reused: int
    landed: Landed | None
    """None where no article was tagged with another version of the story."""


def preview(home: Home, story: Story, progress: Progress) -> tuple[int, list[ChangedRevision]]:
    """Return how many stored articles were looked at and those that would change."""
    with open_published(home.published) as connection:
        progress.begin("preview", outdated_count(connection, story.story_id, story.version_hash))
        looked_at = list(_changes(connection, story, progress))
    return len(looked_at), [changed for changed in looked_at if changed.change]


def retag(request: RunRequest, clock: Clock, progress: Progress) -> RetagReport:
    """Apply the story as it is now to what is stored, in one landing.

    Raises:
        NothingPublished: nothing has landed in this home.
        WarehouseLocked: a run is under way.
    """
    if not request.home.private.exists():
        raise NothingPublished(
            f"nothing has landed in {request.home.folder} yet: start with `onrecord run`, or name "
            "another --home."
        )
    request.home.prepare()
    with writer_lock(request.home.lock, request.home.lake):
        return _Retag(request, clock, progress).run()


class _Retag:
    def __init__(self, request: RunRequest, clock: Clock, progress: Progress) -> None:
        self._story = request.story
        self._home = request.home
        self._language_model = request.settings.language_model
        self._runner = request.settings.runner
        self._clock = clock
        self._progress = progress
        self._started_at = clock()
        name = f"{RETAG_PREFIX}{self._story.story_id}-{self._story.version_hash[:16]}"
        self._staging = self._home.staging / name

    def run(self) -> RetagReport:
        looked_at = self._look()
        if not looked_at:
            return RetagReport(0, 0, 0, None)
        changed = [item.revision for item in looked_at if item.change]
        self._staging.mkdir(parents=True, exist_ok=True)
        reused = self._analyse(changed)
        self._stage_reviewed([item.revision for item in looked_at if not item.change])
        landed = self._land()
        publish(self._home.private, self._home.published)
        shutil.rmtree(self._staging, ignore_errors=True)
        return RetagReport(len(looked_at), len(changed), reused, landed)

    def _look(self) -> list[ChangedRevision]:
        with open_private(self._home.private) as connection:
            count = outdated_count(connection, self._story.story_id, self._story.version_hash)
            self._progress.begin("tag", count)
            return list(_changes(connection, self._story, self._progress))

    def _analyse(self, revisions: Sequence[Revision]) -> int:
        """Analyse the changed revisions part by part; return how many parts were there."""
        self._progress.begin("analyse", len(revisions))
        with running(self._runner, self._language_model, self._home.job_server_log) as runner:
            return self._analyse_with(runner, revisions)

    def _analyse_with(self, runner: Runner, revisions: Sequence[Revision]) -> int:
        reused = 0
        wanted = set()
        for start in range(0, len(revisions), PART_SIZE):
            part = revisions[start : start + PART_SIZE]
            folder = self._staging / f"part-{self._part_id(part)}"
            wanted.add(folder)
            reused += stage_part(folder, partial(self._analyse_part, runner, part))
            self._progress.advance(len(part))
        for folder in set(self._staging.glob("part-*")) - wanted:
            shutil.rmtree(folder)
        return reused

    def _analyse_part(self, runner: Runner, part: Sequence[Revision], folder: Path) -> None:
        with quiet_libraries():
            from flows.monitoring.analysis import transform_stored

            transform_stored(self._story, part, folder, self._language_model, runner)

    def _part_id(self, part: Sequence[Revision]) -> str:
        version = describe_extractor(self._language_model)
        return digest_id(version, *(revision.revision_id for revision in part))

    def _stage_reviewed(self, revisions: Sequence[Revision]) -> None:
        version = describe_extractor(self._language_model)
        story = self._story
        rows = [
            Analysis(revision.revision_id, story.story_id, story.version_hash, version)
            for revision in revisions
        ]
        stage(self._staging, "reviewed", Analysis, rows)

    def _land(self) -> Landed:
        self._progress.begin("land", 1)
        run_id = f"{RETAG_PREFIX}{self._story.story_id}-{self._started_at:%Y%m%dT%H%M%S.%fZ}"
        facts = facts_without_polling(run_id, self._story, self._started_at, self._clock())
        landed = land_run(
            self._home.private, self._staging, self._story, facts, NOTHING_FETCHED, (), self._clock
        )
        self._progress.advance()
        return landed


def _changes(
    connection: DuckDBPyConnection, story: Story, progress: Progress
) -> Iterator[ChangedRevision]:
    tagger = Tagger(story)
    for batch in outdated_revisions(connection, story.story_id, story.version_hash):
        for stored in batch:
            revision = stored.revision
            tags = tagger.tag(revision.text, article_date(revision))
            yield ChangedRevision(revision, tag_change(stored.mentions, tags))
        progress.advance(len(batch))
