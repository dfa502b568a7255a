"""The command that searches the warehouse: search."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.command.options import HomeOption
from flows.display.formats import Format

if TYPE_CHECKING:
    from transforms.search_words import Needle
    from warehouse.search import Found, Hit


class Place(StrEnum):
    """Where to search."""

    STATEMENTS = "statements"
    ARTICLES = "articles"
    BOTH = "both"


def search(
    words: Annotated[str, typer.Argument(help='Words, and "exact phrases" in quotation marks.')],
    home: HomeOption = None,
    place: Annotated[Place, typer.Option("--in", help="Where to search.")] = Place.BOTH,
    actor: Annotated[
        str | None, typer.Option(help="Said by this actor_id; articles: naming it.")
    ] = None,
    term: Annotated[str | None, typer.Option(help="About this term_id or a narrower one.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Since: 2025-11-22, 2025-11-22T10:00, 24h, 7d.")
    ] = None,
    limit: Annotated[int, typer.Option(help="At most so many hits, the newest.", min=1)] = 20,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Search statements and articles for words, newest first, and show them in context.

    All words must occur; a word finds what begins with it; case and accents do not matter.

    Examples:
    - `onrecord search "frozen assets"`
    - `onrecord search '"must not be changed" force' --in statements`
    - `onrecord search guarantee --actor tomas-arrel --since 7d --format json`
    """
    import sys

    from flows.clock import system_clock
    from flows.command.reading import require_known
    from flows.display.answers import print_rows
    from flows.errors import ConfigurationError
    from flows.installation.finding import find_home
    from flows.when import parse_when
    from transforms.search_words import parse_search
    from warehouse.search import Wanted
    from warehouse.search import search as ask
    from warehouse.snapshot import open_published

    needles = parse_search(words)
    if not needles:
        raise ConfigurationError(f"{words!r} holds no word to search for: write one or more.")
    start = None if since is None else parse_when(since, system_clock())
    tokens = tuple(dict.fromkeys(token for needle in needles for token in needle.tokens))
    patterns = tuple(needle.pattern() for needle in needles)
    places = [each.value for each in Place if each is not Place.BOTH]
    with open_published(find_home(home).published) as connection:
        require_known(connection, actor=actor, term=term)
        found = ask(
            connection,
            Wanted(tokens, patterns, actor, term, start),
            places if place is Place.BOTH else [place.value],
            limit,
        )
    if form is Format.TABLE:
        _print_hits(found, needles)
        return
    rows = [_row(hit, needles) for hit in found.hits]
    print_rows(_COLUMNS, [tuple(row.values()) for row in rows], form, sys.stdout)
    if found.total > len(rows):
        sys.stderr.write(f"Only the newest {len(rows)} of {found.total} hits: --limit for more.\n")


_COLUMNS = (
    "kind", "id", "time", "time_precision", "speakers", "title", "outlet", "url", "words", "marks"
)  # fmt: skip


def _row(hit: "Hit", needles: tuple["Needle", ...]) -> dict[str, Any]:
    from transforms.search_words import find_words, in_context

    words, marks = in_context(hit.text, find_words(hit.text, needles))
    values = (
        hit.kind, hit.hit_id, hit.happened_at, hit.precision, list(hit.speakers), hit.title,
        hit.outlet, hit.url, words, [list(mark) for mark in marks],
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def _print_hits(found: "Found", needles: tuple["Needle", ...]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from flows.display.console import make_console
    from flows.display.formats import counted, join, printable, shown
    from transforms.search_words import find_words, in_context

    console = make_console()
    for hit in found.hits:
        who = join(hit.speakers) or ("nobody named" if hit.kind == "statement" else hit.title)
        console.print(
            Text.assemble(
                (f"{shown(hit.happened_at)}  ", "dim"),
                (printable(who), "bold"),
                (f"  [{hit.kind}] {printable(hit.outlet)}", "dim"),
            )
        )
        words, marks = in_context(hit.text.replace("\n", " "), find_words(hit.text, needles))
        text, done = Text(), 0
        for mark in marks:
            text.append(printable(words[done : mark.start]))
            text.append(printable(mark.of(words)), style="bold black on yellow")
            done = mark.end
        text.append(printable(words[done:]))
        console.print(Padding(text, (0, 0, 0, 2), expand=False))
        console.print(Padding(Text(printable(hit.url), style="dim"), (0, 0, 1, 2), expand=False))
    left = found.total - len(found.hits)
    more = f"; the newest {len(found.hits)} are shown: --limit for more" if left else ""
    console.print(Text(counted(found.total, "hit") + more))
