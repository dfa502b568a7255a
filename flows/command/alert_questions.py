"""Commands that ask about routes: test, explain, simulate."""

from typing import Annotated

import typer

from flows.command.options import HomeOption, StoryOption
from flows.display.formats import Format


def send_test(
    route: Annotated[str, typer.Argument(help="Name of a route of the story.", metavar="ROUTE")],
    home: HomeOption = None,
    story: StoryOption = None,
    receiver: Annotated[
        str | None, typer.Option("--receiver", help="Only this receiver of the route.")
    ] = None,
) -> None:
    """Send a sample, marked as a test, to the receivers of a route; nothing is written.

    The sample tells of an invented person. Exit code 1 when a receiver did not take it.

    Examples:
    - `onrecord alerts test europe`
    - `onrecord alerts test europe --receiver desk`
    """
    from flows.delivery.sample_alert import send_sample
    from flows.installation.finding import find_home
    from flows.installation.settings import load_settings
    from flows.stories.finding import open_story

    found = find_home(home)
    settings = load_settings(found, story=story)
    outcomes = send_sample(found, settings, open_story(settings.story), route, receiver or "")
    for name, error in outcomes:
        typer.echo(f"{name}: {error or 'sent'}")
    if any(error for _, error in outcomes):
        raise typer.Exit(1)


def explain(
    statement: Annotated[str, typer.Argument(help="Id of a statement.", metavar="STATEMENT")],
    home: HomeOption = None,
    story: StoryOption = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = (
        Format.TABLE
    ),
) -> None:
    """Say which routes take a statement and why the others do not, and what was sent of it.

    With --story DIR it is asked of an edited story.

    Examples:
    - `onrecord alerts explain 5f0c12ab34de56f78a90`
    - `onrecord alerts explain 5f0c12ab34de56f78a90 --story my-story --format json`
    """
    from flows.delivery.questions import explain_statement, explanation_answer
    from flows.display.answers import print_answer
    from flows.installation.finding import find_home
    from flows.installation.settings import load_settings
    from flows.stories.finding import open_story

    found = find_home(home)
    settings = load_settings(found, story=story)
    explanation = explain_statement(found, open_story(settings.story), statement.strip())
    if form is Format.TABLE:
        for label, values in explanation.labels.items():
            typer.echo(f"{label}: {', '.join(sorted(values)) or 'none'}")
    print_answer(explanation_answer(explanation), form)


def simulate(
    since: Annotated[
        str, typer.Option("--since", help="Statements first seen since: 2025-11-22, 24h, 7d.")
    ],
    home: HomeOption = None,
    story: StoryOption = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = (
        Format.TABLE
    ),
) -> None:
    """Show what the routes, as they stand in the story now, would have sent; nothing is sent.

    It takes the new statements that are stored, at the time at which each was first seen, to all
    receivers that the routes name, set up or not. Corrections, further reports and feeds are not
    in it. Silences are those that were set.

    Examples:
    - `onrecord alerts simulate --since 7d`
    - `onrecord alerts simulate --since 2025-11-22 --story my-story`
    """
    from flows.clock import system_clock
    from flows.delivery.questions import simulate_routes
    from flows.display.answers import print_answer
    from flows.installation.finding import find_home
    from flows.installation.settings import load_settings
    from flows.stories.finding import open_story
    from flows.when import parse_when

    found = find_home(home)
    settings = load_settings(found, story=story)
    now = system_clock()
    answer = simulate_routes(found, open_story(settings.story), parse_when(since, now), now)
    print_answer(answer, form)
