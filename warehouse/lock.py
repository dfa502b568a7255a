"""One writer at a time: an operating-system lock beside the private database.

``flock`` is freed by the kernel when its process dies, however it dies, so a killed run
never stops the next one.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import WarehouseLocked


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Hold the writer's lock at ``path`` for the length of the block.

    Raises:
        WarehouseLocked: at once, when another process holds it.
    """
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
