"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from flows.installation.event_log import LogForm

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="Folder of the warehouse, staging and documents (also: ONRECORD_HOME).",
        show_default="the platform's data folder",
    ),
]
StoryOption = Annotated[
    str | None,
    typer.Option(
        "--story",
        help="Story folder, or the name of a story that is shipped.",
        show_default="the setting `story`: ukraine-plan",
    ),
]
FeedOption = Annotated[
    list[str] | None,
    typer.Option("--feed", help="Address of a feed, in place of the story's; repeatable."),
]
AllowPrivateOption = Annotated[
    bool,
    typer.Option("--allow-private", help="Permit loopback and private addresses."),
]
LogOption = Annotated[
    LogForm | None,
    typer.Option(
        "--log",
        help="text for people, or json: one event a line on standard output, and nothing else.",
        show_default="the setting `log`: text",
    ),
]
