"""Compacting the warehouse of a home: at a run when it is worthwhile, or when asked."""

from dataclasses import dataclass
from pathlib import Path

from flows.installation.home import Home
from transforms.compaction import is_worthwhile
from warehouse.compaction import compact, file_use
from warehouse.errors import NothingPublished
from warehouse.lock import writer_lock
from warehouse.snapshot import publish


@dataclass(frozen=True, slots=True)
class Compacted:
    """The size of a warehouse's file before and after, in bytes."""

    before: int
    after: int


def compact_when_worthwhile(home: Home) -> Compacted | None:
    """Compact the private database if much of it is free; call under the writer's lock."""
    if home.lake:
        return None
    private, _ = home.own_files("compaction")
    use = file_use(private)
    if not is_worthwhile(use.total, use.free):
        return None
    return _compact(private)


def compact_home(home: Home) -> Compacted:
    """Compact the warehouse of a home whatever it holds, and publish it.

    Raises:
        NothingPublished: nothing has landed in this home.
        WarehouseLocked: a run is under way.
    """
    private, published = home.own_files("onrecord compact")
    if not private.exists():
        raise NothingPublished(
            f"nothing has landed in {home.folder} yet, so there is nothing to compact: name "
            "another --home."
        )
    with writer_lock(home.lock):
        file_use(private)  # takes over what a killed run left in the write-ahead log
        done = _compact(private)
        publish(private, published)
    return done


def _compact(private: Path) -> Compacted:
    before = private.stat().st_size
    compact(private)
    return Compacted(before, private.stat().st_size)
