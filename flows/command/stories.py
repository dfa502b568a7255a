"""Commands for analysts: init, check."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command.options import HomeOption


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New folder to make.")],
    source: Annotated[
        str, typer.Option("--from", help="Story folder or shipped story to copy.")
    ] = "ukraine-plan",
    home: HomeOption = None,
) -> None:
    """Copy a story to edit: its terms, actors, offices, feeds and routes.

    Examples:
    - `onrecord init my-story`
    - `onrecord init trade-talks --from ukraine-plan`
    """
    del home  # every command takes it; a story folder is where the user says
    import shutil

    from flows.errors import ConfigurationError
    from flows.stories import find_story

    found = find_story(source)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(
            f"{folder} is there already: name a new folder; nothing was written."
        )
    shutil.copytree(found, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    typer.echo(f"Copied {found.name} to {folder}. Edit its tables, then:")
    typer.echo(f"  onrecord check {folder}")
    typer.echo(f"  onrecord run --story {folder}")


def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Story folder to check.")],
    home: HomeOption = None,
) -> None:
    """Report all problems of a story at once: file, row, column, what is wrong, what to write.

    Exit code 0 when there are none, else 2.

    Example: `onrecord check my-story`
    """
    from flows.home import find_home
    from flows.settings import load_settings
    from flows.stories import unset_receivers
    from seeds.load import check_story, load_story
    from transforms.tagging.patterns import parse_pattern

    settings = load_settings(find_home(home))
    problems = check_story(folder, parse_pattern)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        typer.echo(f"{len(problems)} problem{'' if len(problems) == 1 else 's'} in {folder}")
        raise typer.Exit(2)
    story = load_story(folder, parse_pattern)
    typer.echo(
        f"{folder} is good: {len(story.terms)} terms, {len(story.actors)} actors, "
        f"{len(story.feeds)} feeds, {len(story.routes)} routes"
    )
    for name in unset_receivers(story, settings):
        typer.echo(f"note: receiver {name!r} is named by a route but not set up here")
