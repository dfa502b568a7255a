"""The typer application and its commands, in the order of ``onrecord --help``."""

from typing import Annotated

import typer

from flows.command import (
    alert_questions,
    alerts,
    analysis,
    archive,
    articles,
    backups,
    exporting,
    feeds,
    health,
    measuring,
    monitoring,
    news,
    reading,
    searching,
    silences,
    stories,
    takedown,
    upkeep,
    vocabulary,
)

application = typer.Typer(
    name="onrecord",
    help="Tells who is on record about what: feeds in, statements in DuckDB, alerts out.",
    epilog="Start with `onrecord demo`; it needs no network.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"onrecord {version('onrecord')}")
        raise typer.Exit


@application.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


for command in (
    monitoring.run,
    monitoring.serve,
    monitoring.demo,
    monitoring.sample,
    reading.sql,
    reading.statements,
    searching.search,
    feeds.feeds,
    news.new,
    news.cursors,
    articles.articles,
    articles.diff,
    analysis.tag,
    analysis.extract,
    stories.init,
    stories.check,
    vocabulary.preview,
    vocabulary.retag,
    vocabulary.candidates,
    archive.replay,
    exporting.export,
    backups.backup,
    backups.restore,
    takedown.forget,
    upkeep.compact,
    upkeep.migrate,
    upkeep.doctor,
    health.health,
):
    application.command()(command)
application.command("eval")(measuring.evaluate)

alert_commands = typer.Typer(
    no_args_is_help=True,
    help="Alerts on their way, and what the routes decide.",
    rich_markup_mode="markdown",
)
alert_commands.command("list")(alerts.list_alerts)
alert_commands.command("retry")(alerts.retry)
alert_commands.command("test")(alert_questions.send_test)
alert_commands.command("explain")(alert_questions.explain)
alert_commands.command("simulate")(alert_questions.simulate)
application.add_typer(alert_commands, name="alerts")


@alert_commands.callback()
def _alerts() -> None:
    """Alerts on their way, and what the routes decide."""


silence_commands = typer.Typer(
    no_args_is_help=True,
    help="Silences: what nobody wants to be alerted of for a while.",
    rich_markup_mode="markdown",
)
silence_commands.command("add")(silences.add)
silence_commands.command("list")(silences.show)
silence_commands.command("end")(silences.end)
application.add_typer(silence_commands, name="silence")


@silence_commands.callback()
def _silences() -> None:
    """Silences: what nobody wants to be alerted of for a while."""


archives = typer.Typer(
    no_args_is_help=True,
    help="What was kept: write it as a WARC file, remove what is old.",
    rich_markup_mode="markdown",
)
archives.command("export")(archive.export)
archives.command("tidy")(archive.tidy)
application.add_typer(archives, name="archive")


@archives.callback()
def _archive() -> None:
    """What was kept: write it as a WARC file, remove what is old."""
