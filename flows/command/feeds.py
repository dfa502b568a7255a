"""Commands about feeds: feeds."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.options import HomeOption, StoryOption
from flows.display.formats import Format

if TYPE_CHECKING:
    from seeds.story import Story
    from warehouse.feed_health import FeedHealth
    from warehouse.lake_address import Lake


def feeds(
    story: StoryOption = None,
    home: HomeOption = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = (
        Format.TABLE
    ),
) -> None:
    """Show the health of each feed: last success, next poll, why it fails, entries a day.

    States: ok; new, never read; moved, asked at an address that it has moved to; stale, silent
    against its own habit; failing; resting, its server asked for rest; blocked, turned away;
    gone for good; merged with another feed. One that the story does not list (taken out, or
    asked with --feed alone) says so.

    Examples:
    - `onrecord feeds`
    - `onrecord feeds --story my-story --format json`
    """
    from dataclasses import astuple, fields

    from flows.clock import system_clock
    from flows.display.answers import print_answer
    from flows.installation.finding import find_home
    from flows.installation.settings import load_settings
    from flows.stories.finding import open_story
    from warehouse.feed_health import FeedHealth
    from warehouse.reading import Answer

    found, now = find_home(home), system_clock()
    watched = open_story(load_settings(found, story=story).story)
    known = _health(found.published, watched, now)
    if form is not Format.TABLE:
        columns = tuple(field.name for field in fields(FeedHealth))
        print_answer(Answer(columns, tuple(astuple(feed) for feed in known)), form)
        return
    from flows.display.console import make_console
    from flows.display.feed_list import print_feeds

    print_feeds(make_console(), known, now)


def _health(published: "Path | Lake", story: "Story", now: datetime) -> list["FeedHealth"]:
    """Return the story's feeds in their order, then those that it does not list (any more)."""
    from warehouse.errors import NothingPublished
    from warehouse.feed_health import FeedHealth, feed_health
    from warehouse.snapshot import open_published

    try:
        with open_published(published) as connection:
            landed = {feed.feed_id: feed for feed in feed_health(connection, now, story.story_id)}
    except NothingPublished:
        landed = {}
    listed = [
        landed.pop(feed.feed_id)
        if feed.feed_id in landed
        else FeedHealth(
            feed_id=feed.feed_id, state="new", last_success_at=None, next_poll_at=None,
            consecutive_failures=0, items_a_day=None, newest_entry_at=None,
            why="not asked yet", next_poll_reason="", url=feed.url, listed_url=feed.url,
        )
        for feed in story.feeds
    ]  # fmt: skip
    return [*listed, *map(_unlisted, landed.values())]


def _unlisted(feed: "FeedHealth") -> "FeedHealth":
    """Return a feed of earlier runs with the remark that no run asks it by itself."""
    from dataclasses import replace

    remark = "not in the story's feeds, asked only where --feed names it"
    return replace(feed, why=f"{feed.why}; {remark}" if feed.why else remark)
