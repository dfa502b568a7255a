"""Searching 100,000 made articles against a bare ILIKE scan of the same table.

Run ``python -m benchmarks.search [ARTICLES]``. Ours folds case and accents and wants the
beginning of a word; the peer is one ``text ILIKE '%word%'``. Where DuckDB's full-text extension
can be loaded, its index is measured beside.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.search_words import parse_search
from warehouse.search import Wanted, search

MOST = 1.0
"""The share of the bare scan's time that a search may take."""
_ROUNDS = 3
_PARAGRAPHS = 20_000
_SYLLABLES = [a + b for a in "bcdfgklmnprst" for b in "aeiou"]


def main(arguments: list[str]) -> int:
    """Print the figures; return 1 where the share is exceeded."""
    articles = int(arguments[0]) if arguments else 100_000
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(str(Path(folder) / "articles.duckdb")) as connection,
    ):
        _make(connection, articles)
        (size,) = connection.execute(
            "SELECT sum(length(text)) / 1e6 FROM article_revisions"
        ).fetchall()[0]
        needles = parse_search('"frozen assets"')
        tokens = tuple(token for needle in needles for token in needle.tokens)
        wanted = Wanted(tokens, tuple(needle.pattern() for needle in needles))
        ours = _fastest(lambda: search(connection, wanted, ["articles"], 20).total)
        peer = _fastest(
            lambda: connection.execute(
                "SELECT count(*) FROM article_revisions WHERE text ILIKE '%frozen assets%'"
            ).fetchall()[0][0]
        )
        index = _full_text_index(connection)
    print(f"{articles:,} articles, {size:,.0f} million characters, {ours[1]} and {peer[1]} hits")
    print(f"search {ours[0]:.2f} s, bare ILIKE {peer[0]:.2f} s; {index}")
    print(f"share {ours[0] / peer[0]:.2f} (at most {MOST})")
    return 1 if ours[0] > MOST * peer[0] else 0


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


def _full_text_index(connection: duckdb.DuckDBPyConnection) -> str:
    try:
        connection.execute("LOAD fts")
    except duckdb.Error:
        return "the full-text extension is not installed here"
    started = time.perf_counter()
    connection.execute("PRAGMA create_fts_index('article_revisions', 'revision_id', 'text')")
    made = time.perf_counter() - started
    seconds, _ = _fastest(
        lambda: connection.execute(
            """
            SELECT count(*) FROM article_revisions WHERE fts_main_article_revisions.match_bm25(
                revision_id, 'frozen assets', conjunctive := 1) IS NOT NULL
            """
        ).fetchall()[0][0]
    )
    return f"full-text index made in {made:.0f} s, asked in {seconds:.2f} s"


def _fastest(work: Callable[[], int]) -> tuple[float, int]:
    best, answer = float("inf"), 0
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        answer = work()
        best = min(best, time.perf_counter() - started)
    return best, answer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
