"""Commands for reading what is new: new, cursors."""

from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.options import HomeOption
from flows.display.formats import Format
from flows.display.news import STATEMENTS, NewsFormat

if TYPE_CHECKING:
    from warehouse.reader import Reader


def new(
    cursor: Annotated[
        str | None,
        typer.Option(help="Name of the reader; without it, what the last run landed."),
    ] = None,
    table: Annotated[
        list[str] | None,
        typer.Option(
            help="Table to read; repeatable.", show_default="statements with speakers and terms"
        ),
    ] = None,
    story: Annotated[str | None, typer.Option(help="Only rows of this story_id.")] = None,
    form: Annotated[
        NewsFormat, typer.Option("--format", help="How to print the rows.")
    ] = NewsFormat.TABLE,
    peek: Annotated[bool, typer.Option("--peek", help="Leave the cursor where it is.")] = False,
    reset: Annotated[
        str | None,
        typer.Option(
            metavar="RUN_SEQ",
            help="Put the cursor behind this run and print nothing; 0: all comes again; "
            "now: only what lands from now on.",
        ),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Print what has landed since a named reader looked, each row version once.

    The cursor moves when everything is printed; where that fails, the same rows come again.
    A new name begins with the first run. Read one set of tables with each cursor.

    Examples:
    - `onrecord new --cursor desk`
    - `onrecord new --cursor mirror --table mentions --table terms --format jsonl >> mentions.jsonl`
    - `onrecord new --cursor desk --reset now`
    """
    from flows.clock import system_clock
    from flows.display.news import print_news
    from flows.errors import ConfigurationError
    from flows.installation.finding import find_home
    from warehouse.reader import open_reader

    if cursor is None and (peek or reset is not None):
        raise ConfigurationError("--peek and --reset need a --cursor NAME; nothing was read.")
    if reset is not None and (peek or table or story):
        raise ConfigurationError("--reset stands alone with --cursor; the cursor was left alone.")
    tables, story_id = table or [STATEMENTS], story or ""
    found = find_home(home)
    with open_reader(found.folder, system_clock, found.lake) as reader:
        if cursor is None:
            since = max(reader.run_seq - 1, 0)
            print_news(reader.changes_since(since, tables, story_id), form)
        elif reset is not None:
            _reset(reader, cursor, reset)
        elif peek:
            print_news(reader.peek(cursor, tables, story_id), form)
        else:
            with reader.changes(cursor, tables, story_id) as changes:
                print_news(changes, form)


def cursors(
    drop: Annotated[str | None, typer.Option(help="Forget the cursor of this name.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the list.")] = Format.TABLE,
    home: HomeOption = None,
) -> None:
    """List the named readers: where each stands, and how many runs it is behind.

    Examples:
    - `onrecord cursors`
    - `onrecord cursors --drop desk`
    """
    from flows.clock import system_clock
    from flows.display.answers import print_answer
    from flows.errors import ConfigurationError
    from flows.installation.finding import find_home
    from warehouse.cursors import drop_cursor
    from warehouse.reader import open_reader
    from warehouse.reading import Answer

    found = find_home(home)
    if drop is not None:
        if not drop_cursor(found.cursors, drop):
            raise ConfigurationError(f"there is no cursor {drop!r}; nothing was changed.")
        return
    with open_reader(found.folder, system_clock, found.lake) as reader:
        rows = tuple(
            (
                cursor.name, cursor.run_seq, reader.run_seq - cursor.run_seq, cursor.moved_at,
                list(cursor.tables), cursor.story_id,
            )
            for cursor in reader.cursors()
        )  # fmt: skip
    columns = ("name", "run_seq", "runs_behind", "moved_at", "reads", "story_id")
    print_answer(Answer(columns, rows), form)


def _reset(reader: "Reader", cursor: str, words: str) -> None:
    from flows.errors import ConfigurationError

    if words != "now" and not (words.isascii() and words.isdigit()):
        raise ConfigurationError(
            f"{words!r} is no run: write its number, 0 for the beginning, or now; the cursor "
            f"{cursor} stays where it is."
        )
    run_seq = reader.run_seq if words == "now" else int(words)
    reader.reset(cursor, run_seq)
    typer.echo(f"{cursor} stands at run {run_seq} of {reader.run_seq}.")
