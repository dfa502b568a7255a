"""Commands for analysts: init, check."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.options import HomeOption

if TYPE_CHECKING:
    from seeds.story import Story

UNUSED_SHOWN = 20


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New folder to make.")],
    source: Annotated[
        str, typer.Option("--from", help="Story folder or shipped story to copy.")
    ] = "ukraine-plan",
    story_id: Annotated[
        str | None, typer.Option("--id", help="An id of its own, for another negotiation.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Copy a story to edit: its terms, actors, offices, feeds and routes.

    Examples:
    - `onrecord init my-story`
    - `onrecord init trade-talks --id trade-talks`
    """
    del home  # every command takes it; a story folder is where the user says
    import shutil

    from flows.errors import ConfigurationError
    from flows.stories.finding import find_story

    found = find_story(source)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(
            f"{folder} is there already: name a new folder; nothing was written."
        )
    shutil.copytree(found, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    if story_id:
        _write_id(folder / "story.toml", story_id)
        typer.echo(f"Copied {found.name} to {folder} as {story_id!r}. Edit its tables, then:")
    else:
        typer.echo(
            f"Copied {found.name} to {folder}. It keeps its id, so it goes on with the articles "
            "that are stored (--id gives it one of its own). Edit its tables, then:"
        )
    typer.echo(f"  onrecord check {folder}")
    if not story_id:
        typer.echo(f"  onrecord preview {folder}")
    typer.echo(f"  onrecord run --story {folder}")
    typer.echo(
        f"Where the home's settings.toml says story = {json.dumps(str(folder.resolve()))}, no "
        "command needs --story."
    )


def _write_id(file: Path, story_id: str) -> None:
    """Replace the id, and leave the analyst's comments and order as they are."""
    text = re.sub(r'(?m)^id = ".*"$', f"id = {json.dumps(story_id)}", file.read_text("utf-8"))
    file.write_text(text, encoding="utf-8")


def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Story folder to check.")],
    home: HomeOption = None,
    stored: Annotated[
        bool,
        typer.Option(
            "--stored", help="Hold the labels against the stored articles, too (not an error)."
        ),
    ] = False,
) -> None:
    """Report all problems of a story at once: file, row, column, what is wrong, what to write.

    Exit code 0 when there are none, else 2.

    Examples:
    - `onrecord check my-story`
    - `onrecord check my-story --stored`
    """
    from flows.display.formats import counted
    from flows.installation.finding import find_home
    from flows.installation.settings import load_settings
    from flows.stories.finding import unset_receivers
    from seeds.load import check_story, load_story
    from transforms.tagging.patterns import parse_pattern

    place = find_home(home)
    settings = load_settings(place)
    problems = check_story(folder, parse_pattern)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        typer.echo(f"{counted(len(problems), 'problem')} in {folder}")
        raise typer.Exit(2)
    story = load_story(folder, parse_pattern)
    typer.echo(
        f"{folder} is good: {counted(len(story.terms), 'term')}, "
        f"{counted(len(story.actors), 'actor')}, "
        f"{counted(len(story.feeds), 'feed')}, {counted(len(story.routes), 'route')}"
    )
    for name in unset_receivers(story, settings):
        typer.echo(
            f"note: receiver {name!r} is named by a route but not set up in {place.settings_file}"
        )
    if stored:
        _print_label_use(home, story)


def _print_label_use(home: Path | None, story: "Story") -> None:
    from flows.display.progress import shown_progress
    from flows.installation.finding import find_home
    from flows.stories.stored_labels import stored_label_uses
    from transforms.label_use import too_wide

    with shown_progress() as progress:
        articles, uses = stored_label_uses(find_home(home), story, progress)
    for use in too_wide(story, articles, uses):
        typer.echo(
            f"note: {use.label.target_id}: label {use.label.label!r} matches in {use.articles} of "
            f"{articles} stored articles: make it narrower, or let a pattern exclude the rest"
        )
    unused = [use for use in uses if not use.articles]
    typer.echo(f"{len(unused)} of {len(uses)} labels match nothing in {articles} stored articles")
    for use in unused[:UNUSED_SHOWN]:
        typer.echo(f"  {use.label.target_id}: {use.label.label}")
    if len(unused) > UNUSED_SHOWN:
        typer.echo(f"  ... and {len(unused) - UNUSED_SHOWN} more")
