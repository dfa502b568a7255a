"""Messages between a run and its worker processes: a length, then a pickle.

Both ends are this program, started by this program, over a socket pair that nobody else
holds; the pickles never come from the network.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from typing import Any, Literal

HEADER = struct.Struct(">Q")
MAX_MESSAGE_BYTES = 256_000_000


@dataclass(frozen=True, slots=True)
class Job:
    """A call of a module's function, by name."""

    module: str
    function: str
    args: tuple[Any, ...]
    cpu_seconds: int
    """The worker ends itself after this much more CPU time, should its run be gone."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answers: first ``started``, then one of the others."""

    outcome: Literal["started", "returned", "raised", "memory"]
    value: Any = None
    error_type: str = ""
    message: str = ""
    traceback: str = ""


def pack(message: Job | Reply) -> bytes:
    """Return the message as bytes for the wire."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return HEADER.pack(len(body)) + body


def unpack(body: bytes | bytearray) -> object:
    """Return the message in a body, without its length."""
    return pickle.loads(body)  # noqa: S301 - see the module's docstring
