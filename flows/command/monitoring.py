"""Commands that monitor: run, serve, demo, sample."""

import signal
import sys
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.options import (
    AllowPrivateOption,
    FeedOption,
    FlinkMasterOption,
    HomeOption,
    LogOption,
    RunnerOption,
    StoryOption,
    runner_flags,
)
from flows.command.telling import told_to_programs
from flows.installation.event_log import LogForm

if TYPE_CHECKING:
    from flows.command.preparation import Prepared
    from flows.monitoring.monitor import RunReport, Tools


def run(
    story: StoryOption = None,
    home: HomeOption = None,
    feed: FeedOption = None,
    allow_private: AllowPrivateOption = False,
    due: Annotated[
        bool, typer.Option("--due", help="Ask only the feeds that are due by their own pace.")
    ] = False,
    log: LogOption = None,
    runner: RunnerOption = None,
    flink_master: FlinkMasterOption = None,
) -> None:
    """Make one monitoring run: poll the feeds, land what is new, send alerts.

    All feeds are asked but those whose server wants rest, or says that they are gone.
    Exit code 0 when the run landed, 1 when no feed could be read, 2 for bad configuration.

    Examples:
    - `onrecord run`
    - `onrecord run --due`
    - `onrecord run --story my-story --home ~/desk`
    - `onrecord run --feed https://example.org/rss.xml`
    - `onrecord run --due --log json`
    - `onrecord run --runner flink --flink-master flink.example:8081`
    """
    from flows.command.preparation import prepare

    prepared = prepare(
        home, story, feed or [], allow_private=allow_private, due_only=due, log=log,
        runner=runner_flags(runner, flink_master),
    )  # fmt: skip
    if prepared.request.settings.log is LogForm.JSON:
        _run_for_programs(prepared)
    else:
        _run_for_people(prepared)


def serve(
    every: Annotated[
        str, typer.Option("--every", help="Time between runs: 90s, 10m, 2h, 1d.")
    ] = "10m",
    story: StoryOption = None,
    home: HomeOption = None,
    feed: FeedOption = None,
    allow_private: AllowPrivateOption = False,
    port: Annotated[
        int | None, typer.Option(help="Port of the Prefect server and page.", min=1024, max=65535)
    ] = None,
    log: LogOption = None,
    runner: RunnerOption = None,
    flink_master: FlinkMasterOption = None,
) -> None:
    """Monitor on a schedule, with the local Prefect server and its page.

    Each run asks the feeds that are due: each at its own pace, between 5 minutes and a day.
    Runs never overlap. Stop it with Ctrl-C; a run that was killed does not stop the next.

    Examples:
    - `onrecord serve --every 10m`
    - `onrecord serve --every 1h --story my-story --port 4300`
    """
    from flows.command.preparation import prepare
    from flows.monitoring.service import serve_schedule
    from flows.when import parse_duration

    interval = parse_duration(every)
    prepared = prepare(
        home, story, feed or [], allow_private=allow_private, prefect_port=port, due_only=True,
        log=log, runner=runner_flags(runner, flink_master),
    )  # fmt: skip
    serving = (prepared.specification(), prepared.request, interval, prepared.log)
    if prepared.request.settings.log is LogForm.TEXT:
        serve_schedule(*serving)
        return
    with told_to_programs(prepared.log):
        serve_schedule(*serving)


def demo(home: HomeOption = None) -> None:
    """Show the whole job on the bundled sample site, offline: two editions, two runs.

    Everything goes into `demo` within the home, which is emptied first.

    Example: `onrecord demo`
    """
    from flows.installation.finding import find_home
    from flows.sample.demo import show_demo

    show_demo(find_home(home))


def sample(
    edition: Annotated[int, typer.Option(help="Which edition to serve.", min=1, max=2)] = 1,
    port: Annotated[
        int, typer.Option(help="Port on loopback; 0 takes a free one.", min=0, max=65535)
    ] = 8008,
    home: HomeOption = None,
) -> None:
    """Serve the bundled sample news site on loopback until Ctrl-C.

    Examples:
    - `onrecord sample`
    - `onrecord sample --edition 2 --port 0`
    """
    del home  # every command takes it; the sample site keeps nothing
    from flows.display.console import make_console
    from flows.errors import ConfigurationError
    from flows.sample.site import SampleSite

    stop = threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: stop.set())
    serving = ExitStack()
    try:
        site = serving.enter_context(SampleSite(edition, port=port))
    except OSError as error:
        raise ConfigurationError(
            f"port {port} cannot be served ({error.strerror}): name another with --port, or 0 "
            "for a free one."
        ) from error
    with serving:
        console = make_console()
        console.print(f"Edition {edition} of the sample site is at {site.base_url}", markup=False)
        for feed in site.feeds:
            console.print(f"  {feed.url}", markup=False, soft_wrap=True)
        console.print("Try, in another terminal:", markup=False)
        console.print(
            f"  onrecord run --allow-private --feed {site.feeds[0].url}",
            markup=False,
            soft_wrap=True,
        )
        stop.wait()


def _run_for_people(prepared: "Prepared") -> None:
    from flows.display.console import make_console
    from flows.display.progress import shown_progress
    from flows.display.report import print_report
    from flows.monitoring.monitor import Tools
    from flows.monitoring.prefect_server import configured_server

    notes = make_console(sys.stderr)
    for note in prepared.notes:
        notes.print(note, style="yellow", soft_wrap=True, markup=False)
    server = _answering_server()
    if not server:
        why = _why_direct(configured_server())
        notes.print(why, style="dim", soft_wrap=True, markup=False)
    with shown_progress() as progress:
        report = _run(prepared, Tools(prepared.senders, progress=progress), under_prefect=server)
    print_report(make_console(), report)
    _require_a_feed(report, due_only=prepared.request.due_only)


def _run_for_programs(prepared: "Prepared") -> None:
    from flows.monitoring.monitor import Tools

    for note in prepared.notes:
        prepared.log.write("run.note", "warning", note=note)
    tools = Tools(prepared.senders, log=prepared.log)
    with told_to_programs(prepared.log):
        report = _run(prepared, tools, under_prefect=_answering_server())
        _require_a_feed(report, due_only=prepared.request.due_only)


def _run(prepared: "Prepared", tools: "Tools", *, under_prefect: bool) -> "RunReport":
    from flows.monitoring.monitor import monitor

    if not under_prefect:
        return monitor(prepared.request, tools)
    from flows.monitoring.prefect_server import keep_prefect_to_itself

    keep_prefect_to_itself(prepared.request.settings.log)
    from flows.monitoring.prefect_flow import run_flow

    return run_flow(prepared.specification(), tools)


def _answering_server() -> bool:
    from flows.monitoring.prefect_server import configured_server, is_healthy

    server = configured_server()
    return bool(server and is_healthy(server))


def _require_a_feed(report: "RunReport", *, due_only: bool) -> None:
    from flows.errors import NoFeedRead

    asked = len(report.feeds) - report.feeds_with("waiting")
    if (
        asked
        and report.feeds_with("failed", "resting") == asked
        and not (due_only and not report.feeds_failed)
    ):
        raise NoFeedRead(f"no feed could be read, of {asked}; what failed is told above.")


def _why_direct(server: str | None) -> str:
    if server:
        return f"The Prefect server at {server} does not answer: the steps run directly."
    return "No Prefect server is configured: the steps run directly."
