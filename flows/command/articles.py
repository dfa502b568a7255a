"""Commands about articles: which there are, and what an edit changed."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.options import HomeOption
from flows.command.reading import FormatOption
from flows.display.formats import Format

if TYPE_CHECKING:
    import duckdb

    from warehouse.article_reading import StoredVersion

_SHOWN = 8


class DiffFormat(StrEnum):
    """How a difference is printed."""

    TEXT = "text"
    JSON = "json"


def articles(
    home: HomeOption = None,
    outlet: Annotated[str | None, typer.Option(help="Only articles of this outlet.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Latest revision since: 2025-11-22, 2025-11-22T10:00, 7d.")
    ] = None,
    edited: Annotated[bool, typer.Option("--edited", help="Only those with an edit.")] = False,
    limit: Annotated[int | None, typer.Option(help="At most so many, the latest.", min=1)] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List articles, latest revision first: how many revisions, when, where, since when gone.

    Examples:
    - `onrecord articles --edited --since 7d`
    - `onrecord articles --outlet the-harbour-post --format json`
    """
    from flows.clock import system_clock
    from flows.display.answers import print_answer
    from flows.installation.finding import find_home
    from flows.when import parse_when
    from warehouse.article_reading import articles as ask
    from warehouse.snapshot import open_published

    start = None if since is None else parse_when(since, system_clock())
    with open_published(find_home(home).published) as connection:
        answer = ask(connection, outlet=outlet, since=start, edited=edited, limit=limit)
    if form is Format.TABLE:  # JSON and CSV have the addresses and the other times, too
        answer = answer.only("published_at", "outlet", "title", "revisions", "article_id")
    print_answer(answer, form)


def diff(
    article: Annotated[
        str, typer.Argument(help="Its id or how that begins, its address, or words of its title.")
    ],
    home: HomeOption = None,
    first: Annotated[
        int | None,
        typer.Option(
            "--from", help="Number of the earlier revision.", show_default="the one before"
        ),
    ] = None,
    last: Annotated[
        int | None,
        typer.Option("--to", help="Number of the later revision.", show_default="the latest"),
    ] = None,
    form: Annotated[
        DiffFormat, typer.Option("--format", help="How to print the difference.")
    ] = DiffFormat.TEXT,
) -> None:
    """Show what an edit changed in an article, paragraph by paragraph and word by word.

    In a terminal, words that went are red and struck out, new ones green; in a pipe they stand
    as [-went-] and {+came+}.

    Examples:
    - `onrecord diff "army limit"`
    - `onrecord diff https://news.example/a/33601002.html --from 1 --to 3`
    - `onrecord diff 5f0c --format json`
    """
    import sys

    from flows.display.difference import print_difference, print_difference_json
    from flows.installation.finding import find_home
    from transforms.articles.difference import changes
    from warehouse.article_reading import stored_versions
    from warehouse.snapshot import open_published

    with open_published(find_home(home).published) as connection:
        versions = stored_versions(connection, named_article(connection, article))
    before, after = _pair(versions, first, last)
    found = changes(before.text, after.text)
    if form is DiffFormat.JSON:
        print_difference_json(before, after, found, sys.stdout)
    else:
        print_difference(before, after, found, sys.stdout)


def _pair(
    versions: "list[StoredVersion]", first: int | None, last: int | None
) -> "tuple[StoredVersion, StoredVersion]":
    """Return the two revisions to compare; the latest with the one before if none is named."""
    from flows.errors import ConfigurationError

    newest = len(versions)
    if newest == 1:
        only = versions[0]
        raise ConfigurationError(
            f"{only.title!r} has one revision, fetched {only.fetched_at:%Y-%m-%d %H:%M}: "
            "there is nothing to compare; `onrecord articles --edited` lists those with more."
        )
    to = newest if last is None else last
    start = to - 1 if first is None else first
    for name, number in (("--to", to), ("--from", start)):
        if not 1 <= number <= newest:
            raise ConfigurationError(
                f"{name} {number}: this article has the revisions 1 to {newest}; name two of them."
            )
    return versions[start - 1], versions[to - 1]


def named_article(connection: "duckdb.DuckDBPyConnection", words: str) -> str:
    """Return the id of the one article that the words name.

    Raises:
        ConfigurationError: they name none, or several.
    """
    from flows.errors import ConfigurationError
    from transforms.articles.identity import article_id_of
    from warehouse.article_reading import find_articles

    words = words.strip()
    by_address = article_id_of("", words, "", "")
    found = find_articles(connection, words, by_address, _spellings(words))
    if not found:
        raise ConfigurationError(
            f"there is no article {words!r}: name it by its id, its address or words of its "
            "title; `onrecord articles` lists them."
        )
    if len(found) > 1:
        listed = "; ".join(f"{found_id[:8]} {title}" for found_id, _, title, _ in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise ConfigurationError(
            f"{words!r} is {len(found)} articles: {listed}{more}. Name one by its id."
        )
    return found[0][0]


def _spellings(address: str) -> tuple[str, ...]:
    """Return an address with and without what people leave out when they type it."""
    bare = address.rstrip("/")
    schemes = ("",) if "://" in bare else ("https://", "http://", "https://www.", "http://www.")
    return tuple(scheme + bare + slash for scheme in schemes for slash in ("", "/"))
