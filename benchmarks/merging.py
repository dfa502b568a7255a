"""CPU time of finding each new statement's utterance, as the warehouse grows and at hot keys.

Run ``python -m benchmarks.merging``; ``--full`` stores a million statements in place of 100,000,
and also 100,000 of one actor, 2,000 of them in this week. Ours is the look-up of the known wordings
and the merging, for a run of 400 reports; the floor inserts as many rows by a bare anti-join into
the same table. A longer history has as many statements a day. A wire story with 5,000 copies is
the hot key, at once and, with ``--full``, over ten runs.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.made.one_run import blank
from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import in_turn, run
from transforms.identifiers import digest_id
from transforms.merging.merge import Merged, merge
from transforms.merging.sought import sought_of, stem_numbers
from transforms.merging.wordings import stems_of, wording_of
from transforms.records import Appearance, Attribution
from warehouse.database import open_private
from warehouse.statement_state import known_wordings

MOST_GROWTH = 1.5
"""How much longer a statement may take in the largest warehouse than in the smallest."""
MOST_OF_ALL_PAIRS = 2.0
"""How much longer one of 5,000 copies may take than one of 500: all pairs would make it ten."""
Work = Callable[[], object]
NEW = 400
"""Statements of a run."""
_STORY = "made-story"
_DAILY, _ROUNDS = 800, 3
_LAST = datetime(2026, 1, 1, tzinfo=UTC)
_SYLLABLES = [a + b for a in "bcdfgklmnprst" for b in "aeiou"]
WORDS = ["".join(random.Random(n).choices(_SYLLABLES, k=1 + n % 4)) for n in range(9_000)]
_STEMS = [
    next(iter(stem_numbers(wording_of(w, "direct")))) if stems_of((w,)) else None for w in WORDS
]
"""None for words that carry no sense."""


def measure(full: bool) -> list[Measure]:
    """Return the cost of a new statement, its growth, and that of copies."""
    stored = 1_000_000 if full else 100_000
    with (
        stored_statements(10_000, _DAILY, 60) as (work, _),
        stored_statements(stored, _DAILY, 60) as (large, bare),
    ):
        small, ours, floor = map(each_of, in_turn(_ROUNDS, work, large, bare, warm=True))
    few, many = _copies(500, 1), _copies(5_000, 1)
    name, unit, size = "finding a statement's utterance", "ms of CPU", f"{stored:,} stored"
    measures = [
        Measure(name, size, unit, ours, "bare anti-join insert", floor),
        Measure(
            f"{name}, its growth", size, unit, ours, "with 10,000 stored", small,
            at_most=MOST_GROWTH,
        ),
        Measure(
            "merging a copy", "5,000 copies", unit, many, "of 500", few, at_most=MOST_OF_ALL_PAIRS
        ),
    ]  # fmt: skip
    return measures + (_hot_keys() if full else [])


def _hot_keys() -> list[Measure]:
    with stored_statements(100_000, 2_000 // 7, 1) as (work, bare):
        ours, floor = map(each_of, in_turn(_ROUNDS, work, bare, warm=True))
    name, unit = "the same, of one actor", "ms of CPU"
    return [
        Measure(name, "100,000 stored", unit, ours, "bare anti-join insert", floor),
        Measure("merging a copy, in 10 runs", "5,000 copies", unit, _copies(5_000, 10)),
    ]


def each_of(seconds: tuple[float, ...]) -> tuple[float, ...]:
    """Return the milliseconds of one statement of a run."""
    return tuple(spent / NEW * 1e3 for spent in seconds)


@contextmanager
def stored_statements(size: int, daily: int, actors: int) -> Iterator[tuple[Work, Work]]:
    """Give ours and the floor, with so many statements stored."""
    draw = random.Random(size)
    found = [made_appearance(" ".join(draw.choices(WORDS, k=18)), number, draw.randrange(actors))
             for number in range(NEW)]  # fmt: skip
    with (
        tempfile.TemporaryDirectory() as folder,
        open_private(Path(folder, "warehouse.duckdb")) as connection,
    ):
        _fill(connection, size, daily, actors)
        connection.execute("CREATE TEMP TABLE kept AS FROM statement_appearances LIMIT 400")
        yield lambda: merged_with_known(connection, found), lambda: _insert(connection)


def _copies(count: int, runs: int) -> tuple[float, ...]:
    """Return the milliseconds of one copy, round by round.

    Of several runs, each is given what the earlier found.
    """
    found = [made_appearance(" ".join(WORDS[100:130]), number, 0) for number in range(count)]
    best = []
    for _ in range(_ROUNDS):
        with (
            tempfile.TemporaryDirectory() as folder,
            open_private(Path(folder, "warehouse.duckdb")) as connection,
        ):
            spent = 0.0
            for number in range(runs):
                part = found[number::runs]
                started = time.process_time()
                merged = merged_with_known(connection, part)
                spent += time.process_time() - started
                _keep(connection, part, merged)
            best.append(spent * 1e3 / count)
    return tuple(best)


def merged_with_known(connection: duckdb.DuckDBPyConnection, found: Sequence[Appearance]) -> Merged:
    """Look up what is known of the days of a run, and merge its reports with that."""
    known = known_wordings(connection, _STORY, sought_of(found))
    return merge(found, known)


def made_appearance(words: str, number: int, actor: int) -> Any:  # noqa: ANN401
    """Return a report of these words by an actor."""
    key, at = digest_id("made", words, str(number)), _LAST + timedelta(seconds=number)
    part = Attribution(f"actor-{actor}", "speaker", "An Actor", "", "", "label")
    return blank(
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
            "stem_numbers": "stem_numbers", "least_shared": "least_shared",
        },
        {"rows": [
            {"statement_id": link.statement_id, "appearance_id": link.appearance_id,
             "words": words[link.appearance_id].words,
             "stem_numbers": list(link.stem_numbers), "least_shared": link.least_shared,
             "said": words[link.appearance_id].fetched_at.replace(tzinfo=None).isoformat()}
            for link in merged.links
        ]},
    )  # fmt: skip


def _fill(connection: duckdb.DuckDBPyConnection, size: int, daily: int, actors: int) -> None:
    connection.execute("SET VARIABLE words = ?", [WORDS])
    connection.execute("SET VARIABLE stems = ?", [_STEMS])
    moment = f"TIMESTAMP '2026-01-01' - to_seconds(({size} - number) * {86_400 // daily})"

    def drawn(variable: str) -> str:
        place = f"1 + (hash(number, k) % {len(WORDS)})::INTEGER"
        return f"list_transform(range(18), lambda k: getvariable('{variable}')[{place}])"

    key = "substring(md5('s' || number), 1, 20)"
    _insert_rows(
        connection,
        f"range({size}) made(number), LATERAL (SELECT {moment} AS said)",
        {
            "statement_id": key, "appearance_id": key, "revision_id": key, "article_id": key,
            "words": f"array_to_string({drawn('words')}, ' ')",
            "stem_numbers": f"list_distinct({drawn('stems')})",
            "least_shared": f"greatest(2, len(list_distinct({drawn('stems')})) - 8)",
            "speakers": f"['actor-' || (hash(number) % {actors})]",
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


if __name__ == "__main__":
    sys.exit(run(measure))
