"""Connections to DuckDB: how each is configured, and a second one beside the first."""

import duckdb

OFFLINE: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": False}
"""DuckDB would otherwise ask the network for an extension that a query seems to need."""


def second_connection(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return another connection to what ``connection`` asks; it sees the last commit."""
    second = connection.cursor()
    # A cursor asks the database that DuckDB began with, which of a lake is an empty one.
    lakes = "SELECT database_name FROM duckdb_databases() WHERE type = 'ducklake'"
    for (name,) in second.execute(lakes).fetchall():
        second.execute(f'USE "{name}"')
    return second
