"""One writer at a time: an operating-system lock beside the private database.

``flock`` is freed by the kernel when its process dies, however it dies, so a killed run
never stops the next one.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from warehouse.errors import WarehouseLocked
from warehouse.lake_address import Lake

BRIEF_SECONDS = 60.0
"""How long is waited for a holder that will be done soon."""
_BRIEF = "for a moment"
_LOOK_AGAIN_SECONDS = 0.05


@contextmanager
def writer_lock(path: Path, lake: Lake | None = None, *, is_brief: bool = False) -> Iterator[None]:
    """Hold the writer's lock at ``path`` for the length of the block, and the turn of a lake.

    Who holds it briefly, for one landing, says so: others then wait for it.

    Raises:
        WarehouseLocked: when another process holds it: at once, or, where that one holds it
            briefly, after a minute.
        LakeUnreachable: the lake does not answer.
    """
    with ExitStack() as held:
        held.enter_context(_own_lock(path, is_brief=is_brief))
        if lake:
            from warehouse.lake import writers_turn

            held.enter_context(writers_turn(lake))
        yield


@contextmanager
def _own_lock(path: Path, *, is_brief: bool) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(path, descriptor)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()} {_BRIEF if is_brief else ''}".strip().encode())
        yield
    finally:
        os.close(descriptor)


def _take(path: Path, descriptor: int) -> None:
    last = time.monotonic() + BRIEF_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 64, 0).decode(errors="replace").strip()
            if not holder.endswith(_BRIEF) or time.monotonic() > last:
                raise WarehouseLocked(_locked_message(path, holder)) from None
            time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return


def _locked_message(path: Path, holder: str) -> str:
    holder = holder.removesuffix(_BRIEF).strip()
    who = f"process {holder}" if holder else "another process"
    return (
        f"the warehouse in {path.parent} is locked: {who} is running there. "
        "Wait until it has ended, or use another --home; nothing was written."
    )
