import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import warehouse.asking
import warehouse.snapshot
from warehouse.asking import Reading
from warehouse.errors import QueryRefused
from warehouse.reading import query
from warehouse.snapshot import open_published, publish


@pytest.fixture
def snapshot(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[duckdb.DuckDBPyConnection]:
    monkeypatch.setattr(warehouse.snapshot, "READER_MEMORY", "100MB")
    publish(database, tmp_path / "published.duckdb")
    with open_published(tmp_path / "published.duckdb") as connection:
        yield connection


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        (
            "SELECT speeker FROM latest_statements",
            'no column "speeker" in latest_statements: did you mean speakers',
        ),
        ("SELECT s.txt FROM statements s", 'no column "txt" in statements: did you mean text'),
        ("SELECT speakrs FROM statements", "did you mean speakers of "),
        ("FROM statments", 'no table or view "statments": did you mean statements'),
        ("SELECT text FROM (SELECT act FROM statements)", "the query was not carried out: Binder"),
        ("FORM terms", "(?s)the query was not carried out: Parser Error.*LINE 1"),
        ("", "the query is empty"),
        ("SELECT 1; SELECT 2", "holds 2 statements"),
        ("CREATE TEMP TABLE mine AS SELECT 1", "CREATE is not carried out"),
        ("CREATE TEMP TABLE mine AS SELECT 1; SELECT 1", "holds 2 statements"),
        ("CALL enable_logging(storage_path = 'logs')", "CALL is not carried out"),
        ("SET VARIABLE x = 1", "SET is not carried out"),
        ("BEGIN", "TRANSACTION is not carried out"),
        (f"SELECT list(range) FROM range({10**9})", "needs more memory than a reader gets"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_there_is(
    snapshot: duckdb.DuckDBPyConnection, sql: str, words: str
) -> None:
    with pytest.raises(QueryRefused, match=words):
        query(snapshot, sql)


@pytest.mark.parametrize(
    "sql",
    ["FROM runs", "VALUES (1)", "SHOW TABLES", "DESCRIBE runs", "SUMMARIZE runs",
     "EXPLAIN FROM runs",
     "WITH a AS (SELECT 1) FROM a", "PIVOT runs ON story_id USING count(*)",
     "SELECT count(*) FROM statements;"],
)  # fmt: skip
def test_whatever_only_reads_is_carried_out(snapshot: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert query(snapshot, sql).columns


def test_rows_are_read_up_to_the_limit_and_a_cut_is_told(
    snapshot: duckdb.DuckDBPyConnection,
) -> None:
    for rows, limit, given, is_cut in (
        (5, 5, 5, False), (6, 5, 5, True), (6, None, 6, False), (3000, 2000, 2000, True),
        (2000, 2000, 2000, False),
    ):  # fmt: skip
        reading = Reading(snapshot, f"FROM range({rows})", limit=limit)
        assert len(list(reading.rows())) == given
        assert reading.is_cut is is_cut


def test_a_query_is_stopped_when_its_time_is_over(snapshot: duckdb.DuckDBPyConnection) -> None:
    endless = "SELECT count(*) FROM range(100000) a, range(100000) b, range(100000) c"
    with pytest.raises(QueryRefused, match=r"stopped after 0\.2 s: narrow it, .*--timeout"):
        list(Reading(snapshot, endless, seconds=0.2).rows())
    assert query(snapshot, "SELECT 1").rows == ((1,),), "the connection is good for the next"


def test_time_that_the_reader_takes_over_rows_does_not_count(
    snapshot: duckdb.DuckDBPyConnection,
) -> None:
    slow = Reading(snapshot, "FROM range(3000)", seconds=0.4)
    taken = 0
    for number, _ in enumerate(slow.rows()):
        taken += 1
        if number % 1000 == 0:
            time.sleep(0.3)
    assert taken == 3000


def test_a_step_that_cannot_be_stopped_is_told(
    snapshot: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse.asking, "GRACE_SECONDS", 0.1)
    stuck = threading.Event()
    one_step = "SELECT levenshtein(repeat('ab', 12000), repeat('ba', 12000))"
    with pytest.raises(QueryRefused):
        list(Reading(snapshot, one_step, seconds=0.01, when_stuck=stuck.set).rows())
    assert stuck.is_set()
