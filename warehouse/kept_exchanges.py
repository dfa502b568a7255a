"""What earlier runs sent and received: for replaying them and for archives."""

from collections.abc import Collection, Iterator
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


def unreferenced(
    connection: duckdb.DuckDBPyConnection, document_ids: Collection[str], since: datetime
) -> Iterator[str]:
    """Yield the documents that no request since then brought, and no revision was made of."""
    rows = connection.execute(
        """
        SELECT document_id FROM (SELECT unnest($ids::VARCHAR[]) AS document_id)
        WHERE document_id NOT IN (SELECT document_id FROM article_revisions)
          AND document_id NOT IN (
              SELECT document_id FROM fetches WHERE requested_at >= $since
          )
          AND document_id NOT IN (SELECT body_hash FROM feeds)
        """,
        {"ids": list(document_ids), "since": _plain(since)},
    ).fetchall()
    yield from (document_id for (document_id,) in rows)


def _require_exchanges(connection: duckdb.DuckDBPyConnection) -> None:
    columns = {row[0] for row in connection.execute("DESCRIBE fetches").fetchall()}
    if not columns.issuperset(_COLUMNS):
        raise WarehouseError(
            "the published snapshot was made by an older onrecord, which kept no headers: make "
            "one `onrecord run` in that home first; nothing was written."
        )


def _plain(when: datetime | None) -> datetime | None:
    return None if when is None else when.astimezone(UTC).replace(tzinfo=None)
