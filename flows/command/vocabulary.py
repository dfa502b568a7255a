"""Commands that keep a vocabulary in step with the news: candidates, preview, retag."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command.options import (
    FlinkMasterOption,
    HomeOption,
    RunnerOption,
    StoryOption,
    runner_flags,
)
from flows.display.formats import Format


def candidates(
    home: HomeOption = None,
    least: Annotated[
        int, typer.Option("--least", help="Only those with at least so many statements.", min=1)
    ] = 1,
    form: Annotated[Format, typer.Option("--format", help="How to print the list.")] = Format.TABLE,
) -> None:
    """List who speaks in the articles and is not on the watchlist, most statements first.

    Examples:
    - `onrecord candidates --least 3`
    - `onrecord candidates --format csv > candidates.csv`
    """
    from flows.display.answers import print_answer
    from flows.installation.finding import find_home
    from warehouse.reading import candidates as ask
    from warehouse.snapshot import open_published

    with open_published(find_home(home).published) as connection:
        answer = ask(connection, least)
    print_answer(answer, form)


def preview(
    folder: Annotated[Path, typer.Argument(metavar="STORY", help="Edited story folder.")],
    home: HomeOption = None,
    examples: Annotated[
        int, typer.Option(help="Examples in context for each term or actor.", min=0, max=20)
    ] = 2,
) -> None:
    """Show what an edited story would change on the stored articles; nothing is written.

    Example: `onrecord preview my-story --examples 3`
    """
    from flows.display.console import make_console
    from flows.display.progress import shown_progress
    from flows.installation.finding import find_home
    from flows.stories.finding import open_story
    from flows.stories.preview_report import print_preview
    from flows.stories.retagging import preview as look

    story = open_story(str(folder))
    with shown_progress() as progress:
        looked_at, changed = look(find_home(home), story, progress)
    print_preview(make_console(), story, str(folder), looked_at, changed, examples)


def retag(
    home: HomeOption = None,
    story: StoryOption = None,
    runner: RunnerOption = None,
    flink_master: FlinkMasterOption = None,
) -> None:
    """Apply the story as it is now to the stored articles: no fetching, no alert.

    Only articles whose mentions change are analysed anew. A re-tag that was stopped goes on
    where it was.

    Example: `onrecord retag --story my-story`
    """
    from flows.clock import system_clock
    from flows.command.preparation import prepare
    from flows.display.progress import shown_progress
    from flows.stories.retagging import retag as apply

    flags = runner_flags(runner, flink_master)
    prepared = prepare(home, story, [], allow_private=False, runner=flags)
    with shown_progress() as progress:
        report = apply(prepared.request, system_clock, progress)
    if report.landed is None:
        typer.echo("All stored articles are tagged with this version of the story.")
        return
    reused = f" ({report.parts_reused} parts were there already)" if report.parts_reused else ""
    typer.echo(
        f"Run {report.landed.run_seq}: looked at {report.looked_at} articles, "
        f"analysed {report.changed} of them anew{reused}, landed {report.landed.mentions} "
        f"mentions and {report.landed.statements} new statements; sent no alert."
    )
