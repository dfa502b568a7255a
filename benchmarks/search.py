"""Searching made articles against a bare ILIKE scan of the same table.

Run ``python -m benchmarks.search``; ``--full`` makes 100,000 articles in place of 20,000. Ours
folds case and accents and wants the beginning of a word; the peer is one ``text ILIKE '%word%'``.
Where DuckDB's full-text extension can be loaded, ``--full`` measures its index beside.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import in_turn, run
from transforms.search_words import parse_search
from warehouse.search import Wanted, search

MOST = 1.0
"""The share of the bare scan's time that a search may take."""
_ROUNDS = 5
_MATCHES = (
    "fts_main_article_revisions.match_bm25(revision_id, 'frozen assets', conjunctive := 1) "
    "IS NOT NULL"
)
_PARAGRAPHS = 20_000
_SYLLABLES = [a + b for a in "bcdfgklmnprst" for b in "aeiou"]


def measure(full: bool) -> list[Measure]:
    """Return the cost of a search that finds what the scan finds."""
    articles = 100_000 if full else 20_000
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(str(Path(folder) / "articles.duckdb")) as connection,
    ):
        _make(connection, articles)
        needles = parse_search('"frozen assets"')
        tokens = tuple(token for needle in needles for token in needle.tokens)
        wanted = Wanted(tokens, tuple(needle.pattern() for needle in needles))
        works: dict[str, Callable[[], int]] = {
            "ours": lambda: search(connection, wanted, ["articles"], 20).total,
            "bare ILIKE": lambda: _count(connection, "text ILIKE '%frozen assets%'"),
        }
        if full and _has_full_text_index(connection):
            works["full-text index"] = lambda: _count(connection, _MATCHES)
        assert works["ours"]() == works["bare ILIKE"]()
        ours, *peers = in_turn(_ROUNDS, *works.values())
    names = list(works)[1:]
    return [
        Measure(
            "searching two words", f"{articles:,} articles", "s of CPU", ours, peer, theirs,
            at_most=MOST if peer == names[0] else None,
        )
        for peer, theirs in zip(names, peers, strict=True)
    ]  # fmt: skip


def _count(connection: duckdb.DuckDBPyConnection, condition: str) -> int:
    counted: int = connection.execute(
        f"SELECT count(*) FROM article_revisions WHERE {condition}"
    ).fetchall()[0][0]
    return counted


def _make(connection: duckdb.DuckDBPyConnection, articles: int) -> None:
    """Make articles of six paragraphs of a stock; its words are as unevenly frequent as ours."""
    draw = random.Random(1)
    words = ["".join(draw.choices(_SYLLABLES, k=draw.randint(1, 4))) for _ in range(30_000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    stock = [" ".join(draw.choices(words, weights, k=75)) for _ in range(_PARAGRAPHS)]
    stock = [text + ". Frozen assets." * (draw.random() < 0.001) for text in stock]
    connection.register("stock", pa.table({"place": range(_PARAGRAPHS), "text": stock}))
    connection.execute(
        """
        CREATE TABLE article_revisions AS
        SELECT 'r' || number AS revision_id, 'a' || number AS article_id, 1 AS version,
               'gazette' AS outlet, '' AS url, '' AS title, string_agg(text, chr(10)) AS text,
               TIMESTAMP '2025-11-22' + INTERVAL (number) MINUTE AS published_at,
               'minute' AS published_precision, TIMESTAMP '2025-11-22' AS fetched_at
        FROM (
            SELECT range AS number, unnest(list_transform(range(6),
                lambda k: (hash(range * 6 + k) % ?)::INTEGER)) AS place
            FROM range(?)
        ) JOIN stock USING (place)
        GROUP BY number
        """,
        [_PARAGRAPHS, articles],
    )


def _has_full_text_index(connection: duckdb.DuckDBPyConnection) -> bool:
    """Make DuckDB's own index where its extension is installed."""
    try:
        connection.execute("LOAD fts")
    except duckdb.Error:
        return False
    connection.execute("PRAGMA create_fts_index('article_revisions', 'revision_id', 'text')")
    return True


if __name__ == "__main__":
    sys.exit(run(measure))
