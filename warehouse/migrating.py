"""Migrations: the schema as numbered scripts, and which of them a warehouse has."""

from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse.errors import SchemaTooNew

_LEDGER = """
CREATE TABLE IF NOT EXISTS schema_migrations (name VARCHAR NOT NULL)
"""


def migrate(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Apply the migrations that are missing, each in its own transaction; return their names."""
    connection.execute(_LEDGER)
    done = applied_migrations(connection)
    applied = []
    for name, script in _migrations():
        if name in done:
            continue
        connection.begin()
        try:
            connection.execute(script)
            connection.execute("INSERT INTO schema_migrations VALUES (?)", [name])
            connection.commit()
        except duckdb.Error:
            with suppress(duckdb.TransactionException):  # a failed commit has rolled back
                connection.rollback()
            raise
        applied.append(name)
    return applied


def known_migrations() -> frozenset[str]:
    """Return the names of the migrations of this version."""
    return frozenset(name for name, _ in _migrations())


def applied_migrations(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the names of the migrations that made this warehouse; none for an empty file."""
    try:
        rows = connection.execute("SELECT name FROM schema_migrations").fetchall()
    except duckdb.CatalogException:
        return frozenset()
    return frozenset(name for (name,) in rows)


def require_known_schema(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse a warehouse with a migration that this version does not have.

    Raises:
        SchemaTooNew: naming the file and its schema.
    """
    known = [name for name, _ in _migrations()]
    unknown = sorted(applied_migrations(connection) - set(known))
    if unknown:
        raise SchemaTooNew(
            f"{path} was written by a newer onrecord (schema {unknown[-1]}; this one knows up to "
            f"{known[-1]}): install that version, or name another --home; nothing was written."
        )


def is_older(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Say whether a stored warehouse lacks migrations; one that is empty does not.

    Raises:
        SchemaTooNew: as ``require_known_schema``.
    """
    done = applied_migrations(connection)
    require_known_schema(connection, path)
    return bool(done) and any(name not in done for name, _ in _migrations())


def _migrations() -> list[tuple[str, str]]:
    folder = files("warehouse").joinpath("migrations")
    scripts = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".sql")),
        key=lambda item: item.name,
    )
    return [(item.name.removesuffix(".sql"), item.read_text("utf-8")) for item in scripts]
