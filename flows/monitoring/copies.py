"""Copies: compare a run's new texts with those of the last days, in the landing's transaction."""

from datetime import datetime

import duckdb

from transforms.copies.clusters import compare
from transforms.copies.records import Sampled
from transforms.copies.shingles import appeared_at, sampled_shingles
from warehouse.copies import (
    LatestText,
    land_copies,
    landed_texts,
    neighbourhood,
    texts_of,
)


def land_clusters(connection: duckdb.DuckDBPyConnection, run_seq: int, landed_at: datetime) -> int:
    """Place the run's new and revised articles; return how many of the new ones are copies."""
    texts = landed_texts(connection, run_seq)
    if not texts:
        return 0
    articles = [_sampled(text) for text in texts]
    stored_before = {text.article_id for text in texts if text.version > 1}
    while True:
        comparison = compare(articles, neighbourhood(connection, articles))
        if not comparison.reconsider:
            break
        stored_before |= comparison.reconsider
        found = texts_of(connection, comparison.reconsider)
        if not found:
            raise LookupError(f"no revision of the articles {sorted(comparison.reconsider)[:3]}")
        articles += [_sampled(text) for text in found]
    land_copies(connection, comparison, stored_before, run_seq, landed_at)
    copies = {row.article_id for row in comparison.clusters if not row.is_first}
    return len(copies - stored_before)


def _sampled(text: LatestText) -> Sampled:
    return Sampled(
        text.article_id,
        text.revision_id,
        text.agency,
        text.outlet,
        appeared_at(text.published_at, text.published_precision, text.first_seen_at),
        sampled_shingles(text.text),
    )
