"""Takedown: an article goes out of the warehouse with all that only it had."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

import duckdb

from transforms.statement_records import RunFacts
from warehouse.changes import record_changes
from warehouse.staged_tables import STAGED
from warehouse.staging import arrow_schema


@dataclass(frozen=True, slots=True)
class Holding:
    """What is held of an article, as the user is asked about it."""

    article_id: str
    outlet: str
    title: str
    url: str
    story_id: str
    story_version: str
    revisions: int
    statements: int
    """Statements that it reports."""
    own_statements: int
    """Those of them that no other article has."""
    entry_urls: tuple[tuple[str, str, str], ...]
    """Outlet, feed_id and address of each feed entry that led to it."""
    documents: frozenset[str]
    """Raw documents of it that no other article is made from."""
    feed_bodies: frozenset[str]
    """What its feeds said since; some of them hold its title and summary."""


def holding(connection: duckdb.DuckDBPyConnection, article_id: str) -> Holding:
    """Return what is held of a stored article."""
    _take(connection, article_id)
    ((outlet, title, url, story_id, version, revisions),) = connection.execute(
        """
        SELECT arg_max(r.outlet, r.version), arg_max(r.title, r.version),
               arg_max(r.url, r.version), any_value(run.story_id),
               any_value(run.story_version), count(DISTINCT r.revision_id)
        FROM taken_revisions r
        LEFT JOIN (
            SELECT a.revision_id, a.story_id, last.story_version
            FROM analyses a
            JOIN (SELECT story_id, arg_max(story_version, run_seq) AS story_version
                  FROM runs GROUP BY story_id) last USING (story_id)
        ) run USING (revision_id)
        """
    ).fetchall()
    ((statements, own),) = connection.execute(
        """
        SELECT count(*), count_if(articles = 1) FROM (
            SELECT statement_id, count(DISTINCT article_id) AS articles,
                   bool_or(article_id = ?) AS is_its
            FROM statement_appearances GROUP BY statement_id HAVING is_its
        )
        """,
        [article_id],
    ).fetchall()
    entries = connection.execute(
        "SELECT DISTINCT ?, feed_id, url FROM taken_entries WHERE url <> ''", [outlet]
    ).fetchall()
    documents = connection.execute("SELECT document_id FROM taken_documents").fetchall()
    bodies = connection.execute(
        """
        SELECT DISTINCT document_id FROM fetches
        WHERE entry_id = '' AND document_id <> ''
          AND feed_id IN (SELECT feed_id FROM taken_entries)
          AND requested_at >= (SELECT min(first_seen_at) - INTERVAL 1 DAY FROM taken_entries)
        """
    ).fetchall()
    return Holding(
        article_id, outlet, title, url, story_id or "", version or "", int(revisions),
        int(statements), int(own), tuple(entries), frozenset(row[0] for row in documents),
        frozenset(row[0] for row in bodies),
    )  # fmt: skip


def forget_article(
    connection: duckdb.DuckDBPyConnection,
    held: Holding,
    addresses: Collection[str],
    facts: RunFacts,
    now: datetime,
) -> None:
    """Take an article out, in one transaction that counts as a run.

    Statements that other articles have too stay, made anew from these. ``addresses`` are the
    ids of further addresses by which it could be found again.
    """
    connection.begin()
    try:
        _forget(connection, held, addresses, facts, now)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def forgotten_addresses(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the ids of the addresses whose articles were taken down."""
    rows = connection.execute("SELECT address_id FROM forgotten_articles").fetchall()
    return frozenset(row[0] for row in rows)


def _forget(
    connection: duckdb.DuckDBPyConnection,
    held: Holding,
    addresses: Collection[str],
    facts: RunFacts,
    now: datetime,
) -> None:
    ((run_seq,),) = connection.execute("SELECT coalesce(max(run_seq), 0) + 1 FROM runs").fetchall()
    _take(connection, held.article_id)
    connection.execute(f"SET VARIABLE run_seq = {int(run_seq)}::BIGINT")
    connection.execute("SET VARIABLE taken_article = ?", [held.article_id])
    connection.execute("SET VARIABLE more_addresses = ?::VARCHAR[]", [sorted(addresses)])
    connection.execute("SET VARIABLE forgotten_at = ?::TIMESTAMP", [now.replace(tzinfo=None)])
    for name, record in STAGED.items():
        empty = arrow_schema(record).empty_table()
        connection.register("empty_rows", empty)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE staged_{name} AS FROM empty_rows")
        connection.unregister("empty_rows")
    connection.execute(
        """
        INSERT INTO staged_analyses
        SELECT a.* EXCLUDE (run_seq) FROM analyses a SEMI JOIN taken_revisions USING (revision_id)
        """
    )
    for name, same in (
        ("new_revisions", "staged_revisions"),
        ("new_articles", "staged_revisions"),
        ("analysed_again", "staged_analyses"),
        ("analysed_before", "staged_analyses"),
    ):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM {same}")
    for script in ("landing_statements.sql", "forget.sql"):
        connection.execute(files("warehouse").joinpath(script).read_text("utf-8"))
    connection.execute(
        """
        INSERT INTO runs BY NAME
        SELECT ? AS run_seq, ? AS run_id, ? AS story_id, ? AS story_version,
               ? AS started_at, ? AS landed_at, 0 AS feeds_read, 0 AS feeds_unchanged,
               0 AS feeds_failed, 0 AS pages_fetched, 0 AS revisions_landed,
               0 AS statements_landed, 0 AS quarantined
        """,
        [
            run_seq, facts.run_id, facts.story_id, facts.story_version,
            facts.started_at.replace(tzinfo=None), facts.landed_at.replace(tzinfo=None),
        ],
    )  # fmt: skip
    record_changes(connection, int(run_seq))


def _take(connection: duckdb.DuckDBPyConnection, article_id: str) -> None:
    """Note the article's revisions, entries and documents in temporary tables."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE taken_revisions AS "
        "SELECT * FROM article_revisions WHERE article_id = ?",
        [article_id],
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE taken_entries AS
        SELECT entry_id, feed_id, url, first_seen_at FROM entries
        WHERE entry_id IN (
            SELECT entry_id FROM taken_revisions
            UNION ALL SELECT entry_id FROM page_visits WHERE article_id = $article
        ) OR (url <> '' AND url IN (
            SELECT url FROM taken_revisions
            UNION ALL SELECT canonical_url FROM articles WHERE article_id = $article
        ))
        """,
        {"article": article_id},
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE taken_documents AS
        SELECT DISTINCT document_id FROM (
            SELECT document_id FROM taken_revisions
            UNION ALL SELECT document_id FROM page_visits WHERE article_id = $article
            UNION ALL SELECT document_id FROM fetches
            WHERE entry_id IN (SELECT entry_id FROM taken_entries)
        )
        WHERE document_id <> '' AND document_id NOT IN (
            SELECT document_id FROM article_revisions WHERE article_id <> $article
        )
        """,
        {"article": article_id},
    )
