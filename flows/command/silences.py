"""Commands about silences: add, list, end."""

from typing import Annotated

import typer

from flows.command.options import HomeOption
from flows.display.formats import Format


def add(
    matchers: Annotated[
        list[str],
        typer.Argument(
            help="""What is silenced, as in a route: 'term = "army"'. All must hold.""",
            metavar="MATCHER...",
        ),
    ],
    lasts: Annotated[str, typer.Option("--for", help="How long: 30m, 2h, 3d.")],
    comment: Annotated[str, typer.Option("--comment", help="Why.")],
    author: Annotated[
        str, typer.Option("--author", help="Who sets it.", envvar="USER", show_default="$USER")
    ],
    home: HomeOption = None,
) -> None:
    """Mute what fits the matchers for a while, beginning now.

    What is muted stays in the list of alerts with the silence's id, and
    `onrecord alerts retry ID` sends it all the same.

    Examples:
    - `onrecord silence add 'term = "sanctions"' --for 2h --comment "a vote that we report live"`
    - `onrecord silence add 'outlet = "orsk-wire"' 'speech_type = "indirect"' --for 1d
      --comment "their desk is on strike" --author ana`
    """
    from flows.clock import system_clock
    from flows.delivery.silencing import make_silence
    from flows.installation.finding import find_home
    from flows.installation.writing import changing
    from warehouse.silences import keep_silence

    now = system_clock()
    silence = make_silence(matchers, lasts, author, comment, now)
    with changing(find_home(home)) as connection:
        keep_silence(connection, silence, now)
    typer.echo(f"silence {silence.silence_id} lasts until {silence.ends_at:%Y-%m-%d %H:%M} UTC")


def show(
    home: HomeOption = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the list.")] = Format.TABLE,
) -> None:
    """List the silences, those that last first, with how much each has muted.

    Example: `onrecord silence list`
    """
    from flows.clock import system_clock
    from flows.display.answers import print_answer
    from flows.installation.finding import find_home
    from warehouse.silences import listed_silences
    from warehouse.snapshot import open_published

    with open_published(find_home(home).published) as connection:
        answer = listed_silences(connection, system_clock())
    print_answer(answer, form)


def end(
    silence: Annotated[str, typer.Argument(help="Id of a silence.", metavar="ID")],
    home: HomeOption = None,
) -> None:
    """End a silence now; what it has muted stays so.

    Example: `onrecord silence end 3f9a01bc22de45f67a89`
    """
    from flows.clock import system_clock
    from flows.errors import ConfigurationError
    from flows.installation.finding import find_home
    from flows.installation.writing import changing
    from warehouse.silences import end_silence

    with changing(find_home(home)) as connection:
        ended = end_silence(connection, silence, system_clock())
    if not ended:
        raise ConfigurationError(
            f"no silence {silence} lasts: `onrecord silence list` shows them; nothing was changed."
        )
    typer.echo(f"silence {silence} has ended")
