"""Writing to a warehouse beside its runs: under its lock, and published at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from duckdb import DuckDBPyConnection

from flows.errors import ConfigurationError
from flows.installation.home import Home
from warehouse.database import open_private
from warehouse.lock import writer_lock
from warehouse.snapshot import publish


@contextmanager
def writing(home: Home) -> Iterator[None]:
    """Hold the warehouse's lock, and publish what was written when the block ends well.

    Raises:
        ConfigurationError: there is no warehouse.
        WarehouseLocked: a run is under way.
    """
    if not home.private.exists():
        raise ConfigurationError(
            f"there is no warehouse at {home.private}: make a run first; nothing was written."
        )
    with writer_lock(home.lock, home.lake):
        yield
        publish(home.private, home.published)


@contextmanager
def changing(home: Home) -> Iterator[DuckDBPyConnection]:
    """Open the warehouse for a change, as ``writing`` holds and publishes it."""
    with writing(home), open_private(home.private) as connection:
        yield connection
