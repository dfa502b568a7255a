"""Logging: what libraries have to say goes no further unless it is an error."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Hide warnings that libraries send to the root logger while the block runs.

    Beam warns at import and at construction, through the root logger, about optional
    clients that are not installed and about type hints that it does not use.
    """
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(before)
