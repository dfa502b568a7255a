"""Copies found and their cost, beside MinHash LSH (datasketch), on made stories.

Run ``python -m benchmarks.copies``; ``--full`` takes 200 stories in place of 60, stores a million
articles in place of 200,000, and also holds a million in the index at once.
Recall and precision are of made copies and look-alikes that arrive a run later than the
stories. Cost is CPU time from the text in the warehouse to the written clusters, for a run
of 500 new articles, with so many articles stored.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from datasketch import MinHash, MinHashLSH

from benchmarks.made.wire_stories import Made, Writer, made_stories
from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import cpu_seconds, run
from flows.monitoring.copies import land_clusters
from transforms.copies.shingles import SHINGLE_WORDS
from transforms.identifiers import digest_id
from transforms.wording import normalised_words
from warehouse.copies import KEPT_FOR
from warehouse.migrating import migrate

RUN = 500
ROUNDS = 3
DEARER_AT_MOST = 1.3
LEAST_RECALL, LEAST_PRECISION = 0.95, 0.98
PERMUTATIONS, THRESHOLD = 128, 0.5
_NOW = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)
_STORED_SHINGLES = 60
_A_DAY = 2_740
"""Articles a day of a million a year."""


def measure(full: bool) -> list[Measure]:
    """Return what is found, what it costs, and how the cost grows."""
    return [*_quality(200 if full else 60), *_costs(full), _hot_story()]


def _costs(full: bool) -> list[Measure]:
    """Return the cost beside LSH and the growth; the sizes take turns."""
    stored, held = 1_000_000 if full else 200_000, int(_A_DAY * KEPT_FOR.days)
    sizes = [(10_000, 10_000), (stored, held), *([(stored, stored)] if full else [])]
    with ExitStack() as stack:
        places = [stack.enter_context(_filled(*size)) for size in sizes]
        index = _filled_lsh(10_000)
        rounds = []
        for number in range(ROUNDS):
            made = _new_articles(number)
            spent = [
                land_made(connection, size + number, f"new {number} ", made)
                for (size, _), connection in zip(sizes, places, strict=True)
            ]
            spent.append(cpu_seconds(partial(_place, index, number, made)))
            rounds.append([seconds / RUN * 1e3 for seconds in spent])
    small, large, *more, lsh = (tuple(one) for one in zip(*rounds, strict=True))
    unit, size = "ms of CPU", f"{stored:,} stored, {held:,} in the index"
    peer = f"MinHash LSH of {PERMUTATIONS}, 10,000 in memory"
    measures = [
        Measure("placing an article", size, unit, large, peer, lsh, at_most=1),
        Measure(
            "the same, its growth", size, unit, large, "with 10,000 stored", small,
            at_most=DEARER_AT_MOST,
        ),
    ]  # fmt: skip
    whole = f"{stored:,} stored, all in the index"
    return measures + [
        Measure("the same, its growth", whole, unit, one, "with 10,000 stored", small)
        for one in more
    ]


def _quality(count: int) -> list[Measure]:
    stories, others = made_stories(count)
    scores = [_scores(others, find(stories, others)) for find in (_found_by_us, _found_by_lsh)]
    (recall, precision), (recall_of_lsh, precision_of_lsh) = scores
    size = f"{count} stories, {len(others) // count} kinds"
    return [
        Measure(name, size, "", (mine,), "MinHash LSH", (theirs,), at_least=least, bounds_ours=True)
        for name, mine, theirs, least in (
            ("recall of copies", recall, recall_of_lsh, LEAST_RECALL),
            ("precision of copies", precision, precision_of_lsh, LEAST_PRECISION),
        )
    ]


def _scores(others: Sequence[Made], found: Sequence[set[int]]) -> tuple[float, float]:
    copies = [n for n, other in enumerate(others) if other.copies is not None]
    right = sum(others[n].copies in found[n] for n in copies)
    placed = sum(len(stories) for stories in found)
    return right / len(copies), right / max(placed, 1)


def _found_by_us(stories: Sequence[Made], others: Sequence[Made]) -> list[set[int]]:
    connection = duckdb.connect()
    migrate(connection)
    land_made(connection, 1, "story", stories)
    land_made(connection, 2, "other", others)
    found: list[set[int]] = [set() for _ in others]
    rows = connection.execute(
        "SELECT article_id, first_article_id FROM article_clusters WHERE NOT is_first"
    ).fetchall()
    for article_id, first_id in rows:
        if article_id.startswith("other"):
            # Copies that follow another copy and not the story count as false.
            story = int(first_id[5:]) if first_id.startswith("story") else -1
            found[int(article_id[5:])].add(story)
    return found


def _found_by_lsh(stories: Sequence[Made], others: Sequence[Made]) -> list[set[int]]:
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for number, story in enumerate(stories):
        index.insert(number, _minhash(story.text))
    return [set(index.query(_minhash(other.text))) for other in others]


def _minhash(text: str) -> MinHash:
    words = normalised_words(text)
    shingles = {
        " ".join(words[place : place + SHINGLE_WORDS]).encode()
        for place in range(len(words) - SHINGLE_WORDS + 1)
    }
    hashed = MinHash(num_perm=PERMUTATIONS)
    hashed.update_batch(list(shingles))
    return hashed


def land_made(
    connection: duckdb.DuckDBPyConnection, run_seq: int, name: str, made: Sequence[Made]
) -> float:
    """Store the articles of a run, then place them; return the CPU seconds of placing."""
    _store(connection, run_seq, name, made)

    def place() -> None:
        connection.begin()
        land_clusters(connection, run_seq, _NOW)
        connection.commit()

    return cpu_seconds(place)


def _store(
    connection: duckdb.DuckDBPyConnection, run_seq: int, name: str, made: Sequence[Made]
) -> None:
    at = _NOW.replace(tzinfo=None) + timedelta(minutes=run_seq)
    rows = [
        {
            "article_id": f"{name}{number}", "revision_id": digest_id(name, str(number)),
            "outlet": article.outlet, "agency": article.agency, "text": article.text,
            "published_at": at + timedelta(milliseconds=number), "run_seq": run_seq,
        }
        for number, article in enumerate(made)
    ]  # fmt: skip
    connection.register("made", pa.Table.from_pylist(rows))
    connection.execute(_ARTICLES.format(source="made"))


_ARTICLES = """
INSERT INTO articles BY NAME
SELECT article_id, outlet, '' AS canonical_url, published_at AS first_published_at,
       published_at AS first_seen_at, run_seq
FROM {source};
INSERT INTO article_revisions BY NAME
SELECT revision_id, article_id, 1 AS version, '' AS feed_id, '' AS entry_id, outlet, '' AS url,
       '' AS title, '' AS byline, agency, '' AS section, 'en' AS language, text,
       1 AS word_count, published_at, 'second' AS published_precision, '' AS published_raw,
       published_at AS fetched_at, '' AS content_hash, '' AS document_id, '' AS extraction,
       []::VARCHAR[] AS flags, run_seq
FROM {source};
"""


@contextmanager
def _filled(stored: int, within: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a warehouse with so many articles stored, so many of them in the index."""
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(str(Path(folder) / "made.duckdb")) as connection,
    ):
        migrate(connection)
        _fill(connection, stored, within)
        yield connection


def _fill(connection: duckdb.DuckDBPyConnection, stored: int, within: int) -> None:
    """Store made articles, one in five of them in clusters, and the last of them in the index."""
    connection.execute(
        f"""
        CREATE TEMP VIEW filled AS
        SELECT md5(a::VARCHAR)[:20] AS article_id, md5(a || 'r')[:20] AS revision_id,
               'outlet ' || (a % 300) AS outlet, if(a % 3 = 0, 'dpa', '') AS agency, '' AS text,
               TIMESTAMP '{_NOW:%Y-%m-%d}' - to_seconds({stored} - a) AS published_at,
               a // {RUN} AS run_seq, a
        FROM range({stored}) numbers(a)
        """
    )
    connection.execute(_ARTICLES.format(source="filled"))
    connection.execute(
        f"""
        INSERT INTO article_shingles
        SELECT (hash(a * 1000 + s) >> 32)::UINTEGER, article_id, revision_id, agency, outlet,
               published_at, {_STORED_SHINGLES}, true, TIMESTAMP '{_NOW:%Y-%m-%d}', run_seq
        FROM filled, range({_STORED_SHINGLES}) shingles(s) WHERE a >= {stored - within}
        """
    )
    connection.execute(
        f"""
        INSERT INTO article_clusters
        SELECT 'cluster ' || (a // 20), article_id, revision_id, md5((a // 20 * 20)::VARCHAR)[:20],
               a % 20 = 0, if(a % 20 = 0, 'first', 'copy'), 1, 1, agency, outlet,
               {_STORED_SHINGLES}, published_at, run_seq
        FROM filled WHERE a % 20 < 4
        """
    )
    connection.execute("CHECKPOINT")


def _new_articles(seed: int) -> list[Made]:
    """Return articles of which one in five is a copy of another."""
    writer = Writer(100 + seed)
    made: list[Made] = []
    for number in range(RUN):
        event = writer.event()
        text = "\n\n".join([writer.title(event), *writer.paragraphs(event)])
        copied = made[number // 2].text if number % 5 == 4 else text
        made.append(Made("new", copied, f"outlet {number % 300}"))
    return made


def _filled_lsh(stored: int) -> MinHashLSH:
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    numbers = np.random.default_rng(1)
    scheme = MinHash(num_perm=PERMUTATIONS).scheme
    for number in range(stored):
        values = numbers.integers(0, 2**32, PERMUTATIONS, dtype=np.uint64)
        index.insert(
            f"stored {number}", MinHash(num_perm=PERMUTATIONS, hashvalues=values, scheme=scheme)
        )
    return index


def _place(index: MinHashLSH, number: int, articles: Sequence[Made]) -> None:
    for place, article in enumerate(articles):
        hashed = _minhash(article.text)
        index.query(hashed)
        index.insert(f"new {number} {place}", hashed)


def _hot_story() -> Measure:
    """Let one story come in 5,000 lightly edited copies: what the last cost beside the first."""
    writer = Writer(11)
    event = writer.event()
    story = "\n\n".join([writer.title(event), *writer.paragraphs(event)])
    connection = duckdb.connect()
    migrate(connection)
    spent = []
    for number in range(10):
        copies = [Made("copy", writer.edited(story, 0.01), f"outlet {n}") for n in range(RUN)]
        spent.append(land_made(connection, number + 1, f"copy {number} ", copies) / RUN * 1e3)
    clusters = connection.execute(
        "SELECT count(DISTINCT cluster_id), count(*) FROM article_clusters"
    ).fetchall()
    assert clusters == [(1, 10 * RUN)]
    return Measure(
        "a copy of one story, the last runs", f"{10 * RUN:,} copies in 10 runs", "ms of CPU",
        tuple(spent[-3:]), "the first runs", tuple(spent[1:4]), at_most=2,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(run(measure))
