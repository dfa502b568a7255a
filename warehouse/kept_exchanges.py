"""What earlier runs sent and received: for replaying them and for archives."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime

import duckdb

from transforms.feed_records import Fetch
from warehouse.errors import WarehouseError
from warehouse.staging import as_record


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run that asked for something, with the times of its clock."""

    run_id: str
    story_id: str
    started_at: datetime
    landed_at: datetime


_COLUMNS = tuple(field.name for field in fields(Fetch))


def kept_runs(
    connection: duckdb.DuckDBPyConnection,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[KeptRun]:
    """Return the runs that made requests, in their order; ``until`` is not part of the time.

    Raises:
        WarehouseError: the snapshot is of a version that kept no exchanges.
    """
    _require_exchanges(connection)
    rows = connection.execute(
        """
        SELECT run_id, story_id, started_at, landed_at FROM runs
        WHERE run_seq IN (SELECT run_seq FROM fetches)
          AND ($since IS NULL OR started_at >= $since)
          AND ($until IS NULL OR started_at < $until)
        ORDER BY run_seq
        """,
        {"since": _plain(since), "until": _plain(until)},
    ).fetchall()
    return [
        KeptRun(run_id, story_id, start.replace(tzinfo=UTC), landed.replace(tzinfo=UTC))
        for run_id, story_id, start, landed in rows
    ]


def kept_exchanges(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[Fetch]:
    """Return the requests of a run in the order in which they were sent."""
    cursor = connection.execute(
        f"""
        SELECT {", ".join(_COLUMNS)} FROM fetches
        WHERE run_seq = (SELECT run_seq FROM runs WHERE run_id = ?)
        ORDER BY requested_at, fetch_id
        """,  # noqa: S608
        [run_id],
    )
    return [as_record(Fetch, dict(zip(_COLUMNS, row, strict=True))) for row in cursor.fetchall()]


def landed_runs(connection: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    """Return when each landed run started, by run_id."""
    rows = connection.execute("SELECT run_id, started_at FROM runs").fetchall()
    return {run_id: started_at.replace(tzinfo=UTC) for run_id, started_at in rows}


def needed_documents(connection: duckdb.DuckDBPyConnection, since: datetime) -> frozenset[str]:
    """Return the documents that a request since then brought, or that are still in use.

    In use are those of article revisions and the last content of each feed.
    """
    rows = connection.execute(
        """
        SELECT document_id FROM fetches WHERE requested_at >= $since
        UNION SELECT body_hash FROM fetches WHERE requested_at >= $since
        UNION SELECT document_id FROM article_revisions
        UNION SELECT body_hash FROM feeds
        """,
        {"since": _plain(since)},
    ).fetchall()
    return frozenset(document_id for (document_id,) in rows)


def _require_exchanges(connection: duckdb.DuckDBPyConnection) -> None:
    columns = {row[0] for row in connection.execute("DESCRIBE fetches").fetchall()}
    if not columns.issuperset(_COLUMNS):
        raise WarehouseError(
            "the published snapshot was made by an older onrecord, which kept no headers: make "
            "one `onrecord run` in that home first; nothing was written."
        )


def _plain(when: datetime | None) -> datetime | None:
    return None if when is None else when.astimezone(UTC).replace(tzinfo=None)
