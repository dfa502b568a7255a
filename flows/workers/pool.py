"""A few worker processes, started when first needed and replaced when killed."""

from __future__ import annotations

import asyncio
import os
import weakref
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar, TypeVarTuple

from flows.workers.framing import Job, Reply
from flows.workers.worker import Worker, WorkerGone, WorkerLost

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")

MEMORY_BYTES = 1_500_000_000
"""Address space of one worker. Libraries alone take about 0.3 GB of it."""


class WorkFailed(Exception):
    """A call that gave no result.

    ``kind`` is deadline, memory, crash or raised; for the last, ``error_type`` names the
    exception's class and ``traceback`` where it was raised inside the worker.
    """

    def __init__(
        self, kind: str, message: str, *, error_type: str = "", traceback: str = ""
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.error_type = error_type
        self.traceback = traceback


class WorkerPool:
    """Calls plain functions in worker processes. Use as an async context manager.

    Nothing is started before the first call. A worker that overruns its deadline or its
    memory is killed, and only the call that it was making is lost.
    """

    def __init__(self, size: int | None = None, *, memory_bytes: int = MEMORY_BYTES) -> None:
        self._turns = asyncio.Semaphore(size or min(os.cpu_count() or 1, 4))
        self._memory_bytes = memory_bytes
        self._idle: list[Worker] = []
        weakref.finalize(self, _end, self._idle)  # also where nobody closes the pool

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every idle worker."""
        _end(self._idle)

    async def run(
        self, function: Callable[[*Arguments], T], *args: *Arguments, deadline: float
    ) -> T:
        """Return ``function(*args)``, made in a worker within ``deadline`` seconds.

        The function must stand at the top of an importable module; arguments and result
        must pickle. The time that a worker needs to start, to import that module and to
        run its ``prepare()``, if it has one, does not count. Raise ``WorkFailed`` for every
        other end.
        """
        job = Job(function.__module__, function.__qualname__, args, int(deadline) + 2)
        async with self._turns:
            worker, reply = await self._call(job, deadline)
            if reply.outcome == "memory":
                worker.kill()  # what is left of its address space is in fragments
                limit = f"over {self._memory_bytes / 1e9:.1f} GB of memory"
                raise WorkFailed("memory", limit)
            self._idle.append(worker)
        if reply.outcome == "raised":
            raise WorkFailed(
                "raised", reply.message, error_type=reply.error_type, traceback=reply.traceback
            )
        result: T = reply.value
        return result

    async def _call(self, job: Job, deadline: float) -> tuple[Worker, Reply]:
        """Make the call in an idle worker, or in a new one; kill it if that does not end well."""
        while True:
            worker = self._idle.pop() if self._idle else Worker(self._memory_bytes)
            try:
                return worker, await worker.call(job, deadline)
            except TimeoutError as error:
                worker.kill()
                raise WorkFailed("deadline", f"not done within {deadline:g} s") from error
            except WorkerLost as error:
                worker.kill()
                ended_while_idle = isinstance(error, WorkerGone) and worker.has_worked
                if not ended_while_idle:
                    raise WorkFailed("crash", str(error)) from error
            except BaseException:  # cancelled: the worker is still at it
                worker.kill()
                raise


def _end(workers: list[Worker]) -> None:
    while workers:
        workers.pop().kill()
