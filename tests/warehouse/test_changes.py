from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from making import (
    a_mention,
    a_revision,
    an_analysis,
    an_appearance,
    an_entry,
    land_in,
    speaking,
    strait_talks,
)

from warehouse.changes import ROW_KEYS, record_changes, table_shapes

Connection = duckdb.DuckDBPyConnection
TEXT = "Tolls\n\n“The strait is open to all,” Ana Brod said."
WORDS = "The strait is open to all"


def analysed(connection: Connection, folder: Path, number: int, *words: str, said: bool) -> None:
    """A run that found these words mentioned, and the statement or not."""
    revision = a_revision(TEXT)
    found = [an_appearance(WORDS, revision, term_ids=("tolls",))] if said else []
    land_in(
        connection, folder / str(number), f"run-{number}", None, found,
        revisions=[revision], analyses=[an_analysis(revision)],
        mentions=[a_mention(revision, word) for word in words],
    )  # fmt: skip


def seqs(connection: Connection, table: str) -> list[int]:
    found = connection.execute(f"SELECT run_seq FROM {table} ORDER BY 1").fetchall()
    return [seq for (seq,) in found]


def removed(connection: Connection) -> dict[str, int]:
    rows = connection.execute("SELECT table_name, count(*) FROM removals GROUP BY 1").fetchall()
    return dict(rows)


def test_rows_that_reanalysis_finds_as_they_were_keep_their_run(
    warehouse: Connection, tmp_path: Path
) -> None:
    analysed(warehouse, tmp_path, 1, "Ana", "Brod", said=True)
    analysed(warehouse, tmp_path, 2, "Ana", "Brod", said=True)
    for table in ("mentions", "statements", "statement_appearances", "statement_terms", "analyses"):
        assert set(seqs(warehouse, table)) == {1}, table
    assert removed(warehouse) == {}


def test_rows_that_vanish_leave_their_key_until_they_come_back(
    warehouse: Connection, tmp_path: Path
) -> None:
    analysed(warehouse, tmp_path, 1, "Ana", "Brod", said=True)
    analysed(warehouse, tmp_path, 2, "Ana", said=False)
    assert removed(warehouse) == {"mentions": 1, "statement_appearances": 1}
    gone = warehouse.execute(
        "SELECT row_key, story_id, run_seq FROM removals WHERE table_name = 'mentions'"
    ).fetchall()
    mention = a_mention(a_revision(TEXT), "Brod")
    assert gone == [([mention.mention_id], "strait-talks", 2)]
    assert seqs(warehouse, "mentions") == [1]
    assert seqs(warehouse, "statements") == [2], "withdrawn"

    analysed(warehouse, tmp_path, 3, "Ana", "Brod", said=True)
    assert removed(warehouse) == {}
    assert seqs(warehouse, "mentions") == [1, 3]


def test_a_speaker_or_term_that_was_corrected_is_gone_by_its_whole_key(
    warehouse: Connection, tmp_path: Path
) -> None:
    revision = a_revision(TEXT)
    wrong = an_appearance(WORDS, revision, attributions=(
        speaking("ana-brod"), speaking("petr-brod", "recipient"),
    ))  # fmt: skip
    for number, found in enumerate([wrong, an_appearance(WORDS, revision)]):
        land_in(
            warehouse, tmp_path / str(number), f"run-{number}", None, [found],
            revisions=[revision], analyses=[an_analysis(revision)],
        )  # fmt: skip
    (statement_id,) = warehouse.execute("SELECT statement_id FROM statements").fetchone() or ("",)
    assert warehouse.execute("SELECT table_name, row_key, story_id FROM removals").fetchall() == [
        ("statement_actors", [statement_id, "petr-brod", "recipient"], None)
    ]


def test_an_edited_vocabulary_removes_the_terms_that_it_lost(
    warehouse: Connection, tmp_path: Path
) -> None:
    story = strait_talks()
    land_in(warehouse, tmp_path / "1", "run-1", story)
    edited = replace(story, version_hash="edited", terms=story.terms[1:], memberships=())
    land_in(warehouse, tmp_path / "2", "run-2", edited)
    lost = removed(warehouse)
    assert lost["terms"] == 1
    assert lost["memberships"] == len(story.memberships)
    assert set(seqs(warehouse, "terms")) == {2}, "their version changed"


def test_a_row_written_again_without_a_change_keeps_its_run(
    warehouse: Connection, tmp_path: Path
) -> None:
    for number in (1, 2):
        land_in(warehouse, tmp_path / str(number), f"run-{number}", entries=[an_entry("a")])
    assert seqs(warehouse, "entries") == [1]
    assert seqs(warehouse, "runs") == [1, 2]


def test_a_table_without_a_named_key_is_known_by_all_its_columns(warehouse: Connection) -> None:
    warehouse.execute("CREATE TABLE notes (topic VARCHAR, weight INTEGER, run_seq BIGINT)")
    warehouse.execute("INSERT INTO notes VALUES ('a', 1, 1), ('b', NULL, 1)")
    warehouse.begin()
    warehouse.execute("UPDATE notes SET weight = 2, run_seq = 2")
    record_changes(warehouse, 2)
    warehouse.commit()
    gone = warehouse.execute("SELECT row_key FROM removals ORDER BY ALL").fetchall()
    assert gone == [(["a", "1"],), (["b", None],)]


@pytest.mark.parametrize("table", ROW_KEYS)
def test_every_named_key_is_one_of_the_table(warehouse: Connection, table: str) -> None:
    shape = table_shapes(warehouse)[table]
    assert set(shape.key) <= {*shape.columns, "run_seq"}


def test_every_table_that_can_be_read_has_a_named_key(warehouse: Connection) -> None:
    unnamed = set(table_shapes(warehouse)) - set(ROW_KEYS)
    assert not unnamed, "name the columns of their key in warehouse/changes.py, ROW_KEYS"
