"""One worker process, seen from the run."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

from flows.workers.framing import HEADER, MAX_MESSAGE_BYTES, Job, Reply, pack, unpack

START_SECONDS = 60.0
"""For a process to start and import what it needs: not the work's own time."""

_PACKAGES = str(Path(__file__).parents[2])
"""Where our packages lie: an editable install finds them by a hook that ``-S`` leaves out."""

_CHILD = "import sys; sys.path[:] = {path!r}; from flows.workers.child import main; main({args!r})"


class WorkerLost(Exception):
    """The worker ended by itself: killed by the kernel, or crashed in native code."""


class WorkerGone(WorkerLost):
    """It had ended before it began with the call, which another worker can make."""


class Worker:
    """A process that makes one call at a time and can be killed at any moment.

    A plain subprocess over a socket pair: it starts in about 0.1 s, shares nothing with the
    run, needs no thread, and imports only what its jobs name.
    """

    def __init__(self, memory_bytes: int) -> None:
        self.has_worked = False
        self._channel, theirs = socket.socketpair()
        self._channel.setblocking(False)
        with theirs:
            arguments = [str(theirs.fileno()), str(memory_bytes)]
            code = _CHILD.format(path=[*sys.path, _PACKAGES], args=arguments)
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-S", "-c", code],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )

    async def call(self, job: Job, deadline: float) -> Reply:
        """Make one call. Raise ``TimeoutError`` after ``deadline`` seconds of work.

        After any exception the worker is in no known state: ``kill`` it. ``WorkerLost`` is
        raised when the process ended by itself.
        """
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._send(pack(job))
                reply = await self._receive()
        except (ConnectionError, EOFError) as error:
            raise WorkerGone(f"worker ended with {self._exit_code()}") from error
        if reply.outcome != "started":
            return reply
        self.has_worked = True
        try:
            async with asyncio.timeout(deadline):
                return await self._receive()
        except (ConnectionError, EOFError) as error:
            raise WorkerLost(f"worker ended with {self._exit_code()}") from error

    def kill(self) -> None:
        """End the process at once and let go of everything it held."""
        self._process.kill()
        self._process.wait()
        self._channel.close()

    def _exit_code(self) -> int | None:
        try:
            return self._process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            return None

    async def _send(self, message: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self._channel, message)

    async def _receive(self) -> Reply:
        (size,) = HEADER.unpack(await self._read_exactly(HEADER.size))
        if size > MAX_MESSAGE_BYTES:
            raise EOFError("the worker's answer is over the cap")
        reply = unpack(await self._read_exactly(size))
        if not isinstance(reply, Reply):
            raise EOFError("the worker's answer is no reply")
        return reply

    async def _read_exactly(self, size: int) -> bytearray:
        loop = asyncio.get_running_loop()
        message = bytearray(size)
        view = memoryview(message)
        filled = 0
        while filled < size:
            count = await loop.sock_recv_into(self._channel, view[filled:])
            if not count:
                raise EOFError("the worker is gone")
            filled += count
        return message
