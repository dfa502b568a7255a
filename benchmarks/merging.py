"""CPU time of finding each new statement's utterance, as the warehouse grows and at hot keys.

Run ``python -m benchmarks.merging [STORED ...]``. Ours is the look-up of the known wordings and
the merging, for a run of 400 reports; the floor inserts as many rows by a bare anti-join into
the same table. A longer history has as many statements a day. Hot keys are a wire story with
5,000 copies, at once and over ten runs, and one actor with all 100,000 stored statements and
2,000 in this week.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.made.one_run import _blank
from transforms.identifiers import digest_id
from transforms.merging.merge import Merged, merge
from transforms.merging.periods import period_of
from transforms.records import Appearance, Attribution
from warehouse.database import open_private
from warehouse.statement_state import known_wordings

SIZES = (10_000, 100_000, 1_000_000)
MOST_GROWTH = 1.5
"""How much longer a statement may take in the largest warehouse than in the smallest."""
MOST_OF_ALL_PAIRS = 2.0
"""How much longer one of 5,000 copies may take than one of 500: all pairs would make it ten."""
_STORY = "made-story"
_NEW, _DAILY, _ROUNDS = 400, 800, 3
_LAST = datetime(2026, 1, 1, tzinfo=UTC)
_SYLLABLES = [a + b for a in "bcdfgklmnprst" for b in "aeiou"]
_WORDS = ["".join(random.Random(n).choices(_SYLLABLES, k=1 + n % 4)) for n in range(9_000)]


def main(arguments: list[str]) -> int:
    """Print the figures; return 1 where the time of a statement grows with what is stored."""
    times = []
    print("      stored      ours     floor  (ms for each new statement)")
    for size in [int(size) for size in arguments] or SIZES:
        ours, floor = _stored(size, _DAILY, actors=60)
        times.append(ours)
        print(f"{size:>12,} {ours:8.3f}  {floor:8.3f}", flush=True)
    ours, floor = _stored(100_000, 2_000 // 7, actors=1)
    print(f"   one actor {ours:8.3f}  {floor:8.3f}")
    copies = {count: _copies(count, 1) for count in (500, 5_000)}
    for count, each in copies.items():
        print(f"{count:>5} copies {each:9.3f}")
    print(f"  in 10 runs {_copies(5_000, 10):8.3f}")
    growth, pairs = max(times) / min(times), copies[5_000] / copies[500]
    print(f"growth with what is stored {growth:.2f} (at most {MOST_GROWTH})")
    print(f"growth with copies {pairs:.2f} (at most {MOST_OF_ALL_PAIRS})")
    return 1 if growth > MOST_GROWTH or pairs > MOST_OF_ALL_PAIRS else 0


def _stored(size: int, daily: int, actors: int) -> tuple[float, float]:
    draw = random.Random(size)
    found = [_appearance(" ".join(draw.choices(_WORDS, k=18)), number, draw.randrange(actors))
             for number in range(_NEW)]  # fmt: skip
    with (
        tempfile.TemporaryDirectory() as folder,
        open_private(Path(folder, "warehouse.duckdb")) as connection,
    ):
        _fill(connection, size, daily, actors)
        ours = _least(lambda: _merged(connection, found)) / _NEW
        connection.execute("CREATE TEMP TABLE kept AS FROM statement_appearances LIMIT 400")
        floor = _least(lambda: _insert(connection)) / _NEW
    return ours, floor


def _copies(count: int, runs: int) -> float:
    """Return the time of one copy; of several runs, each is given what the earlier found."""
    found = [_appearance(" ".join(_WORDS[100:130]), number, 0) for number in range(count)]
    best = []
    for _ in range(_ROUNDS):
        with (
            tempfile.TemporaryDirectory() as folder,
            open_private(Path(folder, "warehouse.duckdb")) as connection,
        ):
            spent = 0.0
            for number in range(runs):
                part = found[number::runs]
                start = time.process_time()
                merged = _merged(connection, part)
                spent += time.process_time() - start
                _keep(connection, part, merged)
            best.append(spent * 1e3 / count)
    return min(best)


def _merged(connection: duckdb.DuckDBPyConnection, found: Sequence[Appearance]) -> Merged:
    known = known_wordings(connection, _STORY, [period_of(one) for one in found])
    return merge(found, known)


def _appearance(words: str, number: int, actor: int) -> Any:  # noqa: ANN401
    key, at = digest_id("made", words, str(number)), _LAST + timedelta(seconds=number)
    part = Attribution(f"actor-{actor}", "speaker", "An Actor", "", "", "label")
    return _blank(
        Appearance, appearance_id=key, revision_id=key, article_id=key, story_id=_STORY,
        words=words, speech_type="direct", attributions=(part,), published_at=at, fetched_at=at,
    )  # fmt: skip


def _keep(
    connection: duckdb.DuckDBPyConnection, found: Sequence[Appearance], merged: Merged
) -> None:
    words = {one.appearance_id: one for one in found}
    _insert_rows(
        connection,
        "(SELECT unnest($rows, recursive := true)) made",
        {
            "statement_id": "statement_id", "appearance_id": "appearance_id",
            "revision_id": "appearance_id", "article_id": "appearance_id", "words": "words",
            "published_at": "said::TIMESTAMP", "fetched_at": "said::TIMESTAMP",
            "said_from": "said::TIMESTAMP - INTERVAL 3 DAY",
            "said_until": "said::TIMESTAMP + INTERVAL 1 HOUR", "speakers": "['actor-0']",
        },
        {"rows": [
            {"statement_id": link.statement_id, "appearance_id": link.appearance_id,
             "words": words[link.appearance_id].words,
             "said": words[link.appearance_id].fetched_at.replace(tzinfo=None).isoformat()}
            for link in merged.links
        ]},
    )  # fmt: skip


def _fill(connection: duckdb.DuckDBPyConnection, size: int, daily: int, actors: int) -> None:
    connection.execute("SET VARIABLE words = ?", [_WORDS])
    moment = f"TIMESTAMP '2026-01-01' - to_seconds(({size} - number) * {86_400 // daily})"
    drawn = (
        "array_to_string(list_transform(range(18), lambda k: "
        f"getvariable('words')[1 + (hash(number, k) % {len(_WORDS)})::INTEGER]), ' ')"
    )
    key = "substring(md5('s' || number), 1, 20)"
    _insert_rows(
        connection,
        f"range({size}) made(number), LATERAL (SELECT {moment} AS said)",
        {
            "statement_id": key, "appearance_id": key, "revision_id": key, "article_id": key,
            "words": drawn, "speakers": f"['actor-' || (hash(number) % {actors})]",
            "published_at": "said", "fetched_at": "said",
            "said_from": "said - INTERVAL 3 DAY", "said_until": "said + INTERVAL 1 HOUR",
        },
    )  # fmt: skip


def _insert_rows(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    given: dict[str, str],
    values: dict[str, object] | None = None,
) -> None:
    """Insert rows of a source; other columns get something of their type."""
    empty = {"VARCHAR": "''", "BOOLEAN": "false", "TIMESTAMP": "said", "DOUBLE": "0"}
    given = {"story_id": f"'{_STORY}'", "speech_type": "'direct'"} | given
    columns = [
        f"{given.get(name) or (empty.get(kind) or ('[]' if kind.endswith('[]') else '0'))}"
        f' AS "{name}"'
        for name, kind, *_ in connection.execute("DESCRIBE statement_appearances").fetchall()
    ]
    connection.execute(
        f"INSERT INTO statement_appearances BY NAME SELECT {', '.join(columns)} FROM {source}",
        values,
    )


def _insert(connection: duckdb.DuckDBPyConnection) -> None:
    connection.begin()
    connection.execute(
        "INSERT INTO statement_appearances BY NAME "
        "SELECT * REPLACE ('new' || appearance_id AS appearance_id) FROM kept "
        "WHERE 'new' || appearance_id NOT IN (SELECT appearance_id FROM statement_appearances)"
    )
    connection.rollback()


def _least(work: Callable[[], object]) -> float:
    """Return the least time in milliseconds; the first round warms up and does not count."""
    times = []
    for _ in range(1 + _ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times[1:]) * 1e3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
