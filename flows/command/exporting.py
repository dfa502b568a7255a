"""The command that hands the tables on: export."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command.options import HomeOption


def export(
    home: HomeOption = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="DIR", help="A new folder for all tables.")
    ] = None,
    jsonld: Annotated[
        Path | None, typer.Option("--jsonld", metavar="FILE", help="A file for the statements.")
    ] = None,
    since: Annotated[
        int, typer.Option("--since-run", help="With --parquet: only rows of later runs.", min=0)
    ] = 0,
) -> None:
    """Hand the published tables on: as Parquet for other programs, as JSON-LD for the web.

    Parquet: one folder or file a table, parted by story and month, with manifest.json (columns
    and their meaning, rows, SHA-256, schema, last run). JSON-LD: each statement as a schema.org
    Quotation or Claim, with selectors that find its words in the articles.

    Examples:
    - `onrecord export --parquet tables`
    - `onrecord export --parquet tables-from-8 --since-run 7`
    - `onrecord export --jsonld statements.jsonld`
    """
    from flows.clock import system_clock
    from flows.display.formats import counted
    from flows.errors import ConfigurationError
    from flows.installation.finding import find_home
    from flows.upkeep.exports import to_json_ld, to_parquet

    if (parquet is None) == (jsonld is None):
        raise ConfigurationError(
            "give one of --parquet DIR and --jsonld FILE; nothing was written."
        )
    found = find_home(home)
    if parquet is not None:
        done = to_parquet(found, parquet, since, system_clock())
        typer.echo(
            f"{parquet}: {counted(done.rows, 'row')} of {counted(done.tables, 'table')} in "
            f"{counted(done.files, 'file')}, up to run {done.run_seq}."
        )
    elif jsonld is not None:
        linked = to_json_ld(found, jsonld)
        typer.echo(
            f"{jsonld}: {counted(linked.statements, 'statement')} with "
            f"{counted(linked.reports, 'report')}."
        )
