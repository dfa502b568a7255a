"""The landing: one transaction that takes a run's staged rows into the warehouse.

Landing the same run twice is a no-op; a staged file that does not fit rolls everything
back. Ids carry no index, so their uniqueness is asserted before the commit.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import duckdb

from seeds.story import Story
from transforms.statement_records import Event, News, RunFacts
from warehouse.changes import record_changes
from warehouse.errors import LandingFailed, LandingOvertaken
from warehouse.joined_articles import join_articles
from warehouse.lake_tables import finish_landing, is_lake
from warehouse.outbox import put_into_outbox
from warehouse.staged_tables import STAGED, staged_files
from warehouse.statement_state import news_of_landing
from warehouse.vocabulary import land_vocabulary

_UNIQUE = {
    "runs": "run_seq",
    "fetches": "fetch_id",
    "entries": "entry_id",
    "articles": "article_id",
    "article_revisions": "revision_id",
    "mentions": "mention_id",
    "statements": "statement_id",
    "statement_appearances": "appearance_id",
    "outbox": "event_id",
}
_DIGESTED = {"mentions": "revision_id", "statement_appearances": "revision_id"}
"""Of ids that are digests of this column and more: the same id stands where the same value does,
and a column of few values is looked through four times as fast."""


@dataclass(frozen=True, slots=True)
class Landed:
    """What a landing brought; nothing when the run had landed before."""

    run_seq: int
    articles: int
    revisions: int
    mentions: int
    statements: int
    appearances: int
    quarantined: int
    alerts: int
    repeated: bool
    """True when this run had landed before, so that nothing was done."""
    copies: int = 0
    """New articles that carry the text of an earlier one."""


Clusters = Callable[[duckdb.DuckDBPyConnection, int, datetime], int]
"""Compares the articles that a run (its number, its time) has landed; returns the copies."""


Decide = Callable[[Sequence[News]], Sequence[Event]]
"""Chooses the alerts for what happened to statements."""


def no_alerts(news: Sequence[News]) -> Sequence[Event]:
    """Choose none: what a re-tag, a replay or a backfill brings is no news."""
    del news
    return ()


def land(
    connection: duckdb.DuckDBPyConnection,
    story: Story,
    facts: RunFacts,
    staging: Path,
    *,
    decide: Decide = no_alerts,
    clusters: Clusters | None = None,
) -> Landed:
    """Land the staged rows of one run in one transaction, with the alerts that it causes.

    ``clusters`` is called within it, once the run's articles are in their tables.

    Raises:
        LandingFailed: when a staged file is damaged or its rows break the model; the
            warehouse is then as it was before.
        LandingOvertaken: in a lake, when another writer committed in the meantime.
    """
    connection.begin()
    try:
        landed = _land_once(connection, story, facts, staging, decide, clusters)
        connection.commit()
    except duckdb.Error as error:
        with suppress(duckdb.Error):  # a full disk leaves no transaction to roll back
            connection.rollback()
        if isinstance(error, duckdb.TransactionException) and is_lake(connection):
            raise LandingOvertaken(
                f"run {facts.run_id} did not land, since another writer of the lake was first. "
                f"Everything was rolled back; its staged rows are kept in {staging}."
            ) from error
        reason = str(error).strip().partition("\n")[0]
        raise LandingFailed(
            f"run {facts.run_id} did not land ({reason}). Everything was rolled back; "
            f"its staged rows are kept in {staging}, and the next run fetches again."
        ) from error
    except BaseException:
        connection.rollback()
        raise
    return landed


def _land_once(
    connection: duckdb.DuckDBPyConnection,
    story: Story,
    facts: RunFacts,
    staging: Path,
    decide: Decide,
    clusters: Clusters | None,
) -> Landed:
    earlier = connection.execute(
        "SELECT run_seq FROM runs WHERE run_id = ?", [facts.run_id]
    ).fetchone()
    if earlier:
        return Landed(int(earlier[0]), 0, 0, 0, 0, 0, 0, 0, repeated=True)
    (run_seq,) = _one(connection, "SELECT coalesce(max(run_seq), 0) + 1 FROM runs")
    connection.execute(f"SET VARIABLE run_seq = {int(run_seq)}::BIGINT")
    for name in STAGED:
        _show_staged(connection, name, staged_files(staging, name))
    land_vocabulary(connection, story, int(run_seq))
    connection.execute(files("warehouse").joinpath("landing.sql").read_text("utf-8"))
    join_articles(connection, int(run_seq))
    connection.execute(files("warehouse").joinpath("landing_statements.sql").read_text("utf-8"))
    put_into_outbox(connection, decide(news_of_landing(connection)), int(run_seq))
    account = _account(connection, int(run_seq))
    if clusters and account.revisions:
        copies = clusters(connection, account.run_seq, facts.landed_at)
        account = replace(account, copies=copies)
    _record_run(connection, facts, account)
    _assert_unique(connection, int(run_seq))
    record_changes(connection, int(run_seq))
    finish_landing(connection, int(run_seq))
    return account


def _show_staged(connection: duckdb.DuckDBPyConnection, name: str, paths: list[Path]) -> None:
    quoted = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW staged_{name} AS SELECT * FROM read_parquet([{quoted}])"  # noqa: S608
    )


def _account(connection: duckdb.DuckDBPyConnection, run_seq: int) -> Landed:
    """Count what came; rows that the run only updated carry its run_seq too, and do not count."""
    articles, revisions, mentions, statements, appearances, quarantined, alerts = _one(
        connection,
        """
        SELECT (SELECT count(*) FROM article_revisions WHERE run_seq = $run_seq AND version = 1),
               (SELECT count(*) FROM article_revisions WHERE run_seq = $run_seq),
               (SELECT count(*) FROM mentions WHERE run_seq = $run_seq),
               (SELECT count(*) FROM new_statements),
               (SELECT count(*) FROM statement_appearances WHERE run_seq = $run_seq
                    AND appearance_id IN (SELECT appearance_id FROM staged_appearances)),
               (SELECT count(*) FROM quarantine WHERE run_seq = $run_seq),
               (SELECT count(*) FROM outbox WHERE run_seq = $run_seq)
        """,
        {"run_seq": run_seq},
    )
    return Landed(
        run_seq, articles, revisions, mentions, statements, appearances, quarantined, alerts,
        repeated=False,
    )  # fmt: skip


def _record_run(connection: duckdb.DuckDBPyConnection, facts: RunFacts, account: Landed) -> None:
    connection.execute(
        "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            account.run_seq,
            facts.run_id,
            facts.story_id,
            facts.story_version,
            facts.started_at.replace(tzinfo=None),
            facts.landed_at.replace(tzinfo=None),
            facts.feeds_read,
            facts.feeds_unchanged,
            facts.feeds_failed,
            facts.pages_fetched,
            account.revisions,
            account.statements,
            account.quarantined,
        ],
    )


def _assert_unique(connection: duckdb.DuckDBPyConnection, run_seq: int) -> None:
    for table, column in _UNIQUE.items():
        among = _DIGESTED.get(table, column)
        double = connection.execute(
            f"""
            SELECT {column} FROM {table}
            WHERE {among} IN (SELECT {among} FROM {table} WHERE run_seq = $run_seq)
            GROUP BY {column} HAVING count(*) > 1 LIMIT 1
            """,  # noqa: S608
            {"run_seq": run_seq},
        ).fetchone()
        if double:
            raise duckdb.ConstraintException(f"{table}.{column} {double[0]} stands twice")


def _one(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: object = None
) -> tuple[int, ...]:
    row = connection.execute(query, parameters).fetchone()
    if row is None:
        raise duckdb.InternalException(f"no row from: {query}")
    return row
