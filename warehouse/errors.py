"""What can go wrong with the warehouse.

WarehouseError
├── WarehouseLocked      another run is writing; try again when it has ended
├── WarehouseDamaged     a file cannot be opened as what it should be
├── SchemaTooNew         a newer onrecord has written the warehouse
├── SchemaTooOld         an older onrecord has published the snapshot; migrate publishes it anew
├── NothingPublished     there is no snapshot to read yet
├── QueryRefused         a query failed or is not allowed
├── StorageFailed        the disk took no more; what had landed is kept
├── LandingFailed        staged rows do not fit; everything was rolled back
│   └── LandingOvertaken  another writer committed first; land the whole run again
├── LakeUnreachable      PostgreSQL or the folder of a lake does not answer; try again
├── LakeRefused          the lake's address, or who made its tables, does not fit
├── CursorHeld           another process reads with this cursor; try again when it has ended
├── CursorRefused        a cursor cannot be read or moved as asked
└── LibraryMissing       the form that was asked for needs a library that is not installed
"""


class WarehouseError(Exception):
    """Base of the tree above; its text is one line for the user."""


class WarehouseLocked(WarehouseError):
    """Another process holds the warehouse's lock."""


class WarehouseDamaged(WarehouseError):
    """A database file cannot be opened."""


class SchemaTooNew(WarehouseError):
    """The warehouse has tables that this version does not know; nothing was written."""


class SchemaTooOld(WarehouseError):
    """The snapshot lacks what this version asks of it; nothing was read."""


class NothingPublished(WarehouseError):
    """No run has been published in this home."""


class QueryRefused(WarehouseError):
    """The query was not carried out; the text says why."""


class StorageFailed(WarehouseError):
    """A file of the warehouse could not be written; what had landed before is kept."""


class LandingFailed(WarehouseError):
    """The landing transaction was rolled back; the warehouse is as it was before."""


class LandingOvertaken(LandingFailed):
    """Another writer of the lake committed first; nothing of this landing is there."""


class LakeUnreachable(WarehouseError):
    """The lake does not answer; what had landed is kept."""


class LakeRefused(WarehouseError):
    """The lake cannot be used as the settings name it; nothing was written."""


class CursorHeld(WarehouseError):
    """Another process reads with this cursor; nothing was read and it did not move."""


class CursorRefused(WarehouseError):
    """A cursor cannot be read or moved as asked; it stays where it was."""


class LibraryMissing(WarehouseError):
    """A result was asked for in the form of a library that is not installed."""
