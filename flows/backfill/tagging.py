"""Backfill: an archive's articles into the warehouse, part by part.

A part is analysed without the warehouse's lock and landed under it, in a transaction of its
own; runs go on in between. Nothing alerts, and nothing is asked of the network.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flows.backfill.analysing import analyse_part
from flows.backfill.publishing import Publishing
from flows.backfill.reading import PART_ARTICLES, ArchiveFile, Part, read_parts
from flows.backfill.stored import is_landed, read_stored
from flows.clock import Clock
from flows.installation.logs import quiet_libraries
from flows.language.extractor import describe_extractor
from flows.monitoring.landing import land_run
from flows.monitoring.monitor import RunRequest
from flows.monitoring.parts import (
    BACKFILL_PREFIX,
    NOTHING_FETCHED,
    facts_without_polling,
    stage_part,
)
from flows.runners.runner import Runner
from flows.runners.starting import running
from flows.upkeep.compacting import compact_when_worthwhile
from transforms.backfill.choosing import Chosen, choose, document_of, later_copies, quarantined
from transforms.backfill.progress import Pace
from transforms.identifiers import digest_id
from transforms.records import Quarantined, Revision
from transforms.revisions import link_id_of
from warehouse.backfill_state import needless_revisions
from warehouse.database import open_private, upgrade
from warehouse.errors import WarehouseLocked
from warehouse.landing import Landed
from warehouse.lock import writer_lock
from warehouse.staged_tables import leave_out_revisions, staged_files
from warehouse.staging import read_staged

PATIENCE_SECONDS = 3_600.0
"""How long a part waits for a run that holds the lock."""
_LOOK_AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class PartReport:
    """What became of one part; all counts are of articles but ``others`` and ``landed``."""

    run_id: str
    articles: int
    forgotten: int
    """Taken down before, so that they stay away."""
    failed: int
    """Set aside because their text could not be had."""
    undated: int
    """New ones without a date, which count as of the day of the backfill."""
    others: int
    """Records of WARC files that are no pages."""
    landed: Landed | None
    """None where all of it was known."""
    was_staged: bool
    """Its analysis was there, from a backfill that was stopped."""
    bytes_read: int
    seconds_left: float | None

    @property
    def known(self) -> int:
        """Stored before, or met before in the archive."""
        new = self.landed.articles if self.landed else 0
        return max(self.articles - new - self.forgotten - self.failed, 0)


class Backfill:
    """Tags the files of an archive with a story.

    Args:
        request: The story, the home and the settings.
        clock: Tells when an article is first seen: when its part is read.
        waits: Called when a part has to wait for a run.
    """

    def __init__(
        self,
        request: RunRequest,
        clock: Clock,
        waits: Callable[[], None] = lambda: None,
    ) -> None:
        self._story = request.story
        self._home = request.home
        self._language_model = request.settings.language_model
        self._clock = clock
        self._runner_settings = request.settings.runner
        self._runner: Runner | None = None
        self._held = ExitStack()
        self._waits = waits
        self._publishing = Publishing(self._home)
        self._version = describe_extractor(self._language_model)

    def run(
        self, files: Sequence[ArchiveFile], part_size: int = PART_ARTICLES
    ) -> Iterator[PartReport]:
        """Yield a report of each part, once it has landed.

        Raises:
            WarehouseLocked: another backfill is at work in this home, or a run held the lock
                for an hour.
            LandingFailed: a part did not land; those before it did.
        """
        self._home.prepare()
        with writer_lock(self._home.folder / "backfill.lock"):
            with self._turn():
                if upgrade(self._home.private) or self._publishing.is_behind():
                    self._publishing.now()
            with self._held:
                yield from self._parts(files, part_size)
            with self._turn():
                if compact_when_worthwhile(self._home) or self._publishing.is_behind():
                    self._publishing.now()

    def _parts(self, files: Sequence[ArchiveFile], part_size: int) -> Iterator[PartReport]:
        total = sum(file.size for file in files)
        pace, before = Pace(), 0
        for part in read_parts(files, part_size):
            began = time.monotonic()
            report = self._part(part)
            if report.landed and not report.was_staged:
                pace = pace.after(part.bytes_read - before, time.monotonic() - began)
            before = part.bytes_read
            yield replace(report, seconds_left=pace.seconds_left(total - before))

    def _part(self, part: Part) -> PartReport:
        run_id = f"{BACKFILL_PREFIX}{self._story.story_id}-{part.part_id}"
        staging = self._home.staging / f"{run_id}-{self._version_id()}"
        report = PartReport(
            run_id, len(part.articles), 0, 0, 0, part.others, None, False, part.bytes_read, None
        )
        if is_landed(self._home, run_id):
            shutil.rmtree(staging, ignore_errors=True)
            return report
        chosen = self._choose(part)
        report = replace(report, forgotten=chosen.forgotten)
        was_staged = (staging / "done").exists()
        if not chosen.documents and not part.unusable and not was_staged:
            return report
        self._remove_others(staging)
        stage_part(staging, lambda folder: self._analyse(chosen, folder))
        with self._turn():
            landed = self._land(run_id, part, staging)
        failed = read_staged(staged_files(staging, "quarantine"), Quarantined)
        revisions = read_staged(staged_files(staging, "revisions"), Revision)
        shutil.rmtree(staging)
        return replace(
            report,
            landed=landed,
            was_staged=was_staged,
            failed=sum(row.stage == "Normalise" for row in failed),
            undated=sum(revision.published_at is None for revision in revisions),
        )

    def _version_id(self) -> str:
        """Staged parts of another vocabulary or model are of no use."""
        return digest_id(self._story.version_hash, self._version)[:8]

    def _choose(self, part: Part) -> Chosen:
        seen_at = self._clock()
        documents = [document_of(article, self._story, seen_at) for article in part.articles]
        link_ids = [link_id_of(document) for document in documents]
        stored = read_stored(self._home, self._story.story_id, link_ids)
        return choose(documents, stored.known, stored.forgotten)

    def _analyse(self, chosen: Chosen, folder: Path) -> None:
        if chosen.documents:
            stored = read_stored(self._home, self._story.story_id, ())
            analyse_part(
                self._story, chosen.documents, stored, folder, self._language_model,
                self._running(),
            )  # fmt: skip

    def _running(self) -> Runner:
        """Return the runner, started by the first part that needs it, for all that follow."""
        if self._runner is None:
            with quiet_libraries():
                context = running(
                    self._runner_settings, self._language_model, self._home.job_server_log
                )
                self._runner = self._held.enter_context(context)
        return self._runner

    def _land(self, run_id: str, part: Part, staging: Path) -> Landed:
        """Land a part, without what a run has landed since it was chosen."""
        revisions = read_staged(staged_files(staging, "revisions"), Revision)
        articles = {revision.revision_id: revision.article_id for revision in revisions}
        with open_private(self._home.private) as connection:
            needless = needless_revisions(connection, self._story.story_id, articles)
        needless |= later_copies(revisions)
        if needless:
            leave_out_revisions(staging, needless)
        now = self._clock()
        facts = facts_without_polling(run_id, self._story, now, now)
        harvest = replace(NOTHING_FETCHED, quarantined=[*map(quarantined, part.unusable)])
        # No receivers: so no alert is chosen, and none can be sent.
        landed = land_run(self._home.private, staging, self._story, facts, harvest, (), self._clock)
        self._publishing.when_cheap()
        return landed

    def _remove_others(self, staging: Path) -> None:
        """Remove what backfills left that nobody went on with."""
        for folder in self._home.staging.glob(f"{BACKFILL_PREFIX}*"):
            if folder != staging:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold the writer's lock for a moment, once the run that has it is done."""
        last, has_told = time.monotonic() + PATIENCE_SECONDS, False
        with ExitStack() as held:
            while True:
                try:
                    held.enter_context(writer_lock(self._home.lock, self._home.lake, is_brief=True))
                    break
                except WarehouseLocked:
                    if time.monotonic() > last:
                        raise
                    if not has_told:
                        self._waits()
                    has_told = True
                    time.sleep(_LOOK_AGAIN_SECONDS)
            yield
