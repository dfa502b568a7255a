"""Two homes held against each other, row by row."""

from pathlib import Path

import duckdb

from warehouse.database import OFFLINE

NOT_REPLAYED = {"outbox", "notifications", "deliveries", "receiver_rests", "robots"}
"""No alert is chosen, and robots.txt is not asked."""


def differing_rows(one: Path, other: Path) -> dict[str, int]:
    """How many rows of each table stand in one home and not in the other, both ways."""
    differing = {}
    with duckdb.connect(config=OFFLINE) as connection:
        for name, home in (("one", one), ("other", other)):
            path = str(home / "published.duckdb").replace("'", "''")
            connection.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'one'"
        ).fetchall()
        for (table,) in tables:
            found = connection.execute(
                f"""
                SELECT count(*) FROM (
                    (FROM one.{table} EXCEPT ALL FROM other.{table})
                    UNION ALL (FROM other.{table} EXCEPT ALL FROM one.{table})
                )
                """
            ).fetchone()
            assert found is not None
            if found[0]:
                differing[table] = found[0]
    return differing
