"""What the snapshot holds, as somebody at a prompt asks for it: tables, views, columns."""

import duckdb

from warehouse.answers import Answer
from warehouse.errors import QueryRefused
from warehouse.misnamed import propose_table


def columns_by_table(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the columns of every table and view, in their order."""
    found: dict[str, list[str]] = {}
    rows = connection.execute(
        """
        SELECT table_name, column_name FROM duckdb_columns()
        WHERE NOT internal AND database_name = current_database()
        ORDER BY table_name, column_index
        """
    ).fetchall()
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def tables(connection: duckdb.DuckDBPyConnection) -> Answer:
    """Return every view and table with what it means, views first: they answer questions."""
    rows = connection.execute(
        """
        SELECT view_name AS name, 'view' AS kind, comment AS meaning
        FROM duckdb_views()
        WHERE NOT internal AND database_name = current_database()
        UNION ALL
        SELECT table_name, 'table', comment FROM duckdb_tables()
        WHERE NOT internal AND database_name = current_database()
        ORDER BY kind DESC, name
        """
    ).fetchall()
    return Answer(("name", "kind", "meaning"), tuple(rows))


def columns_of(connection: duckdb.DuckDBPyConnection, name: str) -> Answer:
    """Return the columns of one table or view with type and meaning.

    Raises:
        QueryRefused: there is none of that name.
    """
    rows = connection.execute(
        """
        SELECT column_name, data_type, comment FROM duckdb_columns()
        WHERE NOT internal AND database_name = current_database() AND table_name = lower(?)
        ORDER BY column_index
        """,
        [name],
    ).fetchall()
    if not rows:
        raise QueryRefused(propose_table(name, columns_by_table(connection)))
    return Answer(("column", "type", "meaning"), tuple(rows))
