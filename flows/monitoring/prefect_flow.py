"""The monitoring run as a Prefect flow: one task an effect, over the same plain functions.

Import this module only after Prefect's environment is set (flows.monitoring.prefect_server).
"""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from flows.clock import system_clock
from flows.delivery.receivers import make_senders
from flows.display.console import make_console
from flows.display.formats import join
from flows.display.report import counts_line, failures, rest_line, unmet_line, waiting_line
from flows.failures import failures_told
from flows.installation.event_log import EventLog, LogForm, NoLog
from flows.installation.logs import open_log
from flows.monitoring.monitor import RunReport, RunRequest, Tools, monitor
from flows.monitoring.run_specification import RunSpecification
from warehouse.lake_address import Lake
from warehouse.reading import statements
from warehouse.snapshot import open_published

P = ParamSpec("P")
R = TypeVar("R")

RETRY_DELAYS: Mapping[str, list[float]] = {
    "poll": [2, 10],
    "pages": [2, 10],
    "publish": [1, 5],
    "deliver": [2, 10],
}
"""Seconds before each new try. Transform and land fail for reasons that stay."""

_handed_tools: ContextVar[Tools | None] = ContextVar("handed_tools", default=None)


@flow(name="monitor", persist_result=False)
def monitor_story(specification: RunSpecification) -> RunReport:
    """Make one monitoring run and leave artifacts that a person reads in Prefect's page."""
    request, report = _run(specification)
    logger = get_run_logger()
    for line in _account(report):
        logger.info(line)
    for line in failures(report):
        logger.warning(line)
    if _handed_tools.get() is None and request.settings.log is LogForm.TEXT:
        _tell_people(report)
    _leave_artifacts(report, request.home.published, request.story.story_id)
    return report


def _account(report: RunReport) -> list[str]:
    """Return the run in a sentence or two."""
    more = (waiting_line(report), rest_line(report), unmet_line(report))
    return [counts_line(report).plain, *filter(None, more)]


def _tell_people(report: RunReport) -> None:
    """Print a service's run; Prefect's own lines go to its page, but for warnings."""
    console, now = make_console(), system_clock()
    for line in _account(report):
        console.print(f"{now:%d %b %H:%M} UTC  {line}", markup=False, soft_wrap=True)


def _run(specification: RunSpecification) -> tuple[RunRequest, RunReport]:
    handed = _handed_tools.get()
    if handed is not None:
        request = specification.request()
        return request, monitor(request, handed, as_task)
    with failures_told(EventLog() if specification.log == LogForm.JSON else NoLog()):
        request = specification.request()
    log, show = open_log(request.settings)
    senders = make_senders(request.settings, request.home.folder, show)
    with failures_told(log):
        return request, monitor(request, Tools(senders, log=log), as_task)


def run_flow(specification: RunSpecification, tools: Tools) -> RunReport:
    """Run the flow in this process with its own progress, log and receivers."""
    token = _handed_tools.set(tools)
    try:
        return monitor_story(specification)
    finally:
        _handed_tools.reset(token)


def as_task(name: str, function: Callable[P, R]) -> Callable[P, R]:
    """Return a step as a Prefect task that retries what may pass."""
    delays = RETRY_DELAYS.get(name, [])

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        # Called without arguments: Prefect would copy and inspect every document.
        @task(
            name=name,
            retries=len(delays),
            retry_delay_seconds=delays,
            retry_condition_fn=_may_pass,
            cache_policy=NO_CACHE,
            persist_result=False,
        )
        def step() -> R:
            return function(*args, **kwargs)

        return step()

    return call


def _may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Only failures of the system around us may pass; our own mistakes stay."""
    try:
        state.result()
    except OSError:
        return True
    except Exception:  # noqa: BLE001 - any other failure is not tried again
        return False
    return False


def _leave_artifacts(report: RunReport, published: Path | Lake, story_id: str) -> None:
    create_table_artifact(
        key=f"{story_id}-feeds",
        description="Feeds of the run and what came of each.",
        table=[
            {
                "feed": outcome.feed.feed_id,
                "outcome": outcome.fetch.outcome,
                "entries": len(outcome.parsed.entries) if outcome.parsed else 0,
                "why": outcome.fetch.error or outcome.state.last_error,
                "next": outcome.fetch.next_step,
            }
            for outcome in report.feeds
        ],
    )
    with open_published(published) as connection:
        new = statements(connection, run_seq=report.landed.run_seq).as_mappings()
    if new:
        create_table_artifact(
            key=f"{story_id}-new-statements",
            description=counts_line(report).plain,
            table=[_statement_row(row) for row in new],
        )
    lines = _account(report) + [f"- {line}" for line in failures(report)]
    create_markdown_artifact(
        key=f"{story_id}-run", markdown="\n".join(lines), description="Account of the run."
    )


def _statement_row(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "said": row["said_at"].isoformat(),
        "speaker": join(row["speakers"] or []),
        "office": join(row["offices"] or []),
        "type": row["speech_type"],
        "words": row["text"],
        "terms": join(row["terms"]),
        "first outlet": row["first_outlet"],
    }
