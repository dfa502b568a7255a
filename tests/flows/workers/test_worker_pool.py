"""HOSTILE.md points 5 and 15: what a worker may take, and what it costs to stop one."""

import asyncio
import gc
import os
import signal
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import misbehaviour
import pytest
import slow_to_load

from flows.workers.pool import WorkerPool, WorkFailed

T = TypeVar("T")


def in_pool(
    work: Callable[[WorkerPool], Awaitable[T]], *, size: int = 1, memory_bytes: int = 10**9
) -> T:
    async def inside() -> T:
        async with WorkerPool(size, memory_bytes=memory_bytes) as pool:
            return await work(pool)

    return asyncio.run(inside())


def failure_of(work: Callable[[WorkerPool], Awaitable[object]]) -> WorkFailed:
    with pytest.raises(WorkFailed) as caught:
        in_pool(work)
    return caught.value


def test_a_function_runs_in_another_process_that_is_used_again() -> None:
    async def work(pool: WorkerPool) -> list[int]:
        return [await pool.run(os.getpid, deadline=5) for _ in range(3)]

    first, *others = in_pool(work)
    assert first != os.getpid()
    assert others == [first, first]


def test_work_that_overruns_its_deadline_is_killed_and_nothing_else_waits() -> None:
    async def work(pool: WorkerPool) -> tuple[object, float, int]:
        started = time.monotonic()
        stuck = asyncio.create_task(pool.run(misbehaviour.spin, deadline=1.0))
        beside = await asyncio.gather(*(pool.run(abs, -n, deadline=5) for n in range(20)))
        elapsed = time.monotonic() - started
        error = (await asyncio.gather(stuck, return_exceptions=True))[0]
        assert beside == list(range(20))
        return error, elapsed, await pool.run(abs, -7, deadline=5)

    error, elapsed, after = in_pool(work, size=2)
    assert isinstance(error, WorkFailed)
    assert error.kind == "deadline"
    assert elapsed < 1.0
    assert after == 7


def test_work_that_takes_too_much_memory_is_stopped() -> None:
    error = failure_of(lambda pool: pool.run(misbehaviour.hoard, deadline=20))
    assert error.kind == "memory"


def test_work_that_crashes_its_process_costs_only_itself() -> None:
    async def work(pool: WorkerPool) -> tuple[str, int]:
        with pytest.raises(WorkFailed) as caught:
            await pool.run(misbehaviour.crash, deadline=5)
        return caught.value.kind, await pool.run(abs, -7, deadline=5)

    assert in_pool(work) == ("crash", 7)


def test_an_exception_comes_back_with_its_type_and_trace() -> None:
    error = failure_of(lambda pool: pool.run(misbehaviour.fail, "feed 7", deadline=5))
    assert (error.kind, error.error_type, str(error)) == ("raised", "LookupError", "feed 7")
    assert "misbehaviour.py" in error.traceback


def test_a_result_that_cannot_be_sent_is_a_failure_like_any_other() -> None:
    error = failure_of(lambda pool: pool.run(misbehaviour.unsendable, deadline=5))
    assert error.kind == "raised"


def test_endless_recursion_is_a_failure_like_any_other() -> None:
    error = failure_of(lambda pool: pool.run(misbehaviour.recurse, deadline=10))
    assert (error.kind, error.error_type) == ("raised", "RecursionError")


def test_cancelling_a_call_kills_its_worker() -> None:
    async def work(pool: WorkerPool) -> int:
        process = await pool.run(os.getpid, deadline=5)
        stuck = asyncio.create_task(pool.run(misbehaviour.spin, deadline=60))
        await asyncio.sleep(0.1)
        stuck.cancel()
        await asyncio.gather(stuck, return_exceptions=True)
        return process

    assert not _is_alive(in_pool(work))


def test_closing_the_pool_leaves_no_process_behind() -> None:
    async def work(pool: WorkerPool) -> int:
        return await pool.run(os.getpid, deadline=5)

    assert not _is_alive(in_pool(work))


def test_a_worker_killed_from_outside_while_idle_is_replaced_on_the_next_call() -> None:
    async def work(pool: WorkerPool) -> int:
        os.kill(await pool.run(os.getpid, deadline=5), signal.SIGKILL)
        return await pool.run(abs, -7, deadline=5)

    assert in_pool(work) == 7


def test_a_pool_that_nobody_closes_leaves_no_process_behind() -> None:
    async def forget() -> int:
        pool = WorkerPool(1)
        return await pool.run(os.getpid, deadline=5)

    process = asyncio.run(forget())
    gc.collect()
    assert not _is_alive(process)


def test_preparing_a_module_does_not_count_against_the_deadline() -> None:
    assert in_pool(lambda pool: pool.run(slow_to_load.answer, deadline=0.4)) == 42


def test_large_arguments_and_results_pass() -> None:
    big = os.urandom(5_000_000)
    assert in_pool(lambda pool: pool.run(bytes, big, deadline=20)) == big


def test_nothing_is_started_before_the_first_call() -> None:
    async def work(pool: WorkerPool) -> float:
        started = time.monotonic()
        await pool.run(abs, -1, deadline=5)
        return time.monotonic() - started

    assert in_pool(work) < 2.0


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
