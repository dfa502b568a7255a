"""Which story and which feeds a command means."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from flows.errors import ConfigurationError
from flows.installation.settings import Settings
from seeds.load import bundled_story, load_story
from seeds.problems import StoryError
from seeds.story import Feed, Story
from transforms.identifiers import digest_id, slug
from transforms.tagging.patterns import parse_pattern


def find_story(named: str) -> Path:
    """Return the folder of a story: a path, or the name of a story that is shipped.

    Raises:
        ConfigurationError: there is neither.
    """
    folder = Path(named).expanduser()
    if folder.is_dir():
        return folder
    if "/" in named or folder.exists():
        raise ConfigurationError(
            f"{named} is no story folder: name one with --story, or copy one with "
            "`onrecord init DIR`; nothing was written."
        )
    try:
        return bundled_story(named)
    except StoryError as error:
        raise ConfigurationError(f"{_first(error)}; nothing was written.") from error


def open_story(named: str) -> Story:
    """Load the story that a flag or setting names.

    Raises:
        ConfigurationError: in one line, with file, row and column of the first problem.
    """
    folder = find_story(named)
    try:
        return load_story(folder, parse_pattern)
    except StoryError as error:
        more = len(error.problems) - 1
        others = f" (and {more} more: see `onrecord check {folder}`)" if more else ""
        raise ConfigurationError(
            f"the story in {folder} is not usable: {_first(error)}{others}; nothing was written."
        ) from error


def choose_feeds(story: Story, addresses: Sequence[str]) -> tuple[Feed, ...]:
    """Return the feeds to poll: those given with --feed, else the story's own.

    Raises:
        ConfigurationError: an address that is not http or https.
    """
    if not addresses:
        return story.feeds
    own = {feed.url: feed for feed in story.feeds}
    named = dict.fromkeys(addresses)
    return tuple(own.get(address) or _feed_at(address, story) for address in named)


def unset_receivers(story: Story, settings: Settings) -> list[str]:
    """Return the receivers that routes name and no setting sets up, sorted."""
    named = {receiver for route in story.routes for receiver in route.receivers}
    return sorted(named - set(settings.set_up_receivers()))


def _feed_at(address: str, story: Story) -> Feed:
    host = _host(address)
    if not host:
        raise ConfigurationError(
            f"--feed {address} is no http or https address: write it in full, like "
            "https://example.org/feed.xml; nothing was written."
        )
    return Feed(
        feed_id=f"{slug(host + urlsplit(address).path)}-{digest_id(address)[:6]}",
        outlet=host,
        url=address,
        language=story.languages[0] if story.languages else "",
    )


def _host(address: str) -> str:
    """Return host and port, without a user's name and password; empty if it is no address."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return ""
    return parts.netloc.rpartition("@")[2] if usable else ""


def _first(error: StoryError) -> str:
    return str(error.problems[0])
