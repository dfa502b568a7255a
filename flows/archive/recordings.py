"""Runs as a home keeps them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.archive.kept_source import FindRow, ReadDocument, find_nothing
from flows.installation.home import Home
from flows.monitoring.documents import read_document
from transforms.feed_records import Fetch
from warehouse.kept_exchanges import KeptRun, kept_exchanges, kept_runs
from warehouse.snapshot import open_published


@dataclass(frozen=True, slots=True)
class Recording:
    """One run as it was kept: its times, its requests."""

    run: KeptRun
    rows: Sequence[Fetch]
    find: FindRow = find_nothing
    """Finds the request of an address that is not among the rows."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The runs of a home or of archives, oldest first, and what opens one of them."""

    runs: list[KeptRun]
    open: Callable[[KeptRun], Recording]
    read: ReadDocument


def kept_in_home(home: Home, since: datetime | None, until: datetime | None) -> Kept:
    """Return the runs that a home keeps.

    Raises:
        NothingPublished: the home has had no run.
    """
    with open_published(home.published) as connection:
        runs = kept_runs(connection, since=since, until=until)

    def open_run(run: KeptRun) -> Recording:
        with open_published(home.published) as connection:
            return Recording(run, kept_exchanges(connection, run.run_id))

    def read(document_id: str) -> bytes:
        return read_document(home.documents, document_id)

    return Kept(runs, open_run, read)
