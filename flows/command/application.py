"""The typer application and its commands, in the order of ``onrecord --help``."""

import typer

from flows.command import analysis, measuring, monitoring, reading, stories, upkeep, vocabulary

application = typer.Typer(
    name="onrecord",
    help="Tells who is on record about what: feeds in, statements in DuckDB, alerts out.",
    epilog="Start with `onrecord demo`; it needs no network.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for command in (
    monitoring.run,
    monitoring.serve,
    monitoring.demo,
    monitoring.sample,
    reading.sql,
    reading.statements,
    analysis.tag,
    analysis.extract,
    stories.init,
    stories.check,
    vocabulary.preview,
    vocabulary.retag,
    vocabulary.candidates,
    upkeep.doctor,
):
    application.command()(command)
application.command("eval")(measuring.evaluate)
