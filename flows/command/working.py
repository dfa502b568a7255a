"""The command that runs on worker machines."""

import signal
import sys
import threading
from typing import Annotated

import typer

from flows.command.options import HomeOption


def worker(
    port: Annotated[
        int, typer.Option(help="Port that the task manager asks for workers at.", min=1, max=65535)
    ] = 50000,
    host: Annotated[
        str, typer.Option(help="Address to listen at; whoever reaches it can run code here.")
    ] = "localhost",
    home: HomeOption = None,
) -> None:
    """Give a Flink task manager the Python processes that it asks for, until Ctrl-C.

    One stands beside each task manager, with the same onrecord and model as the machine that
    starts runs: a run that was started with another is refused, and says what differs.

    Examples:
    - `onrecord worker --port 50000`
    """
    from flows.display.console import make_console
    from flows.installation.finding import find_home
    from flows.installation.logs import quiet_libraries
    from flows.installation.settings import load_settings
    from flows.runners.installed import installed

    settings = load_settings(find_home(home))
    has = installed(settings.language_model)
    stop = threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: stop.set())
    console = make_console(sys.stderr)
    with quiet_libraries():
        from flows.runners.worker_pool import WorkerPool

        pool = WorkerPool(has, host, port)
    with pool:
        console.print(f"Workers are given at {pool.address}; stop with Ctrl-C.", markup=False)
        for name, found in has.items():
            console.print(f"  {name} {found}", markup=False, soft_wrap=True)
        stop.wait()
