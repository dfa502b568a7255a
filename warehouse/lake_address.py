"""Where a lake is: the address of its catalog, and the folder of its files."""

import re
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import LakeRefused

SCHEME = "ducklake:postgres:"
_PASSWORD = re.compile(r"password\s*=|://[^/@\s]*:[^/@\s]*@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lake:
    """Where a lake is, and the home that reads and writes it."""

    connection: str
    """libpq's key words for the catalog's database, without a password."""
    data: str
    """Folder of the Parquet files, as this machine mounts it, with a slash at its end."""
    parent: Path
    """The home's folder, where the cursors are."""

    def __str__(self) -> str:
        return f"the lake {SCHEME}{self.connection}"

    def exists(self) -> bool:
        """Always true: the first writer makes the tables."""
        return True


def lake_at(url: str, data_path: str, home: Path) -> Lake:
    """Return the lake that the settings name.

    Raises:
        LakeRefused: the address is none, holds a password, or the folder is none.
    """
    if not url.startswith(SCHEME):
        raise LakeRefused(
            f"warehouse.url is to begin with {SCHEME} and go on as libpq has it, such as "
            f"{SCHEME}dbname=onrecord host=db.example.org user=desk; nothing was written."
        )
    if _PASSWORD.search(url):
        raise LakeRefused(
            "warehouse.url holds a password, which queries and messages would show: put it into "
            "~/.pgpass or the variable PGPASSWORD, and take it out there; nothing was written."
        )
    if not data_path or "://" in data_path:
        raise LakeRefused(
            "warehouse.data_path is to name a folder that every machine mounts, at any place "
            "(object stores are not supported); nothing was written."
        )
    folder = str(Path(data_path).expanduser().absolute())
    return Lake(url.removeprefix(SCHEME), f"{folder}/", home)
