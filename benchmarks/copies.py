"""Copies found and their cost, beside MinHash LSH (datasketch), on made stories.

Run ``python -m benchmarks.copies``; ``--full`` also holds a million articles at once.
Recall and precision are of made copies and look-alikes that arrive a run later than the
stories. Cost is CPU time from the text in the warehouse to the written clusters, for a run
of 500 new articles, with so many articles stored.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from datasketch import MinHash, MinHashLSH

from benchmarks.made.wire_stories import Made, Writer, made_stories
from flows.monitoring.copies import land_clusters
from transforms.copies.shingles import SHINGLE_WORDS
from transforms.identifiers import digest_id
from transforms.wording import normalised_words
from warehouse.copies import KEPT_FOR
from warehouse.database import migrate

STORIES = 200
RUN = 500
ROUNDS = 3
DEARER_AT_MOST = 1.3
LEAST_RECALL, LEAST_PRECISION = 0.95, 0.98
PERMUTATIONS, THRESHOLD = 128, 0.5
_NOW = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)
_STORED_SHINGLES = 60
_A_DAY = 2_740
"""Articles a day of a million a year."""


def main(arguments: Sequence[str]) -> int:
    """Print the tables; return 1 where what is stated is not reached."""
    found = _quality()
    held = int(_A_DAY * KEPT_FOR.days)
    runs = [(10_000, 10_000), (1_000_000, held)]
    runs += [(1_000_000, 1_000_000)] if "--full" in arguments else []
    costs = [_cost(stored, within) for stored, within in runs]
    peer = _peer_cost(10_000)
    print(f"\nms of CPU an article, run of {RUN}:")
    for (stored, within), cost in zip(runs, costs, strict=True):
        print(f"  {stored:>9,} stored, {within:>9,} of them in the index: {cost * 1e3:5.2f}")
    print(f"  MinHash LSH ({PERMUTATIONS} permutations), 10,000 in memory: {peer * 1e3:5.2f}")
    dearer = costs[1] / costs[0]
    print(f"a million stored against ten thousand {dearer:.2f} (at most {DEARER_AT_MOST})")
    print(f"ours against LSH {costs[1] / peer:.2f} (at most 1)")
    flat = _hot_story()
    return 0 if found and flat and dearer <= DEARER_AT_MOST and costs[1] <= peer else 1


def _quality() -> bool:
    stories, others = made_stories(STORIES)
    ours, theirs = _found_by_us(stories, others), _found_by_lsh(stories, others)
    print(f"{STORIES} stories, one article of each kind; share placed with its story:")
    for kind in dict.fromkeys(other.kind for other in others):
        wanted = [n for n, other in enumerate(others) if other.kind == kind]
        if others[wanted[0]].copies is None:
            shares = [sum(bool(found[n]) for n in wanted) / len(wanted) for found in (ours, theirs)]
            print(f"  {kind:32} no copy: ours {shares[0]:5.3f}  LSH {shares[1]:5.3f}")
        else:
            shares = [
                sum(others[n].copies in found[n] for n in wanted) / len(wanted)
                for found in (ours, theirs)
            ]
            print(f"  {kind:32} copy:    ours {shares[0]:5.3f}  LSH {shares[1]:5.3f}")
    recall, precision = _scores(others, ours)
    for name, scores in (("ours", (recall, precision)), ("LSH", _scores(others, theirs))):
        print(f"  {name:5} recall {scores[0]:5.3f}  precision {scores[1]:5.3f}")
    return recall >= LEAST_RECALL and precision >= LEAST_PRECISION


def _scores(others: Sequence[Made], found: Sequence[set[int]]) -> tuple[float, float]:
    copies = [n for n, other in enumerate(others) if other.copies is not None]
    right = sum(others[n].copies in found[n] for n in copies)
    placed = sum(len(stories) for stories in found)
    return right / len(copies), right / max(placed, 1)


def _found_by_us(stories: Sequence[Made], others: Sequence[Made]) -> list[set[int]]:
    connection = duckdb.connect()
    migrate(connection)
    _land(connection, 1, "story", stories)
    _land(connection, 2, "other", others)
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


def _land(
    connection: duckdb.DuckDBPyConnection, run_seq: int, name: str, made: Sequence[Made]
) -> float:
    """Store the articles of a run, then place them; return the CPU seconds of placing."""
    _store(connection, run_seq, name, made)
    started = time.process_time()
    connection.begin()
    land_clusters(connection, run_seq, _NOW)
    connection.commit()
    return time.process_time() - started


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


def _cost(stored: int, within: int) -> float:
    """Return CPU seconds an article with so many stored, so many of them in the index."""
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(str(Path(folder) / "made.duckdb"))
        migrate(connection)
        _fill(connection, stored, within)
        seconds = []
        for number in range(ROUNDS):
            made = _new_articles(number)
            seconds.append(_land(connection, stored + number, f"new {number} ", made))
        connection.close()
    return min(seconds) / RUN


def _fill(connection: duckdb.DuckDBPyConnection, stored: int, within: int) -> None:
    """Store made articles, one in five of them in clusters, and the last of them in the index."""
    started = time.perf_counter()
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
    print(f"  ({stored:,} articles made in {time.perf_counter() - started:.0f} s)")


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


def _peer_cost(stored: int) -> float:
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    numbers = np.random.default_rng(1)
    scheme = MinHash(num_perm=PERMUTATIONS).scheme
    for number in range(stored):
        values = numbers.integers(0, 2**32, PERMUTATIONS, dtype=np.uint64)
        index.insert(
            f"stored {number}", MinHash(num_perm=PERMUTATIONS, hashvalues=values, scheme=scheme)
        )

    def place(number: int, articles: Sequence[Made]) -> None:
        for place, article in enumerate(articles):
            hashed = _minhash(article.text)
            index.query(hashed)
            index.insert(f"new {number} {place}", hashed)

    rounds = [_new_articles(number) for number in range(ROUNDS)]
    return min(_timed(place, n, made) for n, made in enumerate(rounds)) / RUN


def _timed(work: Callable[..., object], *arguments: object) -> float:
    started = time.process_time()
    work(*arguments)
    return time.process_time() - started


def _hot_story() -> bool:
    """Let one story come in 5,000 lightly edited copies; print what the first and last cost."""
    writer = Writer(11)
    event = writer.event()
    story = "\n\n".join([writer.title(event), *writer.paragraphs(event)])
    connection = duckdb.connect()
    migrate(connection)
    seconds = []
    for run in range(10):
        copies = [Made("copy", writer.edited(story, 0.01), f"outlet {n}") for n in range(RUN)]
        seconds.append(_land(connection, run + 1, f"copy {run} ", copies))
    sizes = Counter(
        dict(
            connection.execute(
                "SELECT cluster_id, count(*) FROM article_clusters GROUP BY 1"
            ).fetchall()
        )
    )
    first, last = min(seconds[1:4]) / RUN, min(seconds[-3:]) / RUN
    print(
        f"\na story with {10 * RUN:,} copies: {len(sizes)} cluster of {max(sizes.values()):,}; "
        f"{first * 1e3:.2f} ms an article in the first runs, {last * 1e3:.2f} in the last"
    )
    return last <= 2 * first


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
