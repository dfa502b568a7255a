"""Commands on what was kept: replay, archive."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.options import (
    FlinkMasterOption,
    HomeOption,
    RunnerOption,
    StoryOption,
    runner_flags,
)

if TYPE_CHECKING:
    from flows.monitoring.monitor import RunReport

SinceOption = Annotated[
    str | None, typer.Option(help="Only runs since: 2025-11-22, 2025-11-22T10:00, 24h, 7d.")
]
UntilOption = Annotated[str | None, typer.Option(help="Only runs before: the same forms.")]


def replay(
    into: Annotated[Path, typer.Option("--into", help="Home that the runs are made in again.")],
    home: HomeOption = None,
    warc: Annotated[
        list[Path] | None,
        typer.Option("--warc", help="WARC file to take runs from, in place of a home; repeatable."),
    ] = None,
    feed: Annotated[
        list[str] | None,
        typer.Option("--feed", help="Address in the WARC files to take for a feed; repeatable."),
    ] = None,
    story: StoryOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    runner: RunnerOption = None,
    flink_master: FlinkMasterOption = None,
) -> None:
    """Make kept runs again into another home, without the network and without alerts.

    Each run is made with its own times and with what it got then, failures too. With an
    edited story this shows what it would have found from the first day on. A WARC file of
    another crawler is monitored too: its feeds are polled at the dates of their records.

    Examples:
    - `onrecord replay --home ~/newsdesk --into ~/replayed`
    - `onrecord replay --into /tmp/trial --story my-story --since 7d`
    - `onrecord replay --warc crawl.warc.gz --feed https://example.org/rss.xml --into ~/crawl`
    """
    from flows.archive.replaying import Replay, runs_to_replay
    from flows.clock import system_clock
    from flows.display.formats import counted
    from flows.installation.finding import find_home
    from flows.installation.settings import load_settings
    from flows.language.language_model import find_model
    from flows.runners.starting import check_runner
    from flows.stories.finding import open_story
    from flows.when import parse_when

    target = find_home(into)
    source = target if warc else find_home(home)
    _refuse_mixed(source.folder, target.folder, warc=bool(warc), home=home, feeds=feed)
    flags = runner_flags(runner, flink_master)
    settings = load_settings(source, story=story, runner=flags or None)
    loaded = open_story(settings.story)
    find_model(settings.language_model or None)
    check_runner(settings.runner)
    now = system_clock()
    start, end = (None if words is None else parse_when(words, now) for words in (since, until))
    damaged = []
    if warc:
        from flows.archive.warc_archive import open_archive

        archive = open_archive(warc)
        damaged = archive.damaged
        kept = archive.kept(loaded, [*(feed or ()), *(own.url for own in loaded.feeds)], start, end)
    else:
        from flows.archive.recordings import kept_in_home

        kept = kept_in_home(source, start, end)
    runs = runs_to_replay(kept.runs, loaded, target)
    maker = Replay(loaded, settings, target, kept.read)
    for run in runs:
        _tell(run.started_at, maker.run(kept.open(run)))
    if damaged:
        from flows.archive.damage import land_damaged

        land_damaged(target, loaded, damaged, kept.runs[-1].landed_at)
        typer.echo(f"{counted(len(damaged), 'damaged record')} set aside, with place and reason.")
    if not runs:
        typer.echo(f"All these runs are in {target.folder} already; they were left alone.")
        return
    typer.echo(
        f"{counted(len(runs), 'run')} replayed into {target.folder}; ask it with "
        f"`onrecord statements --home {target.folder}`."
    )


def export(
    out: Annotated[Path, typer.Argument(metavar="OUT.warc.gz", help="File to write.")],
    home: HomeOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
) -> None:
    """Write what runs sent and received as a WARC file (ISO 28500), for any archive's tools.

    Requests and answers with their real headers, payload digests, addresses and dates; and
    of each exchange a metadata record, from which `onrecord replay --warc` makes the same
    runs again.

    Examples:
    - `onrecord archive export desk.warc.gz`
    - `onrecord archive export week.warc.gz --home ~/newsdesk --since 7d`
    """
    from flows.archive.recordings import kept_in_home
    from flows.archive.warc_writing import export_archive
    from flows.clock import system_clock
    from flows.display.formats import counted
    from flows.installation.finding import find_home
    from flows.when import parse_when

    now = system_clock()
    start, end = (None if words is None else parse_when(words, now) for words in (since, until))
    kept = kept_in_home(find_home(home), start, end)
    written, without = export_archive(out, kept, now)
    lost = f", {without} without the body, which is no longer kept" if without else ""
    typer.echo(
        f"{counted(written, 'exchange')} of {counted(len(kept.runs), 'run')}{lost}: {out}", err=True
    )


def tidy(
    older_than: Annotated[
        str, typer.Option("--older-than", help="Age of what may go: 90d, 26w; or a date.")
    ],
    home: HomeOption = None,
) -> None:
    """Remove kept documents that are older and that no article revision or feed needs.

    What goes is above all the earlier content of feeds. Runs that got it can then not be
    replayed exactly. Without this command everything is kept for ever.

    Example: `onrecord archive tidy --older-than 90d`
    """
    from flows.archive.tidying import tidy as remove
    from flows.clock import system_clock
    from flows.display.formats import counted
    from flows.installation.finding import find_home
    from flows.when import parse_when

    found = find_home(home)
    tidied = remove(found, parse_when(older_than, system_clock()))
    typer.echo(
        f"{counted(tidied.removed, 'document')} removed ({tidied.bytes_removed / 1e6:.1f} MB), "
        f"{tidied.kept} kept: {found.documents}"
    )


def _refuse_mixed(
    source: Path, target: Path, *, warc: bool, home: Path | None, feeds: list[str] | None
) -> None:
    from flows.errors import ConfigurationError

    if warc and home is not None:
        wrong = "--home and --warc both say where the runs are: give one of them"
    elif feeds and not warc:
        wrong = "--feed goes with --warc: the runs of a home have their own feeds"
    elif not warc and source.resolve() == target.resolve():
        wrong = f"--into names the home {source} itself: name another folder"
    else:
        return
    raise ConfigurationError(f"{wrong}; nothing was written.")


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
