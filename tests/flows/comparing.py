"""Two homes held against each other, row by row."""

from collections.abc import Collection
from pathlib import Path

import duckdb

from warehouse.connections import OFFLINE

NOT_REPLAYED = {"outbox", "notifications", "deliveries", "receiver_rests", "robots"}
"""No alert is chosen, and robots.txt is not asked."""


def differing_rows(one: Path, other: Path, besides: Collection[str] = ()) -> dict[str, int]:
    """How many rows of each table stand in one home and not in the other, both ways.

    Columns named in ``besides`` are not looked at.
    """
    differing = {}
    with duckdb.connect(config=OFFLINE) as connection:
        for name, home in (("one", one), ("other", other)):
            path = str(home / "published.duckdb").replace("'", "''")
            connection.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'one'"
        ).fetchall()
        for (table,) in tables:
            columns = connection.execute(
                """
                SELECT column_name FROM duckdb_columns()
                WHERE database_name = 'one' AND table_name = ? ORDER BY column_index
                """,
                [table],
            ).fetchall()
            looked_at = ", ".join(f'"{name}"' for (name,) in columns if name not in besides)
            found = connection.execute(
                f"""
                SELECT count(*) FROM (
                    (SELECT {looked_at} FROM one.{table}
                     EXCEPT ALL SELECT {looked_at} FROM other.{table})
                    UNION ALL (SELECT {looked_at} FROM other.{table}
                               EXCEPT ALL SELECT {looked_at} FROM one.{table})
                )
                """
            ).fetchone()
            assert found is not None
            if found[0]:
                differing[table] = found[0]
    return differing
