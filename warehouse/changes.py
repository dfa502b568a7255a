"""What a landing really changed: rows that came again as they were, and rows that vanished.

A landing may delete and insert rows as it likes. Before its commit, what it touched is held
against the rows as they were: a row that is the same keeps its earlier ``run_seq``, and a row
that is gone leaves its key in ``removals``. So ``run_seq > cursor`` is what a reader lacks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from warehouse.connections import second_connection

ROW_KEYS: dict[str, tuple[str, ...]] = {
    "actor_labels": ("story_id", "actor_id", "kind", "label", "language", "usage"),
    "actors": ("story_id", "actor_id"),
    "analyses": ("revision_id", "story_id"),
    "article_aliases": ("alias_id",),
    "article_clusters": ("article_id", "first_article_id"),
    "article_revisions": ("revision_id",),
    "articles": ("article_id",),
    "entries": ("entry_id",),
    "feeds": ("story_id", "feed_id"),
    "fetches": ("fetch_id",),
    "forgotten_articles": ("address_id",),
    "memberships": ("story_id", "group_id", "member_id", "starts", "ends"),
    "mentions": ("mention_id",),
    "outbox": ("event_id",),
    "page_visits": ("story_id", "page_id"),
    "quarantine": ("quarantine_id",),
    "robots": ("origin",),
    "roles": ("story_id", "office_id", "title", "actor_id", "starts", "ends"),
    "runs": ("run_seq",),
    "statement_actors": ("statement_id", "actor_id", "role"),
    "statement_appearances": ("appearance_id",),
    "statement_terms": ("statement_id", "term_id"),
    "statements": ("statement_id",),
    "term_labels": ("story_id", "term_id", "kind", "label", "language"),
    "terms": ("story_id", "term_id"),
}
"""The columns that name a row of each table, in the order of ``removals.row_key``."""

_NOT_READ = ("article_shingles", "cursors", "removals")


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table with a ``run_seq``: its columns, and those that name a row."""

    name: str
    columns: tuple[str, ...]
    """In the table's order, without ``run_seq`` unless it is the key."""
    key: tuple[str, ...]

    @property
    def has_story(self) -> bool:
        """True when each row belongs to one story."""
        return "story_id" in self.columns


def row_key(shape: TableShape, alias: str) -> str:
    """Return the SQL of a row's key as it stands in ``removals.row_key``."""
    values = ", ".join(f'{alias}."{column}"::VARCHAR' for column in shape.key)
    return f"[{values}]"


def table_shapes(connection: duckdb.DuckDBPyConnection) -> dict[str, TableShape]:
    """Return, by name, the tables whose rows carry a run_seq.

    A table that ``ROW_KEYS`` does not name has all its columns for a key, so that a changed
    row is one that vanished and another that came.
    """
    rows = connection.execute(
        """
        SELECT table_name, list(column_name ORDER BY column_index)
        FROM duckdb_columns()
        WHERE database_name = current_database() AND schema_name = 'main'
          AND table_name IN (FROM duckdb_tables() SELECT table_name WHERE NOT temporary)
        GROUP BY table_name
        HAVING list_contains(list(column_name), 'run_seq')
        ORDER BY table_name
        """
    ).fetchall()
    shapes = {}
    for name, columns in rows:
        if name not in _NOT_READ:
            content = tuple(column for column in columns if column != "run_seq")
            shapes[name] = TableShape(name, content, ROW_KEYS.get(name, content))
    return shapes


def record_changes(connection: duckdb.DuckDBPyConnection, run_seq: int) -> None:
    """Give rows that came again their earlier run_seq back, and write down those that vanished.

    Call it last in a transaction whose new and changed rows all carry ``run_seq``. What was
    there before is read over a second connection, which sees the last commit.
    """
    shapes = table_shapes(connection)
    before = second_connection(connection)
    try:
        held = _counted(before, shapes, "true")
        kept = _counted(connection, shapes, f"run_seq < {int(run_seq)}")
        for name in sorted(shapes):
            if held[name] != kept[name]:
                touched = _touched(connection, before, name, run_seq)
                _settle(connection, shapes[name], touched, run_seq)
    finally:
        before.close()
    for (name,) in connection.execute("SELECT DISTINCT table_name FROM removals").fetchall():
        if name in shapes:
            _forget_removals(connection, shapes[name], run_seq)


def _counted(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[str], condition: str
) -> dict[str, int]:
    """Count the rows of each table in one query: twenty queries cost more than a small landing."""
    counts = " UNION ALL ".join(
        f"SELECT '{name}', count(*) FROM {name} WHERE {condition}"  # noqa: S608
        for name in tables
    )
    return dict(connection.execute(counts).fetchall())


def _touched(
    connection: duckdb.DuckDBPyConnection,
    before: duckdb.DuckDBPyConnection,
    table: str,
    run_seq: int,
) -> pa.Table:
    """Return the rows as they were that this transaction deleted or wrote."""
    # Rows that are only kept stay where they are, so a lost place is a touched row.
    before.execute(f"SELECT coalesce(max(rowid), -1) + 1 FROM {table}")  # noqa: S608
    ((places,),) = before.fetchall()
    lost = connection.execute(
        f"""
        SELECT place FROM range({int(places)}) places(place)
        ANTI JOIN (SELECT rowid AS place FROM {table} WHERE run_seq < {int(run_seq)}) USING (place)
        """  # noqa: S608
    ).to_arrow_table()
    before.register("lost_places", lost)
    return before.execute(
        f"SELECT t.* FROM {table} t SEMI JOIN lost_places ON t.rowid = lost_places.place"  # noqa: S608
    ).to_arrow_table()


def _settle(
    connection: duckdb.DuckDBPyConnection, shape: TableShape, touched: pa.Table, run_seq: int
) -> None:
    connection.register("touched_rows", touched)
    connection.execute(
        f"""
        UPDATE {shape.name} t SET run_seq = was.run_seq FROM touched_rows was
        WHERE t.run_seq = {int(run_seq)} AND {_same(shape.columns)}
        """  # noqa: S608
    )
    story = "was.story_id" if shape.has_story else "NULL"
    connection.execute(
        f"""
        INSERT INTO removals BY NAME
        SELECT DISTINCT '{shape.name}' AS table_name, {row_key(shape, "was")} AS row_key,
               {story} AS story_id, {int(run_seq)} AS run_seq
        FROM touched_rows was ANTI JOIN {shape.name} t ON {_same(shape.key)}
        """  # noqa: S608
    )
    connection.unregister("touched_rows")


def _forget_removals(
    connection: duckdb.DuckDBPyConnection, shape: TableShape, run_seq: int
) -> None:
    """A row that came back is no longer gone."""
    connection.execute(
        f"""
        DELETE FROM removals WHERE table_name = '{shape.name}' AND row_key IN (
            SELECT {row_key(shape, "t")} FROM {shape.name} t WHERE t.run_seq = {int(run_seq)}
        )
        """  # noqa: S608
    )


def _same(columns: tuple[str, ...]) -> str:
    return " AND ".join(f't."{column}" IS NOT DISTINCT FROM was."{column}"' for column in columns)
