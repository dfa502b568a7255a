"""Logging: what libraries have to say goes no further; what fails in them is raised."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Hide what libraries send to the root logger while the block runs.

    Beam warns at import and at construction, through the root logger, about optional
    clients that are not installed and about type hints that it does not use. What fails in
    it is raised as well, so its log of errors would only say it twice.
    """
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        root.setLevel(before)
