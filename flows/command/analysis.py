"""Commands that analyse a text without a warehouse: tag, extract."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command.options import HomeOption, StoryOption


def tag(
    file: Annotated[Path, typer.Argument(metavar="FILE|-", help="Text file, or - for input.")],
    story: StoryOption = None,
    home: HomeOption = None,
    on: Annotated[
        str | None,
        typer.Option("--date", help="Day of the article, for who held which office: 2025-11-22."),
    ] = None,
) -> None:
    """Show the mentions and statements in a text, with the words highlighted and why.

    Blank lines part the paragraphs; the first paragraph is taken for the headline.

    Examples:
    - `onrecord tag article.txt`
    - `echo 'Varn said that the plan was dead.' | onrecord tag -`
    """
    from flows.clock import system_clock
    from flows.installation.finding import find_home
    from flows.installation.logs import quiet_libraries
    from flows.installation.settings import load_settings
    from flows.language.text_files import read_text
    from flows.stories.finding import open_story
    from flows.when import parse_when

    settings = load_settings(find_home(home), story=story)
    loaded = open_story(settings.story)
    text = read_text(file)
    now = system_clock()
    day = (parse_when(on, now) if on else now).date()
    with quiet_libraries():
        from flows.display.tagged_text import analyse_text, print_tagged

        print_tagged(analyse_text(text, loaded, settings.language_model, day))


def extract(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help='Lines of {"doc","text"}.')],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Statements, a line a doc.")],
    home: HomeOption = None,
) -> None:
    """Extract the statements of many texts, with no watchlist: JSON Lines in and out.

    Each line out has `doc` and `statements`: speaker, speaker_text, cue and content, as
    code-point offsets, half-open, into the text.

    Example: `onrecord extract articles.jsonl statements.jsonl`
    """
    from flows.display.formats import counted
    from flows.display.progress import shown_progress
    from flows.installation.finding import find_home
    from flows.installation.settings import load_settings
    from flows.language.text_files import extract_lines

    settings = load_settings(find_home(home))
    with shown_progress() as progress:
        texts, found = extract_lines(source, target, settings.language_model, progress)
    typer.echo(f"{counted(found, 'statement')} in {counted(texts, 'text')}: {target}", err=True)
