"""``onrecord sql`` without a query: a prompt with history, completion and colours."""

import sys
import time
from collections.abc import Iterable, Iterator, Mapping

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer

from flows.display.answers import print_rows
from flows.display.formats import Format
from flows.display.querying import Limits, print_query
from flows.installation.home import Home
from flows.interactive.completion import COMMANDS, propose
from warehouse.answers import Answer
from warehouse.catalog import columns_by_table, columns_of, tables
from warehouse.errors import WarehouseError
from warehouse.invariants import run_count
from warehouse.snapshot import open_published

_PROMPT = "onrecord> "
_CONTINUED = "     ...> "
_FAREWELLS = {".quit", ".exit", "quit", "exit", "quit;", "exit;"}


class _Completer(Completer):
    def __init__(self) -> None:
        self.columns: Mapping[str, list[str]] = {}

    def get_completions(self, document: Document, _: CompleteEvent) -> Iterable[Completion]:
        for proposal in propose(document.text_before_cursor, document.text, self.columns):
            yield Completion(proposal.word, -proposal.replaces, display_meta=proposal.what)


def converse(home: Home, limits: Limits) -> None:
    """Answer queries until the person leaves; each sees the newest snapshot.

    Raises:
        NothingPublished: there is no snapshot yet.
    """
    completer = _Completer()
    runs = -1
    home.sql_history.touch(mode=0o600)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(home.sql_history)),
        completer=completer,
        lexer=PygmentsLexer(SqlLexer),
        multiline=True,
        prompt_continuation=_CONTINUED,
        key_bindings=_enter_ends_a_query(),
    )
    while True:
        # Opened for each query: a reader that stays open keeps the snapshot that it has.
        with open_published(home.published) as connection:
            completer.columns = columns_by_table(connection)
            if runs < 0:
                runs = run_count(connection)
                _say(f"The snapshot holds {runs} runs. End a query with ; and see .help.")
        text = _asked(session)
        if text is None or text.lower() in _FAREWELLS:
            return
        with open_published(home.published) as connection:
            if run_count(connection) != runs:
                runs = run_count(connection)
                _say(f"A newer snapshot was published: it holds {runs} runs.")
            _answer(connection, text, limits)


def _asked(session: PromptSession[str]) -> str | None:
    """Return what was typed; None at the end of input."""
    while True:
        try:
            text = session.prompt(_PROMPT).strip()
        except KeyboardInterrupt:
            continue  # it empties the line, as in every shell
        except EOFError:
            return None
        if text.strip("; \n"):
            return text


def _answer(connection: duckdb.DuckDBPyConnection, text: str, limits: Limits) -> None:
    try:
        if text.startswith("."):
            for answer in _command(connection, text):
                print_rows(answer.columns, answer.rows, Format.TABLE, sys.stdout)
            return
        started = time.monotonic()
        print_query(connection, text, limits, sys.stdout, sys.stdout)
        _say(f"{time.monotonic() - started:.3f} s")
    except WarehouseError as error:
        _say(str(error))
    except KeyboardInterrupt:
        _say("the query was stopped.")


def _command(connection: duckdb.DuckDBPyConnection, text: str) -> Iterator[Answer]:
    command, _, name = text.rstrip(";").partition(" ")
    match command:
        case ".tables":
            yield tables(connection)
        case ".schema" if name.strip():
            yield columns_of(connection, name.strip())
        case ".help":
            yield Answer(("command", "what it shows"), tuple(COMMANDS.items()))
        case _:
            _say(f"{text!r} is no command: {', '.join(COMMANDS)} are; .schema takes a name.")


def _enter_ends_a_query() -> KeyBindings:
    """Let Enter carry out what ends with a semicolon, or is a command, and else begin a line."""
    bindings = KeyBindings()

    @bindings.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        text = buffer.text.strip()
        if not text or text.endswith(";") or text.startswith(".") or text.lower() in _FAREWELLS:
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return bindings


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
