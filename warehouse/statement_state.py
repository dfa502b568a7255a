"""What earlier runs left of statements: for merging with new appearances, and for alerts."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from importlib.resources import files

import duckdb

from transforms.statement_records import KnownWording, News, Period
from warehouse.staging import as_record


def known_wordings(
    connection: duckdb.DuckDBPyConnection,
    story_id: str,
    periods: Sequence[Period],
    replaced: Collection[str] = (),
) -> list[KnownWording]:
    """Return all wordings of the statements that can have been made in one of the periods.

    ``replaced`` names the revisions that are analysed anew: their appearances will go. The
    cost is that of the news of those days, however many statements are stored.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE looked_at (starts TIMESTAMP, ends TIMESTAMP)")
    looked_at = stretches(periods)
    for period in looked_at:
        connection.execute(
            "INSERT INTO looked_at VALUES (?, ?)", [_plain(period.starts), _plain(period.ends)]
        )
    # The rows first, then what stands in them: reading all columns of a million rows to keep
    # a thousand costs five times as much.
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE meant AS
        WITH meant_statements AS (
            SELECT DISTINCT a.statement_id
            FROM statement_appearances a
            JOIN looked_at l ON a.said_from < l.ends AND l.starts < a.said_until
            WHERE a.story_id = $story_id
              -- Constants skip the blocks of other days; the join alone reads them all.
              AND a.said_from < $ends AND $starts < a.said_until
        )
        SELECT rowid AS place FROM statement_appearances
        SEMI JOIN meant_statements USING (statement_id)
        """,
        {
            "story_id": story_id,
            "starts": min((_plain(period.starts) for period in looked_at), default=None),
            "ends": max((_plain(period.ends) for period in looked_at), default=None),
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


def stretches(periods: Sequence[Period]) -> list[Period]:
    """Return the periods with those that touch made one."""
    joined: list[Period] = []
    for period in sorted(periods, key=lambda period: period.starts):
        if joined and joined[-1].touches(period):
            joined[-1] = joined[-1].joined(period)
        else:
            joined.append(period)
    return joined


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
