"""The service: the flow on a schedule, with the local Prefect server and its page."""

import asyncio
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from rich.console import Console

from flows.clock import system_clock
from flows.display.console import make_console
from flows.display.formats import counted
from flows.installation.event_log import Log, LogForm
from flows.monitoring.monitor import RunRequest
from flows.monitoring.prefect_server import (
    configured_server,
    is_healthy,
    keep_prefect_to_itself,
    local_server,
)
from flows.monitoring.run_specification import RunSpecification
from flows.when import spoken

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient

_UNFINISHED = ("SCHEDULED", "PENDING", "RUNNING", "CANCELLING", "PAUSED")


def serve_schedule(
    specification: RunSpecification, request: RunRequest, interval: timedelta, log: Log
) -> None:
    """Run the flow at once, then every ``interval``, until stopped.

    With a configured Prefect server that answers, that one is used; else a local one is
    started on ``prefect_port``. With a log of JSON Lines nothing else is printed.
    """
    # A shell starts background commands with SIGINT ignored, and SIGTERM is passed on as one.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    console = make_console()
    if request.settings.log is LogForm.JSON:
        console.quiet = True
    keep_prefect_to_itself(request.settings.log)
    request.home.prepare()
    try:
        with _server(request, console) as api:
            console.print(
                f"Monitoring {request.story.title!r} every {spoken(interval)}: "
                f"{counted(len(request.feeds), 'feed')} into {request.home.folder}",
                markup=False,
            )
            page = api.removesuffix("/api")
            console.print(f"Prefect's page: {page}", markup=False)
            console.print("Stop with Ctrl-C.", style="dim")
            log.write(
                "service.started", story=request.story.story_id, feeds=len(request.feeds),
                every_seconds=interval.total_seconds(), home=str(request.home.folder), page=page,
            )  # fmt: skip
            asyncio.run(_schedule(specification, request, interval))
    except KeyboardInterrupt:
        # The run under way and the server have ended: only a library's thread or task that is
        # cleared away with this process could still speak, and has nothing to say to anybody.
        logging.disable()
        console.print("Stopped; what had landed is kept.")
        log.write("service.stopped")


@contextmanager
def _server(request: RunRequest, console: Console) -> Iterator[str]:
    configured = configured_server()
    if configured and is_healthy(configured):
        yield configured
        return
    console.print("Starting the local Prefect server ...", style="dim")
    with local_server(request.home, request.settings.prefect_port) as api:
        yield api


async def _schedule(
    specification: RunSpecification, request: RunRequest, interval: timedelta
) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.runner import Runner
    from prefect.types.entrypoint import EntrypointType

    from flows.monitoring.prefect_flow import monitor_story

    name = request.story.story_id
    deployment = await monitor_story.ato_deployment(
        name=name,
        interval=interval,
        parameters={"specification": specification.model_dump()},
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )

    class Service(Runner):
        def handle_sigterm(self, *_args: object, **_kwargs: object) -> None:
            """End as Ctrl-C does; Prefect's own way leaves its shutdown half done."""
            os.kill(os.getpid(), signal.SIGINT)

    runner = Service(name=f"onrecord-{name}", pause_on_shutdown=False)
    # Prefect's own folder is one for all users of a machine, and belongs to the first of them.
    runner._tmp_dir = request.home.prefect / "runner"
    deployment_id = await runner.aadd_deployment(deployment)
    async with get_client() as client:
        await _clear_away(client, deployment_id)
        await client.create_flow_run_from_deployment(deployment_id)
    await runner.start()


async def _clear_away(client: "PrefectClient", deployment_id: UUID) -> None:
    """Force what an earlier service left to Crashed.

    Runs that it had begun hold the slot for ever. Those that were due while no service was there
    would be made now, by what it was told to do: another story, other feeds, another log.
    """
    from prefect.client.schemas.filters import (
        DeploymentFilter,
        DeploymentFilterId,
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import State, StateType
    from prefect.client.schemas.sorting import FlowRunSort
    from prefect.states import Crashed

    left = await client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment_id])),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(
                type=FlowRunFilterStateType(any_=[StateType(name) for name in _UNFINISHED])
            )
        ),
        sort=FlowRunSort.EXPECTED_START_TIME_ASC,
    )
    now = system_clock()
    for run in left:
        if run.state_type is StateType.SCHEDULED and (run.expected_start_time or now) > now:
            continue
        crashed: State[Any] = Crashed(message="The service that was to run it had ended.")
        await client.set_flow_run_state(run.id, crashed, force=True)
