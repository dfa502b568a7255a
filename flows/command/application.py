"""The typer application and its commands, in the order of ``onrecord --help``."""

from collections.abc import Callable
from typing import Annotated

import typer

from flows.command import (
    alert_questions,
    alerts,
    analysis,
    archive,
    articles,
    backfilling,
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
    working,
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
    backfilling.backfill,
    exporting.export,
    backups.backup,
    backups.restore,
    takedown.forget,
    upkeep.compact,
    upkeep.migrate,
    upkeep.doctor,
    health.health,
    working.worker,
):
    application.command()(command)
application.command("eval")(measuring.evaluate)


def _add_group(name: str, help_text: str, **commands: Callable[..., None]) -> None:
    group = typer.Typer(no_args_is_help=True, help=help_text, rich_markup_mode="markdown")
    for word, command in commands.items():
        group.command(word)(command)
    application.add_typer(group, name=name)


_add_group(
    "alerts",
    "Alerts on their way, and what the routes decide.",
    list=alerts.list_alerts,
    retry=alerts.retry,
    test=alert_questions.send_test,
    explain=alert_questions.explain,
    simulate=alert_questions.simulate,
)
_add_group(
    "silence",
    "Silences: what nobody wants to be alerted of for a while.",
    add=silences.add,
    list=silences.show,
    end=silences.end,
)
_add_group(
    "archive",
    "What was kept: write it as a WARC file, remove what is old.",
    export=archive.export,
    tidy=archive.tidy,
)
