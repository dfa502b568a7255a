"""What runs inside a worker process: calls by name, until the run closes the socket."""

from __future__ import annotations

import importlib
import resource
import socket
import sys
import traceback

from flows.workers.framing import HEADER, MAX_MESSAGE_BYTES, Job, Reply, pack, unpack


def main(arguments: list[str]) -> None:
    """Serve jobs from the socket whose file descriptor is the first argument.

    The second is the limit of the address space in bytes.
    """
    memory_bytes = int(arguments[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with socket.socket(fileno=int(arguments[0])) as channel:
        while (body := _read_message(channel)) is not None:
            job = unpack(body)
            assert isinstance(job, Job)
            _serve(channel, job)


def _serve(channel: socket.socket, job: Job) -> None:
    try:
        module = importlib.import_module(job.module)
        getattr(module, "prepare", _nothing)()
        function = getattr(module, job.function)
        channel.sendall(pack(Reply("started")))
        _limit_cpu(job.cpu_seconds)
        reply = Reply("returned", function(*job.args))
        message = pack(reply)
    except MemoryError:
        message = pack(Reply("memory"))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this job's outcome
        message = pack(
            Reply(
                "raised",
                error_type=type(error).__name__,
                message=str(error)[:2_000],
                traceback="".join(traceback.format_exception(error, limit=-20))[:20_000],
            )
        )
    channel.sendall(message)


def _nothing() -> None:
    """Stand for the ``prepare`` of a module that has none."""


def _limit_cpu(seconds: int) -> None:
    """Let the kernel end this process after that much more CPU time.

    The run's own deadline comes first; this one counts when the run was killed itself.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


def _read_message(channel: socket.socket) -> bytearray | None:
    header = _read_exactly(channel, HEADER.size)
    if header is None:
        return None
    (size,) = HEADER.unpack(header)
    return _read_exactly(channel, size) if size <= MAX_MESSAGE_BYTES else None


def _read_exactly(channel: socket.socket, size: int) -> bytearray | None:
    """Return so many bytes, or None where the other side is gone."""
    message = bytearray(size)
    view = memoryview(message)
    filled = 0
    while filled < size:
        count = channel.recv_into(view[filled:])
        if not count:
            return None
        filled += count
    return message


if __name__ == "__main__":
    main(sys.argv[1:])
