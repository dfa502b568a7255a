"""What earlier runs left of statements: for merging with new appearances, and for alerts."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from importlib.resources import files

import duckdb
import pyarrow as pa

from transforms.statement_records import KnownWording, News, Period, Sought
from warehouse.staging import as_record


def known_wordings(
    connection: duckdb.DuckDBPyConnection,
    story_id: str,
    sought: Sequence[Sought],
    replaced: Collection[str] = (),
) -> list[KnownWording]:
    """Return all wordings of the statements that new words may belong to.

    ``replaced`` names the revisions that are analysed anew: their appearances will go. The
    cost is that of what is alike in those days, however many statements are stored.
    """
    _show_sought(connection, sought)
    # The rows first, then what stands in them: reading all columns of a million rows to keep
    # a thousand costs five times as much.
    connection.execute(
        files("warehouse").joinpath("meant.sql").read_text("utf-8"),
        {
            "story_id": story_id,
            "replaced": list(replaced),
            "starts": min((_plain(one.period.starts) for one in sought), default=None),
            "ends": max((_plain(one.period.ends) for one in sought), default=None),
        },
    )
    rows = connection.execute(
        """
        SELECT statement_id, words, speech_type, speakers, said_from, said_until,
               min({
                   reported_at: coalesce(published_at, fetched_at),
                   fetched_at: fetched_at,
                   appearance_id: appearance_id
               }) AS first,
               list_contains($replaced, revision_id) AS is_replaced,
               list(DISTINCT article_id ORDER BY article_id) AS article_ids
        FROM statement_appearances WHERE rowid IN (SELECT place FROM meant)
        GROUP BY ALL
        ORDER BY ALL
        """,
        {"replaced": list(replaced)},
    ).fetchall()
    return [
        KnownWording(
            statement_id=row[0],
            words=row[1],
            speech_type=row[2],
            speakers=tuple(row[3]),
            period=Period(_aware(row[4]), _aware(row[5])),
            first_reported_at=_aware(row[6]["reported_at"]),
            first_fetched_at=_aware(row[6]["fetched_at"]),
            first_appearance_id=row[6]["appearance_id"],
            is_replaced=row[7],
            article_ids=tuple(row[8]),
        )
        for row in rows
    ]


def latest_publication(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """Return when the latest article was published, over all that earlier runs brought."""
    row = connection.execute("SELECT max(published_at) FROM article_revisions").fetchone()
    return _aware(row[0]) if row and row[0] else None


def _show_sought(connection: duckdb.DuckDBPyConnection, sought: Sequence[Sought]) -> None:
    wordings = pa.table(
        {
            "number": pa.array(range(len(sought)), pa.int64()),
            "numbers": pa.array([one.stem_numbers for one in sought], pa.list_(pa.uint32())),
            "least": pa.array([one.least_shared for one in sought], pa.int32()),
            "starts": pa.array([_plain(one.period.starts) for one in sought], pa.timestamp("us")),
            "ends": pa.array([_plain(one.period.ends) for one in sought], pa.timestamp("us")),
        }
    )
    articles = sorted({article_id for one in sought for article_id in one.article_ids})
    for name, table in (
        ("sought_wordings", wordings),
        ("sought_articles", pa.table({"article_id": pa.array(articles, pa.string())})),
    ):
        connection.register("given", table)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
        connection.unregister("given")


def news_of_landing(connection: duckdb.DuckDBPyConnection) -> list[News]:
    """Return what the landing under way did to statements; call inside its transaction."""
    cursor = connection.execute(files("warehouse").joinpath("news.sql").read_text("utf-8"))
    columns = [column[0] for column in cursor.description or ()]
    return [as_record(News, dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]


def stored_news(
    connection: duckdb.DuckDBPyConnection,
    story_id: str,
    *,
    statement_id: str | None = None,
    since: datetime | None = None,
) -> list[News]:
    """Return one statement, or those that were news since then, as their publication is told."""
    cursor = connection.execute(
        files("warehouse").joinpath("stored_news.sql").read_text("utf-8"),
        {
            "story_id": story_id,
            "statement_id": statement_id,
            "since": _plain(since) if since else None,
        },
    )
    columns = [column[0] for column in cursor.description or ()]
    return [as_record(News, dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)


def _plain(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)
