"""One writer at a time: an operating-system lock beside the private database.

``flock`` is freed by the kernel when its process dies, however it dies, so a killed run
never stops the next one.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from warehouse.errors import WarehouseLocked
from warehouse.lake_address import Lake


@contextmanager
def writer_lock(path: Path, lake: Lake | None = None) -> Iterator[None]:
    """Hold the writer's lock at ``path`` for the length of the block, and the turn of a lake.

    Raises:
        WarehouseLocked: at once, when another process holds it.
        LakeUnreachable: the lake does not answer.
    """
    with ExitStack() as held:
        held.enter_context(_own_lock(path))
        if lake:
            from warehouse.lake import writers_turn

            held.enter_context(writers_turn(lake))
        yield


@contextmanager
def _own_lock(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WarehouseLocked(_locked_message(path, descriptor)) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)


def _locked_message(path: Path, descriptor: int) -> str:
    holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
    who = f"process {holder}" if holder else "another process"
    return (
        f"the warehouse in {path.parent} is locked: {who} is running there. "
        "Wait until it has ended, or use another --home; nothing was written."
    )
