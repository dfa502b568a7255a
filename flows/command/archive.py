"""Commands on what was kept: replay, archive."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.options import HomeOption, StoryOption

if TYPE_CHECKING:
    from flows.monitoring.monitor import RunReport

SinceOption = Annotated[
    str | None, typer.Option(help="Only runs since: 2025-11-22, 2025-11-22T10:00, 24h, 7d.")
]
UntilOption = Annotated[str | None, typer.Option(help="Only runs before: the same forms.")]


def replay(
    into: Annotated[Path, typer.Option("--into", help="Home that the runs are made in again.")],
    home: HomeOption = None,
    story: StoryOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
) -> None:
    """Make kept runs again into another home, without the network and without alerts.

    Each run is made with its own times and with what it got then, failures too. With an
    edited story this shows what it would have found from the first day on.

    Examples:
    - `onrecord replay --home ~/onrecord --into ~/replayed`
    - `onrecord replay --into /tmp/trial --story my-story --since 7d`
    """
    from flows.archive.replaying import (
        Replay,
        documents_of,
        open_recording,
        recordings_of,
        runs_to_replay,
    )
    from flows.clock import system_clock
    from flows.display.formats import counted
    from flows.errors import ConfigurationError
    from flows.installation.home import find_home
    from flows.installation.settings import load_settings
    from flows.language.language_model import find_model
    from flows.stories.finding import open_story
    from flows.when import parse_when

    source, target = find_home(home), find_home(into)
    if source.folder.resolve() == target.folder.resolve():
        raise ConfigurationError(
            f"--into names the home {source.folder} itself: name another folder; nothing was "
            "written."
        )
    settings = load_settings(source, story=story)
    loaded = open_story(settings.story)
    find_model(settings.language_model or None)
    now = system_clock()
    start, end = (None if words is None else parse_when(words, now) for words in (since, until))
    runs = runs_to_replay(recordings_of(source, start, end), loaded, target)
    maker = Replay(loaded, settings, target, documents_of(source))
    for run in runs:
        _tell(run.started_at, maker.run(open_recording(source, run)))
    typer.echo(
        f"{counted(len(runs), 'run')} replayed into {target.folder}; ask it with "
        f"`onrecord statements --home {target.folder}`."
        if runs
        else f"All these runs are in {target.folder} already; nothing was written."
    )


def _tell(started_at: datetime, report: "RunReport") -> None:
    from flows.display.formats import counted

    landed = report.landed
    found = ", ".join(
        (
            counted(len(report.feeds), "feed"),
            counted(landed.revisions, "revision"),
            counted(landed.statements, "new statement"),
            f"{landed.quarantined} quarantined",
        )
    )
    typer.echo(f"{started_at:%Y-%m-%d %H:%M:%S} UTC: {found}")
