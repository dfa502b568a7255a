"""Warehouse files beside the two of a home: what they hold, told by opening them."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connections import OFFLINE
from warehouse.errors import WarehouseDamaged
from warehouse.migrating import applied_migrations, require_known_schema


@dataclass(frozen=True, slots=True)
class Contents:
    """What a warehouse file holds."""

    schema: str
    """Name of its last migration."""
    run_seq: int
    """Number of the last run that landed; 0 for none."""
    rows: dict[str, int]
    """How many rows each table has."""


def contents_of(path: Path) -> Contents:
    """Open a warehouse file for reading, and count all of it.

    Raises:
        WarehouseDamaged: it is no warehouse, or cannot be read to its end.
        SchemaTooNew: a newer onrecord has written it.
    """
    try:
        with duckdb.connect(str(path), read_only=True, config=OFFLINE) as connection:
            require_known_schema(connection, path)
            done = applied_migrations(connection)
            tables = connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY 1"
            ).fetchall()
            rows = {
                name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0])  # noqa: S608
                for (name,) in tables
            }
            if "runs" not in rows:
                raise WarehouseDamaged(f"{path} is no warehouse of onrecord; nothing was written.")
            last = connection.execute("SELECT coalesce(max(run_seq), 0) FROM runs").fetchall()
    except duckdb.Error as error:
        reason = str(error).strip().partition("\n")[0]
        raise WarehouseDamaged(
            f"{path} cannot be read as a warehouse ({reason}); nothing was written."
        ) from error
    return Contents(max(done, default=""), int(last[0][0]), rows)
