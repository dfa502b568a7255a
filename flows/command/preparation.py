"""What a monitoring command settles before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from flows.delivery.receivers import make_senders
from flows.delivery.sending import Sender
from flows.installation.event_log import Log, LogForm
from flows.installation.finding import find_home
from flows.installation.logs import open_log
from flows.installation.settings import load_settings
from flows.language.language_model import find_model
from flows.monitoring.monitor import RunRequest
from flows.monitoring.run_specification import RunSpecification
from flows.runners.starting import check_runner
from flows.stories.finding import choose_feeds, find_story, open_story, unset_receivers

NO_FLAGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A run whose configuration holds."""

    request: RunRequest
    senders: Mapping[str, Sender]
    log: Log
    story_folder: Path
    notes: tuple[str, ...]
    addresses: tuple[str, ...]
    runner: Mapping[str, str]
    """What flags said of the runner."""

    def specification(self) -> RunSpecification:
        """Return the run as parameters that Prefect can store."""
        return RunSpecification(
            home=str(self.request.home.folder),
            story=str(self.story_folder),
            feeds=list(self.addresses),
            allow_private=self.request.settings.allow_private,
            due_only=self.request.due_only,
            log=str(self.request.settings.log),
            runner=dict(self.runner),
        )


def prepare(
    home: Path | None,
    story: str | None,
    addresses: Sequence[str],
    *,
    allow_private: bool,
    prefect_port: int | None = None,
    due_only: bool = False,
    log: LogForm | None = None,
    runner: Mapping[str, str] = NO_FLAGS,
) -> Prepared:
    """Read settings, story and model location; write nothing.

    Raises:
        ConfigurationError: the settings, the story or the runner are not usable.
        ModelMissing: there is no language model.
    """
    found = find_home(home)
    settings = load_settings(
        found,
        story=story,
        allow_private=allow_private or None,
        prefect_port=prefect_port,
        log=log,
        runner=runner or None,
    )
    loaded = open_story(settings.story)
    feeds = choose_feeds(loaded, addresses)
    find_model(settings.language_model or None)
    check_runner(settings.runner)
    notes = tuple(
        f"Receiver {name!r} is named by a route but not set up, so nothing goes there: set "
        f"ONRECORD_RECEIVERS__{name.upper()}__TYPE, __URL and __SECRET, or add "
        f"[receivers.{name}] to {found.settings_file}."
        for name in unset_receivers(loaded, settings)
    )
    events, show = open_log(settings)
    return Prepared(
        request=RunRequest(loaded, feeds, found, settings, due_only),
        senders=make_senders(settings, found.folder, show),
        log=events,
        story_folder=find_story(settings.story).absolute(),
        notes=notes,
        addresses=tuple(addresses),
        runner=runner,
    )
