"""What hostile input makes a library do."""

import os
import signal


def spin() -> None:
    while True:
        pass


def hoard() -> int:
    held = []
    while True:
        held.append(bytes(10_000_000))


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def fail(message: str) -> None:
    raise LookupError(message)


def unsendable() -> object:
    return lambda: None


def recurse() -> None:
    recurse()
