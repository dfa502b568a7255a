"""Removing kept documents that are old and that nothing needs any more."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.installation.home import Home
from warehouse.database import open_private
from warehouse.errors import NothingPublished
from warehouse.kept_exchanges import needed_documents
from warehouse.lock import writer_lock


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was removed and what stays."""

    removed: int
    bytes_removed: int
    kept: int


def tidy(home: Home, before: datetime) -> Tidied:
    """Remove the documents that only requests before that time brought.

    Those of article revisions and the last content of each feed stay, whatever their age.
    Runs that got a removed document fail on it as ``not-kept`` when they are replayed.

    Raises:
        NothingPublished: nothing has landed in this home.
        WarehouseLocked: a run is under way; it may just be using one of them.
    """
    if not home.private.exists():
        raise NothingPublished(
            f"nothing has landed in {home.folder} yet: name another --home; nothing was removed."
        )
    with writer_lock(home.lock, home.lake):
        with open_private(home.private) as connection:
            needed = needed_documents(connection, before)
        removed = bytes_removed = kept = 0
        for path in _documents(home.documents):
            if path.name.removesuffix(".gz") in needed:
                kept += 1
                continue
            size = path.stat().st_size
            path.unlink()
            removed, bytes_removed = removed + 1, bytes_removed + size
    return Tidied(removed, bytes_removed, kept)


def _documents(folder: Path) -> Iterator[Path]:
    """Yield every document; remove the drafts that killed runs left, and no other file."""
    for path in sorted(folder.glob("??/*")):
        if path.suffix == ".draft":
            with suppress(OSError):
                path.unlink()
        elif path.suffix == ".gz":
            yield path
