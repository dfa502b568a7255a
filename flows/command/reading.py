"""Commands that read the warehouse: sql, statements."""

from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.options import HomeOption
from flows.display.formats import Format

if TYPE_CHECKING:
    import duckdb

FormatOption = Annotated[Format, typer.Option("--format", help="How to print the answer.")]


def sql(
    query: Annotated[
        str | None,
        typer.Argument(help="One SQL query in DuckDB's dialect; without it, a prompt opens."),
    ] = None,
    home: HomeOption = None,
    form: FormatOption = Format.TABLE,
    limit: Annotated[
        int | None,
        typer.Option(
            help="At most so many rows; 0 for all.",
            min=0,
            show_default="1000 in a table, else all",
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(help="Seconds until a query is stopped.", min=0.1)
    ] = 30.0,
) -> None:
    """Ask the published snapshot a question; read-only, also while a run is under way.

    JSON is one array of objects with exact values. CSV is for spreadsheets: text that would run
    as a formula gets an apostrophe before it.

    Examples:
    - `onrecord sql` opens a prompt, with completion and history
    - `onrecord sql "FROM latest_statements LIMIT 10"`
    - `onrecord sql "SELECT actor_id, count(*) AS n FROM statement_actors GROUP BY 1" --format csv`
    - `onrecord sql "SHOW TABLES" --format json`
    """
    import sys

    from flows.display.querying import Limits, bound_memory, print_query
    from flows.installation.finding import find_home
    from warehouse.snapshot import open_published

    found = find_home(home)
    limits = Limits(form, limit, timeout)
    bound_memory()
    if query is None and sys.stdin.isatty():
        from flows.interactive.prompt import converse

        converse(found, limits)
        return
    asked = sys.stdin.read() if query is None or query == "-" else query
    with open_published(found.published) as connection:
        print_query(connection, asked, limits, sys.stdout, sys.stderr)


def statements(
    home: HomeOption = None,
    actor: Annotated[str | None, typer.Option(help="Only statements by this actor_id.")] = None,
    term: Annotated[
        str | None, typer.Option(help="Only statements about this term_id or a narrower one.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Said since: 2025-11-22, 2025-11-22T10:00, 24h, 7d.")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="At most so many, the latest.", min=1)] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List statements, latest first: when said, who, what, about which terms, where first.

    Examples:
    - `onrecord statements --actor volodymyr-zelenskyy --limit 20`
    - `onrecord statements --term territory --since 2025-11-22 --format json`
    """
    from flows.clock import system_clock
    from flows.display.answers import print_answer
    from flows.display.formats import counted
    from flows.installation.finding import find_home
    from flows.when import parse_when
    from warehouse.reading import statements as ask
    from warehouse.snapshot import open_published

    start = None if since is None else parse_when(since, system_clock())
    with open_published(find_home(home).published) as connection:
        require_known(connection, actor=actor, term=term)
        answer = ask(connection, actor=actor, term=term, since=start, limit=limit)
    if form is not Format.TABLE:
        print_answer(answer, form)
        return
    from flows.display.console import make_console
    from flows.display.statement_list import print_statements

    console = make_console()
    print_statements(console, answer)
    console.print(counted(len(answer.rows), "statement"), markup=False)


def require_known(
    connection: "duckdb.DuckDBPyConnection", *, actor: str | None, term: str | None
) -> None:
    """Refuse an id that is not in the snapshot, and propose what may have been meant.

    Raises:
        ConfigurationError: there is no such actor or term.
    """
    from rapidfuzz import process

    from flows.errors import ConfigurationError
    from warehouse.reading import known_ids

    for kind, wanted in (("actor", actor), ("term", term)):
        known = [] if wanted is None else known_ids(connection, kind)
        if wanted is None or wanted in known:
            continue
        near = [name for name, _, _ in process.extract(wanted, known, limit=3, score_cutoff=60)]
        hint = f"did you mean {', '.join(near)}?" if near else f'see `onrecord sql "FROM {kind}s"`.'
        raise ConfigurationError(f"there is no {kind} {wanted!r} in this warehouse: {hint}")
