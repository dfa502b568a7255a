"""Replay: make kept runs again, without the network, into another home.

Each is one run of its own, with the times that the clock gave then. It sends no alert: what
it finds was news when it was first fetched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ParamSpec, TypeVar

from flows.archive.kept_source import KeptSource, ReadDocument
from flows.archive.recordings import Recording
from flows.clock import Clock
from flows.errors import ConfigurationError
from flows.fetching.exchange import DocumentSource
from flows.installation.home import Home
from flows.installation.settings import Settings
from flows.monitoring.monitor import RunReport, RunRequest, Tools, monitor
from flows.monitoring.steps import Step
from flows.stories.finding import choose_feeds
from seeds.story import Feed, Story
from transforms.feed_records import Fetch
from warehouse.errors import NothingPublished
from warehouse.kept_exchanges import KeptRun, landed_runs
from warehouse.snapshot import open_published

P = ParamSpec("P")
R = TypeVar("R")


def runs_to_replay(runs: Sequence[KeptRun], story: Story, into: Home) -> list[KeptRun]:
    """Return the runs of this story that the other home does not have yet.

    Raises:
        ConfigurationError: there is none, or the other home has runs that came after them,
            among which they would be taken for news of today.
    """
    own = [run for run in runs if run.story_id == story.story_id]
    if not own:
        kept = ", ".join(sorted({run.story_id for run in runs})) or "no story"
        raise ConfigurationError(
            f"there is no run of the story {story.story_id!r} in that time (kept: {kept}): name "
            "another with --story or another time; nothing was written."
        )
    landed = _landed_in(into)
    left = [run for run in own if run.run_id not in landed]
    known = {run.run_id for run in own}
    later = [run_id for run_id, at in landed.items() if left and at > left[0].started_at]
    if later and not known.issuperset(later):
        raise ConfigurationError(
            f"{into.folder} already has a later run than {left[0].run_id}: name a new folder "
            "with --into; nothing was written."
        )
    return left


@dataclass(frozen=True, slots=True)
class Replay:
    """Makes recorded runs again in another home, with a story as it is now."""

    story: Story
    settings: Settings
    into: Home
    read: ReadDocument

    def run(self, recording: Recording) -> RunReport:
        """Make one run again; one that landed before is left alone."""
        clock = _Then(recording.run.started_at)
        feeds = feeds_of(recording, self.story)
        source = source_of(recording, feeds, self.read)

        def make_source(settings: Settings, clock: Clock, at_once: int) -> DocumentSource:
            del settings, clock, at_once
            return source

        # No receivers: so no alert is chosen, and none can be sent.
        tools = Tools(senders={}, clock=clock, make_source=make_source)
        request = RunRequest(self.story, feeds, self.into, self.settings)
        return monitor(request, tools, _with_time_of(recording.run, clock))


def feeds_of(recording: Recording, story: Story) -> tuple[Feed, ...]:
    """Return the feeds that a run asked, as the story lists them, else by their address.

    A feed that had moved was asked at its new address; the replay comes to know that as the
    runs did, and goes there by itself.
    """
    listed = {feed.feed_id: feed for feed in story.feeds}
    feeds = []
    for feed_id, url in _asked(recording).items():
        if feed_id not in listed:
            (feed,) = choose_feeds(story, [url])
            listed[feed_id] = replace(feed, feed_id=feed_id)
        feeds.append(listed[feed_id])
    return tuple(feeds)


def source_of(recording: Recording, feeds: Sequence[Feed], read: ReadDocument) -> KeptSource:
    """Return what answers for a run, also for a feed that the story lists elsewhere by now."""
    asked = {row.feed_id: row for row in recording.rows if not row.entry_id}
    moved = {feed.url: asked[feed.feed_id] for feed in feeds if feed.feed_id in asked}

    def find(url: str) -> Fetch | None:
        return recording.find(url) or moved.get(url)

    return KeptSource(recording.rows, read, find)


def _asked(recording: Recording) -> dict[str, str]:
    return {row.feed_id: row.url for row in recording.rows if not row.entry_id}


class _Then:
    """A clock that stands at a time of the past."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def _with_time_of(run: KeptRun, clock: _Then) -> Step:
    def step(name: str, function: Callable[P, R]) -> Callable[P, R]:
        if name == "land":
            clock.now = run.landed_at
        return function

    return step


def _landed_in(home: Home) -> dict[str, datetime]:
    try:
        with open_published(home.published) as connection:
            return landed_runs(connection)
    except NothingPublished:
        return {}
