"""Read-only questions to the published snapshot."""

from datetime import datetime

import duckdb

from warehouse.answers import Answer
from warehouse.asking import Reading

__all__ = ["Answer", "candidates", "known_ids", "query", "statements"]


def query(connection: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    """Carry out one statement that reads, and take all its rows.

    Raises:
        QueryRefused: with the reason, and what to write instead.
    """
    reading = Reading(connection, sql)
    return Answer(reading.columns, tuple(reading.rows()))


_STATEMENT_COLUMNS = """
    said_at, said_precision, speakers, offices, actor_ids, speech_type, cue, text, terms, term_ids,
    first_outlet, first_url, outlets, is_joint, is_news, statement_id, run_seq
"""


def statements(
    connection: duckdb.DuckDBPyConnection,
    *,
    actor: str | None = None,
    term: str | None = None,
    since: datetime | None = None,
    run_seq: int | None = None,
    limit: int | None = None,
) -> Answer:
    """Return statements, latest first; a term stands for its narrower ones too.

    ``since`` is compared with when it was said, else published, else first seen.
    """
    conditions = ["status <> 'withdrawn'"]
    values: list[object] = []
    source = "latest_statements"
    if term is not None:
        source = "(SELECT * EXCLUDE (term_id) FROM statements_by_term WHERE term_id = ?)"
        values.append(term)
    if actor is not None:
        conditions.append("list_contains(actor_ids, ?)")
        values.append(actor)
    if since is not None:
        conditions.append("said_at >= ?")
        values.append(since.replace(tzinfo=None))
    if run_seq is not None:
        conditions.append("run_seq = ?")
        values.append(run_seq)
    text = (
        f"SELECT {_STATEMENT_COLUMNS} FROM {source} WHERE {' AND '.join(conditions)} "  # noqa: S608
        f"ORDER BY said_at DESC, statement_id {'' if limit is None else f'LIMIT {int(limit)}'}"
    )
    cursor = connection.execute(text, values)
    return answer_of(cursor)


def candidates(connection: duckdb.DuckDBPyConnection, least: int) -> Answer:
    """Return who speaks and is on no watchlist, most statements first."""
    cursor = connection.execute(
        """
        SELECT name, description, statements, outlets, terms, last_said_at, actor_id
        FROM candidates WHERE statements >= ? ORDER BY statements DESC, actor_id
        """,
        [least],
    )
    return answer_of(cursor)


def known_ids(connection: duckdb.DuckDBPyConnection, kind: str) -> list[str]:
    """Return the ids of all actors that spoke or are listed, or of all terms."""
    question = {
        "actor": "SELECT actor_id FROM actors UNION SELECT actor_id FROM statement_actors",
        "term": "SELECT term_id FROM terms",
    }[kind]
    return sorted({row[0] for row in connection.execute(question).fetchall()})


def answer_of(cursor: duckdb.DuckDBPyConnection) -> Answer:
    """Return all rows of a query that was executed."""
    rows = cursor.fetchall()
    columns = tuple(column[0] for column in cursor.description or ())
    return Answer(columns, tuple(tuple(row) for row in rows))
