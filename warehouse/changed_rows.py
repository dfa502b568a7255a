"""The queries of incremental reading: rows by the run that last changed them."""

from functools import partial

import duckdb

from warehouse.changes import TableShape
from warehouse.connections import second_connection
from warehouse.results import Rows

PART_ROWS = 50_000
"""About how many rows are sorted at once; a single run is never parted."""

LATEST_STATEMENTS = TableShape("latest_statements", ("story_id",), ("statement_id",))
"""The view for people: a statement comes again when its words, speakers, terms or first report
changed. That one more outlet has it is read from statement_appearances."""

_CHANGED_STATEMENTS = """
    SELECT l.* REPLACE (changed.run_seq AS run_seq)
    FROM latest_statements l
    JOIN (
        SELECT statement_id, max(run_seq) AS run_seq
        FROM (
            SELECT statement_id, run_seq FROM statements
            UNION ALL SELECT statement_id, run_seq FROM statement_actors
            UNION ALL SELECT statement_id, run_seq FROM statement_terms
            UNION ALL SELECT statement_id, run_seq FROM statement_appearances WHERE is_first
            UNION ALL SELECT row_key[1], run_seq FROM removals
            WHERE table_name IN ('statement_actors', 'statement_terms')
        )
        GROUP BY statement_id
    ) changed USING (statement_id)
"""


def changed_rows(
    connection: duckdb.DuckDBPyConnection,
    shape: TableShape,
    since: int,
    until: int,
    story_id: str,
) -> Rows:
    """Return the rows whose run_seq is greater than ``since`` and at most ``until``, in order."""
    is_view = shape.name == LATEST_STATEMENTS.name
    source = f"({_CHANGED_STATEMENTS})" if is_view else shape.name
    within = ("said_at", *shape.key) if is_view else shape.key
    order = ", ".join(f'"{column}"' for column in ("run_seq", *within))
    story, values = _of_story(story_id)
    sql = f"SELECT * FROM {source} WHERE run_seq BETWEEN ? AND ?{story} ORDER BY {order}"  # noqa: S608
    connect = partial(second_connection, connection)
    if is_view:
        # Joining the whole view again for each part would cost more than it saves.
        return Rows(connect, sql, [(since + 1, until, *values)])
    parts = _parts(connection, shape.name, since, until)
    return Rows(connect, sql, [(low, high, *values) for low, high in parts])


def removed_rows(
    connection: duckdb.DuckDBPyConnection,
    shape: TableShape,
    since: int,
    until: int,
    story_id: str,
) -> Rows:
    """Return the keys of the rows that are gone, as text, each with the run that removed it."""
    table = "statements" if shape.name == LATEST_STATEMENTS.name else shape.name
    columns = ", ".join(
        f'row_key[{number}] AS "{name}"' for number, name in enumerate(shape.key, 1)
    )
    story, values = _of_story(story_id)
    sql = (
        f"SELECT {columns}, run_seq FROM removals WHERE table_name = ? "  # noqa: S608
        f"AND run_seq BETWEEN ? AND ?{story} ORDER BY run_seq, row_key"
    )
    return Rows(partial(second_connection, connection), sql, [(table, since + 1, until, *values)])


def _of_story(story_id: str) -> tuple[str, tuple[str, ...]]:
    return (" AND story_id = ?", (story_id,)) if story_id else ("", ())


def _parts(
    connection: duckdb.DuckDBPyConnection, table: str, since: int, until: int
) -> list[tuple[int, int]]:
    """Part the runs so that each part holds about PART_ROWS rows: each is sorted in memory."""
    counts = connection.execute(
        f"""
        SELECT run_seq, count(*) FROM {table} WHERE run_seq BETWEEN ? AND ?
        GROUP BY run_seq ORDER BY run_seq
        """,  # noqa: S608
        [since + 1, until],
    ).fetchall()
    parts, low, held = [], since + 1, 0
    for run_seq, rows in counts:
        if held and held + rows > PART_ROWS:
            parts.append((low, run_seq - 1))
            low, held = run_seq, 0
        held += rows
    return [*parts, (low, until)]
