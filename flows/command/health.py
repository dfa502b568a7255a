"""The command for monitoring systems: health."""

from typing import Annotated

import typer

from flows.command.options import HomeOption, StoryOption
from flows.display.formats import Format


def health(
    story: StoryOption = None,
    home: HomeOption = None,
    max_age: Annotated[
        str, typer.Option("--max-age", help="How old the last run may be: 30m, 2h, 1d.")
    ] = "1h",
    form: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = (
        Format.TABLE
    ),
) -> None:
    """Say whether the installation needs a person, one line for each thing and what to do.

    Looked at: the warehouse's files, the last run, feeds that fail or are silent, dead alerts,
    receivers at rest, the growth of the quarantine, room on the disk. Nothing is written, and
    a run may be under way. Exit code 0 when all is well, 1 when something needs a person, 2 when
    that cannot be told: bad configuration, or no run yet.

    Examples:
    - `onrecord health --max-age 30m`
    - `onrecord health --home ~/desk --format json`
    """
    from flows.clock import system_clock
    from flows.display.answers import print_answer
    from flows.installation.finding import find_home
    from flows.installation.health import examine_health
    from flows.installation.settings import load_settings
    from flows.stories.finding import open_story
    from flows.when import parse_duration
    from warehouse.answers import Answer

    found, longest = find_home(home), parse_duration(max_age)
    settings = load_settings(found, story=story)
    checks = examine_health(found, settings, open_story(settings.story), system_clock(), longest)
    if form is Format.TABLE:
        for check in checks:
            to_do = f". To do: {check.to_do}." if check.to_do else ""
            typer.echo(f"{'ok ' if check.is_good else 'BAD'} {check.about}: {check.what}{to_do}")
    else:
        rows = tuple((check.about, check.is_good, check.what, check.to_do) for check in checks)
        print_answer(Answer(("about", "is_good", "what", "to_do"), rows), form)
    if not all(check.is_good for check in checks):
        raise typer.Exit(1)
