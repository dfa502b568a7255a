"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from flows.installation.event_log import LogForm
from flows.runners.runner_name import RunnerName

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
RunnerOption = Annotated[
    RunnerName | None,
    typer.Option(
        "--runner", help="Where articles are analysed.", show_default="the setting [runner] name"
    ),
]
FlinkMasterOption = Annotated[
    str | None,
    typer.Option(
        "--flink-master",
        help="HOST:PORT of Flink's REST address, or [local].",
        show_default="the setting [runner] flink_master",
    ),
]


def runner_flags(runner: RunnerName | None, flink_master: str | None) -> dict[str, str]:
    """Return what flags say of the runner, as keys of its settings."""
    named = {"name": runner, "flink_master": flink_master}
    return {key: str(value) for key, value in named.items() if value is not None}
