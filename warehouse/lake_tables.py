"""The tables of a lake, copied from a migrated model in memory; and the checks that it lacks."""

from collections.abc import Iterator
from functools import cache

import duckdb

from warehouse.changes import table_shapes
from warehouse.connections import OFFLINE
from warehouse.errors import LakeRefused
from warehouse.lake_address import Lake
from warehouse.migrating import applied_migrations, known_migrations, migrate

_OWN_ROWS = 1_000_000_000_000_000_000
"""Where DuckLake begins to number the rows that a transaction inserts, until it commits."""


def is_lake(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say whether a connection asks a lake."""
    found = connection.execute(
        "SELECT type FROM duckdb_databases() WHERE database_name = current_database()"
    ).fetchone()
    return found == ("ducklake",)


def has_tables(connection: duckdb.DuckDBPyConnection, lake: Lake) -> bool:
    """Say whether the tables are there, all of this version.

    Raises:
        LakeRefused: another version of onrecord has made them.
    """
    done, known = applied_migrations(connection), known_migrations()
    if done and done != known:
        raise LakeRefused(
            f"{lake} was made by another version of onrecord (its schema ends at {max(done)}, this "
            f"one's at {max(known)}), and lakes are not upgraded: use that version, or replay the "
            "runs into a new lake; nothing was written."
        )
    return bool(done)


def make_tables(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Make the tables, views, macros and comments of the model, in one transaction."""
    model = _model()
    connection.begin()
    try:
        for statement in _definitions(model):
            connection.execute(statement)
        names = model.execute("FROM schema_migrations").fetchall()
        connection.executemany("INSERT INTO schema_migrations VALUES (?)", names)
        connection.commit()
    except duckdb.TransactionException:
        if not has_tables(connection, lake):  # else another machine was first
            raise
    finally:
        model.close()


def _definitions(model: duckdb.DuckDBPyConnection) -> Iterator[str]:
    described = "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal"
    tables = dict(model.execute(described).fetchall())
    columns: dict[str, list[str]] = {}
    comments = [f"COMMENT ON TABLE {table} IS {quoted(said)}" for table, said in tables.items()]
    for table, column, kind, nullable, default, said in model.execute(
        """
        SELECT table_name, column_name, data_type, is_nullable, column_default, comment
        FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index
        """
    ).fetchall():
        if table not in tables:
            continue
        # Rows of a landing bring their lists; the default was for rows of before a migration.
        given = f" DEFAULT {default}" if default and "list_value" not in default else ""
        columns.setdefault(table, []).append(
            f'"{column}" {kind}{given}{"" if nullable else " NOT NULL"}'
        )
        comments.append(f'COMMENT ON COLUMN {table}."{column}" IS {quoted(said)}')
    for table, parts in columns.items():
        yield f"CREATE TABLE {table} ({', '.join(parts)})"
    for name, parameters, body in model.execute(
        """
        SELECT function_name, parameters, macro_definition FROM duckdb_functions()
        WHERE NOT internal AND function_type = 'table_macro'
        """
    ).fetchall():
        yield f"CREATE MACRO {name}({', '.join(parameters)}) AS TABLE {body}"
    # By the order in which they were made: a view may ask an earlier one.
    for name, sql, said in model.execute(
        "SELECT view_name, sql, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_oid"
    ).fetchall():
        yield sql
        comments.append(f"COMMENT ON VIEW {name} IS {quoted(said)}")
    yield from comments


@cache
def _checks() -> tuple[tuple[str, str], ...]:
    model = _model()
    try:
        rows = model.execute(
            """
            SELECT table_name, expression FROM duckdb_constraints()
            WHERE constraint_type = 'CHECK'
              AND table_name IN (SELECT table_name FROM duckdb_columns()
                                 WHERE column_name = 'run_seq')
            ORDER BY ALL
            """
        ).fetchall()
    finally:
        model.close()
    return tuple((table, check) for table, check in rows)


def _model() -> duckdb.DuckDBPyConnection:
    model = duckdb.connect(config=OFFLINE)
    migrate(model)
    return model


def quoted(text: str | None) -> str:
    """Return a text as SQL writes it."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def finish_landing(connection: duckdb.DuckDBPyConnection, run_seq: int) -> None:
    """Do at the end of a landing in a lake what a file does by itself; of a file, nothing.

    What the run landed is held against the checks of a file's tables, and gets row ids of its own.

    Raises:
        duckdb.ConstraintException: naming the first check that does not hold.
    """
    if is_lake(connection):
        _assert_checks(connection, run_seq)
        _settle_row_ids(connection)


def _settle_row_ids(connection: duckdb.DuckDBPyConnection) -> None:
    """Insert anew what this transaction inserted.

    DuckLake 1.5 numbers such rows from ``_OWN_ROWS``, the same in each transaction, and one that
    is also updated in it would keep that number: another run's row would have it too.
    """
    counts = " UNION ALL ".join(
        f"SELECT '{name}' AS name, count(*) AS own FROM {name} WHERE rowid >= {_OWN_ROWS}"  # noqa: S608
        for name in sorted(table_shapes(connection))
    )
    for (name,) in connection.execute(f"SELECT name FROM ({counts}) WHERE own > 0").fetchall():  # noqa: S608
        own = f"FROM {name} WHERE rowid >= {_OWN_ROWS}"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE own_rows AS {own}")
        connection.execute(f"DELETE {own}")
        connection.execute(f"INSERT INTO {name} FROM own_rows")


def _assert_checks(connection: duckdb.DuckDBPyConnection, run_seq: int) -> None:
    broken = " UNION ALL ".join(
        f"SELECT {quoted(f'{check} in {table}')} FROM {table} "  # noqa: S608
        f"WHERE run_seq = {int(run_seq)} AND NOT {check}"
        for table, check in _checks()
    )
    found = connection.execute(f"{broken} LIMIT 1").fetchone()
    if found:
        raise duckdb.ConstraintException(f"CHECK constraint failed: {found[0]}")
