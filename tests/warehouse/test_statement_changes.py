"""What a landing changes of a known statement is told apart from what it brings."""

from datetime import timedelta
from pathlib import Path

import duckdb
from making import AT, a_revision, an_analysis, an_appearance, land_in

WORDS = "The strait is open to all"


def test_a_term_that_a_retag_takes_back_leaves_the_statement(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    revision = a_revision(f"Tolls. {WORDS}, Ana Brod said.")
    for number, terms in enumerate([("tolls", "passage"), ("passage",)], 1):
        land_in(
            warehouse, tmp_path / str(number), f"run-{number}", None,
            [an_appearance(WORDS, revision, term_ids=terms)],
            revisions=[revision], analyses=[an_analysis(revision, f"v{number}")],
        )  # fmt: skip
    held = warehouse.execute("SELECT term_id, run_seq FROM statement_terms").fetchall()
    assert held == [("passage", 1)]
    gone = warehouse.execute("SELECT row_key[2], run_seq FROM removals").fetchall()
    assert ("tolls", 2) in gone


def test_a_new_statement_and_a_grown_one_are_different_changes(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for number, words in enumerate([WORDS, f"{WORDS} ships of the world"], 1):
        revision = a_revision(
            f"{words}, Ana Brod said.", f"article-{number}",
            fetched_at=AT + timedelta(hours=number),
        )  # fmt: skip
        land_in(
            warehouse, tmp_path / str(number), f"run-{number}", None,
            [an_appearance(words, revision)],
            revisions=[revision], analyses=[an_analysis(revision)],
        )  # fmt: skip
        changed = warehouse.execute(
            "SELECT kind FROM what_changed WHERE run_seq = ? AND kind NOT IN ('article')", [number]
        ).fetchall()
        assert changed == [("statement" if number == 1 else "grown",)]
    assert warehouse.execute("SELECT first_run_seq, run_seq FROM statements").fetchall() == [(1, 2)]
