"""Copies: what a run's new texts are compared with, and where their clusters are kept."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

from transforms.copies.records import (
    ClusterArticle,
    Comparison,
    IndexedArticle,
    Neighbourhood,
    Sampled,
    Stored,
)
from warehouse.staging import arrow_schema

KEPT_FOR = timedelta(days=14)
"""How long after its landing an article is compared with; measured, see docs/choices.md."""

_STORED = "article_id, revision_id, agency, outlet, appeared_at, sampled, is_original"


@dataclass(frozen=True, slots=True)
class LatestText:
    """The latest revision of an article, with what tells when the article appeared."""

    article_id: str
    revision_id: str
    version: int
    agency: str
    outlet: str
    text: str
    published_at: datetime | None
    published_precision: str
    first_seen_at: datetime


def landed_texts(connection: duckdb.DuckDBPyConnection, run_seq: int) -> list[LatestText]:
    """Return the articles that are new or revised in a run."""
    return _latest_texts(connection, f"WHERE r.run_seq = {int(run_seq)}")


def texts_of(connection: duckdb.DuckDBPyConnection, ids: Collection[str]) -> list[LatestText]:
    """Return the latest texts of the named articles."""
    with _ids(connection, asked=ids):
        return _latest_texts(connection, "SEMI JOIN asked USING (article_id)")


def _latest_texts(connection: duckdb.DuckDBPyConnection, which: str) -> list[LatestText]:
    rows = connection.execute(
        f"""
        SELECT r.article_id, r.revision_id, r.version, r.agency, r.outlet, r.text,
               coalesce(a.first_published_at, r.published_at), r.published_precision,
               a.first_seen_at
        FROM (FROM article_revisions r {which}) r
        JOIN articles a USING (article_id)
        QUALIFY row_number() OVER (PARTITION BY r.article_id ORDER BY r.version DESC) = 1
        """  # noqa: S608
    ).fetchall()
    return [LatestText(*row[:6], *_times(*row[6:])) for row in rows]


def _times(published_at: object, precision: str, seen_at: object) -> tuple[Any, ...]:
    return _aware(published_at) if published_at else None, precision, _aware(seen_at)


def neighbourhood(
    connection: duckdb.DuckDBPyConnection, articles: Sequence[Sampled]
) -> Neighbourhood:
    """Return what is kept that shares shingles with the articles: one query for all of them."""
    wanted = sorted(set().union(*(article.shingles for article in articles)))
    connection.register("wanted", pa.table({"shingle": pa.array(wanted, pa.uint32())}))
    rows = connection.execute(
        f"""
        SELECT {_STORED}, list(shingle)
        FROM article_shingles SEMI JOIN wanted USING (shingle)
        GROUP BY ALL ORDER BY article_id
        """  # noqa: S608
    ).fetchall()
    connection.unregister("wanted")
    holders: dict[int, list[str]] = {}
    known = {}
    for *facts, shingles in rows:
        stored = _stored(facts)
        known[stored.article_id] = stored
        for shingle in shingles:
            holders.setdefault(shingle, []).append(stored.article_id)
    cluster_ids, followers = _clusters(connection, articles, known)
    return Neighbourhood(
        {shingle: tuple(ids) for shingle, ids in holders.items()}, known, followers, cluster_ids
    )


def _clusters(
    connection: duckdb.DuckDBPyConnection, articles: Sequence[Sampled], known: Collection[str]
) -> tuple[dict[str, str], dict[str, tuple[Stored, ...]]]:
    """Return the clusters in question, and of their articles those that may have to move.

    Those appeared later than one of the articles compared, or follow one of them.
    """
    compared = [article.article_id for article in articles]
    earliest = min(article.appeared_at for article in articles)
    cluster_ids: dict[str, str] = {}
    followers: dict[str, list[Stored]] = {}
    with _ids(connection, asked=known, compared=compared):
        rows = connection.execute(
            """
            SELECT article_id, revision_id, agency, outlet, appeared_at, sampled, is_first,
                   cluster_id, first_article_id
            FROM article_clusters
            WHERE first_article_id IN (FROM compared)
               OR (first_article_id IN (FROM asked) AND (is_first OR appeared_at >= ?))
            ORDER BY article_id
            """,
            [earliest.replace(tzinfo=None)],
        ).fetchall()
    for *facts, cluster_id, first_id in rows:
        cluster_ids[first_id] = cluster_id
        stored = _stored(facts)
        if not stored.is_original:
            followers.setdefault(first_id, []).append(stored)
    return cluster_ids, {first: tuple(found) for first, found in followers.items()}


def land_copies(
    connection: duckdb.DuckDBPyConnection,
    comparison: Comparison,
    stored_before: Collection[str],
    run_seq: int,
    landed_at: datetime,
) -> None:
    """Write what comparing came to, inside the landing's transaction.

    Args:
        connection: The private database, in a transaction.
        comparison: A comparison that asks for nothing more.
        stored_before: Ids of the compared articles that an earlier run may have placed.
        run_seq: The run's number.
        landed_at: The run's time; what landed ``KEPT_FOR`` earlier leaves the index.
    """
    compared = [
        {"article_id": article.article_id, "was_stored": article.article_id in stored_before}
        for article in comparison.indexed
    ]
    schema = pa.schema([("article_id", pa.string()), ("was_stored", pa.bool_())])
    connection.register("compared", pa.Table.from_pylist(compared, schema=schema))
    connection.register("indexed", _table(IndexedArticle, comparison.indexed))
    connection.register("clusters", _table(ClusterArticle, comparison.clusters))
    at = landed_at.replace(tzinfo=None)
    connection.execute(f"SET VARIABLE run_seq = {int(run_seq)}::BIGINT")
    connection.execute(f"SET VARIABLE landed_at = TIMESTAMP '{at}'")
    connection.execute(f"SET VARIABLE kept_since = TIMESTAMP '{at - KEPT_FOR}'")
    connection.execute(files("warehouse").joinpath("copies.sql").read_text("utf-8"))
    for name in ("compared", "indexed", "clusters"):
        connection.unregister(name)


@contextmanager
def _ids(connection: duckdb.DuckDBPyConnection, **named: Collection[str]) -> Iterator[None]:
    """Show collections of article ids as views of these names."""
    for name, ids in named.items():
        column = pa.array(sorted(ids), pa.string())
        connection.register(name, pa.table({"article_id": column}))
    yield
    for name in named:
        connection.unregister(name)


def _table(record: type, rows: Sequence[object]) -> pa.Table:
    """Return records by column: row by row the thousands of shingles would take the most time."""
    schema = arrow_schema(record)
    columns = {name: [getattr(row, name) for row in rows] for name in schema.names}
    columns["appeared_at"] = [time.replace(tzinfo=None) for time in columns["appeared_at"]]
    return pa.Table.from_pydict(columns, schema=schema)


def _stored(facts: Sequence[object]) -> Stored:
    article_id, revision_id, agency, outlet, appeared_at, sampled, is_original = facts
    return Stored(
        str(article_id), str(revision_id), str(agency), str(outlet), _aware(appeared_at),
        int(str(sampled)), bool(is_original),
    )  # fmt: skip


def _aware(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value.replace(tzinfo=UTC)
