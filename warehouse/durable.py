"""Files that are whole or absent, whenever the process or the machine stops."""

import os
from pathlib import Path


def sync_file(path: Path) -> None:
    """Return when the bytes of a file are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(draft: Path, target: Path) -> None:
    """Give a finished draft its name, over what has it, for good when this returns."""
    sync_file(draft)
    draft.replace(target)
    sync_folder(target.parent)
