"""One bounded monitoring run: poll, pages, transform, land, publish, deliver.

The steps are plain functions. ``monitor`` calls each through ``step``, so that the same
run is made directly or as Prefect tasks.
"""

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flows.clock import Clock, system_clock
from flows.delivery.deliver import DeliveryReport, deliver
from flows.delivery.sending import Sender
from flows.display.progress import Progress, Quiet
from flows.fetching.exchange import DocumentSource
from flows.fetching.robots import RobotsGate
from flows.installation.event_log import Log, NoLog
from flows.installation.home import Home
from flows.installation.logs import quiet_libraries
from flows.installation.settings import Settings
from flows.monitoring.documents import Keeping, remove_drafts
from flows.monitoring.forgotten import read_forgotten
from flows.monitoring.landing import Harvest, land_run
from flows.monitoring.metrics import write_metrics
from flows.monitoring.pages import PageFetch, PageOutcome, entries_to_fetch, fetch_pages
from flows.monitoring.parts import KEPT_PREFIXES
from flows.monitoring.polling import FeedOutcome, Round, poll_feeds
from flows.monitoring.revisiting import look_again, pages_due
from flows.monitoring.screening import leave_out_analysed, screen_pages
from flows.monitoring.sources import MakeSource, network
from flows.monitoring.steps import Step, directly, logged
from flows.monitoring.warm_up import WarmUp
from flows.runners.runner_name import RunnerName
from flows.runners.starting import running
from flows.upkeep.compacting import compact_when_worthwhile
from flows.workers.pool import WorkerPool
from seeds.story import Feed, Story
from transforms.feed_records import RobotsCopy
from transforms.statement_records import RunFacts
from warehouse.database import Upgrade, open_private, upgrade
from warehouse.landing import Landed
from warehouse.lock import writer_lock
from warehouse.page_state import page_aliases
from warehouse.polling_state import (
    analysed_revisions,
    feed_states,
    free_run_id,
    known_entries,
    robots_copies,
)
from warehouse.snapshot import publish


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What one run is to do."""

    story: Story
    feeds: tuple[Feed, ...]
    home: Home
    settings: Settings
    due_only: bool = False
    """Ask only the feeds that are due; else all but those whose server wants rest."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What one run is given: clock, progress, log, receivers, where documents come from."""

    senders: Mapping[str, Sender]
    clock: Clock = system_clock
    progress: Progress = field(default_factory=Quiet)
    make_source: MakeSource = network
    log: Log = field(default_factory=NoLog)


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one run did, for the summary, the artifacts and the exit code."""

    run_id: str
    feeds: tuple[FeedOutcome, ...]
    pages: tuple[PageOutcome, ...]
    staged: Mapping[str, int]
    landed: Landed
    delivery: DeliveryReport
    seconds: float
    upgraded: Upgrade | None = None
    """What brought a home of an older version up to date, where it was one."""

    @property
    def feeds_failed(self) -> int:
        """How many feeds could not be read."""
        return self.feeds_with("failed")

    def feeds_with(self, *outcomes: str) -> int:
        """How many feeds came out so: read, unchanged, failed, resting or waiting."""
        return sum(outcome.fetch.outcome in outcomes for outcome in self.feeds)


def monitor(request: RunRequest, tools: Tools, step: Step = directly) -> RunReport:
    """Make one run under the warehouse's lock.

    Raises:
        WarehouseLocked: another run is under way in this home.
        LandingFailed: the rows did not fit; nothing of this run is kept.
    """
    request.home.prepare()
    with writer_lock(request.home.lock, request.home.lake):
        upgraded = upgrade(request.home.private)
        if upgraded:  # readers are not to wait for what this run fetches
            publish(request.home.private, request.home.published)
        run = _Run(request, tools, tools.clock())
        tools.log.run_id = run.run_id
        tools.log.write("run.started", story=request.story.story_id, feeds=len(request.feeds))
        step = logged(step, tools.log)
        feeds = step("poll", run.poll)()
        pages = step("pages", run.fetch_pages)(feeds)
        staged = step("transform", run.transform)(pages)
        landed = step("land", run.land)(feeds, pages)
        step("publish", run.publish)()
        delivery = step("deliver", run.deliver)()
        run.clean_up()
        feed_ids = {feed.feed_id for feed in (*request.story.feeds, *request.feeds)}
        write_metrics(request.home, tools.clock(), request.story.story_id, feed_ids)
    seconds = (tools.clock() - run.started_at).total_seconds()
    tools.log.write("run.ended", run_seq=landed.run_seq, seconds=seconds)
    return RunReport(
        run.run_id, tuple(feeds), tuple(pages), staged, landed, delivery, seconds, upgraded
    )


class _Run:
    """The steps of one run, sharing what they were asked and given."""

    def __init__(self, request: RunRequest, tools: Tools, started_at: datetime) -> None:
        self.request = request
        self.tools = tools
        self.started_at = started_at
        wanted = f"{request.story.story_id}-{started_at:%Y%m%dT%H%M%S.%fZ}"
        with open_private(request.home.private) as connection:
            self.run_id = free_run_id(connection, wanted)
        self.staging = request.home.staging / self.run_id
        self.staging.mkdir(parents=True, exist_ok=True)
        self.robots_checked: list[RobotsCopy] = []
        embedded = request.settings.runner.name is RunnerName.EMBEDDED
        self.warm_up = WarmUp(request.settings.language_model, loads_model=embedded)

    def poll(self) -> list[FeedOutcome]:
        """Ask the feeds whose turn it is; parse those that changed."""
        story_id = self.request.story.story_id
        with open_private(self.request.home.private) as connection:
            states = feed_states(connection, story_id)
        asking = Round(
            story_id, self.run_id, self.request.feeds, self.request.story.feeds, states,
            self.tools.clock, self.request.due_only, self.request.settings.pace_loopback_feeds,
        )  # fmt: skip

        async def ask() -> list[FeedOutcome]:
            at_once = self.request.settings.feeds_at_once
            source = Keeping(self._source(at_once), self.request.home.documents)
            async with source as fetcher, WorkerPool() as workers:
                return await poll_feeds(asking, fetcher, workers, self.tools.progress)

        return asyncio.run(ask())

    def fetch_pages(self, feeds: Sequence[FeedOutcome]) -> list[PageOutcome]:
        """Fetch the page of every entry that is new, changed or still owed."""
        story_id = self.request.story.story_id
        changed = [outcome.feed.feed_id for outcome in feeds if outcome.parsed]
        with open_private(self.request.home.private) as connection:
            known = known_entries(connection, story_id, changed)
            robots = robots_copies(connection)
            forgotten = read_forgotten(connection, self.request.feeds, self.request.home.documents)
            entries = entries_to_fetch(story_id, feeds, known, self.started_at)
            entries = forgotten.without(entries)
            feed_ids = [feed.feed_id for feed in self.request.feeds]
            due = pages_due(connection, story_id, feed_ids, entries, self.started_at)
        if not entries and not due:
            return []
        if any(entry.page_state == "pending" for entry in entries):
            self.warm_up.begin()

        async def fetch() -> list[PageOutcome]:
            source = self._source(self.request.settings.pages_at_once)
            gate = self._gate(source, robots)
            async with Keeping(source, self.request.home.documents) as fetcher:
                fetching = PageFetch(
                    run_id=self.run_id,
                    feeds={feed.feed_id: feed for feed in self.request.feeds},
                    fetcher=fetcher,
                    clock=self.tools.clock,
                    gate=gate,
                )
                outcomes = await fetch_pages(fetching, entries, self.tools.progress)
                outcomes += await look_again(fetching, due)
                self.robots_checked = gate.checked if gate else []
                return forgotten.dropped(outcomes)

        return asyncio.run(fetch())

    def transform(self, pages: Sequence[PageOutcome]) -> dict[str, int]:
        """Analyse the fetched documents; with none, neither Beam nor a model is loaded."""
        story_id = self.request.story.story_id
        if not pages:
            return {}
        with open_private(self.request.home.private) as connection:
            screened = screen_pages(connection, story_id, pages, self.staging)
            if not screened.documents:
                return {}
            documents = screened.documents
            analysed = analysed_revisions(connection, story_id, screened.article_ids)
            aliases = page_aliases(connection)
        self.tools.progress.begin("transform", len(documents))
        self.warm_up.end()
        with quiet_libraries():
            from flows.monitoring.analysis import transform

            settings = self.request.settings
            log = self.request.home.job_server_log
            with running(settings.runner, settings.language_model, log) as runner:
                counts = transform(
                    self.request.story, documents, self.staging, analysed, aliases,
                    settings.language_model, runner,
                )  # fmt: skip
        with open_private(self.request.home.private) as connection:
            leave_out_analysed(connection, story_id, self.staging)
        self.tools.progress.advance(len(documents))
        return counts

    def land(self, feeds: Sequence[FeedOutcome], pages: Sequence[PageOutcome]) -> Landed:
        """Take everything of this run into the private warehouse, or nothing."""
        self.tools.progress.begin("land", 1)
        outcomes = [outcome.fetch.outcome for outcome in feeds]
        story = self.request.story
        facts = RunFacts(
            run_id=self.run_id,
            story_id=story.story_id,
            story_version=story.version_hash,
            started_at=self.started_at,
            landed_at=self.tools.clock(),
            feeds_read=outcomes.count("read"),
            feeds_unchanged=outcomes.count("unchanged"),
            feeds_failed=outcomes.count("failed"),
            pages_fetched=sum(page.is_fetched for page in pages),
        )
        harvest = Harvest(
            feeds=[outcome.state for outcome in feeds if outcome.was_asked],
            fetches=[outcome.fetch for outcome in feeds if outcome.was_asked]
            + [page.fetch for page in pages if page.fetch],
            entries=[page.entry for page in pages if page.lands_entry],
            quarantined=[page.quarantined for page in pages if page.quarantined],
            robots=self.robots_checked,
        )
        landed = land_run(
            self.request.home.private, self.staging, story, facts, harvest,
            list(self.tools.senders), self.tools.clock,
        )  # fmt: skip
        self.tools.progress.advance()
        return landed

    def publish(self) -> None:
        """Put the snapshot that everything reads in place, compacted when that is worthwhile."""
        compact_when_worthwhile(self.request.home)
        publish(self.request.home.private, self.request.home.published)

    def deliver(self) -> DeliveryReport:
        """Send what waits in the outbox; publish again when that changed anything."""
        home = self.request.home
        report = deliver(
            home.private, self.tools.senders, self.tools.clock, self.tools.progress,
            self.request.story,
        )  # fmt: skip
        if report.delivered or report.failed or report.muted:
            publish(home.private, home.published)
        return report

    def clean_up(self) -> None:
        """Remove this run's staged files, and the files that killed runs left.

        A re-tag or backfill that was killed goes on from its parts, so those stay.
        """
        self.warm_up.end()
        remove_drafts(self.request.home.documents)
        for folder in self.request.home.staging.iterdir():
            if not folder.name.startswith(KEPT_PREFIXES):
                shutil.rmtree(folder, ignore_errors=True)

    def _source(self, at_once: int) -> DocumentSource:
        return self.tools.make_source(self.request.settings, self.tools.clock, at_once)

    def _gate(self, source: DocumentSource, known: Mapping[str, RobotsCopy]) -> RobotsGate | None:
        settings = self.request.settings
        if not settings.respect_robots:
            return None
        return RobotsGate(source, known, settings.user_agent, self.tools.clock)
