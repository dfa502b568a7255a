from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from making import AT, a_revision, an_analysis, an_appearance, land_in, strait_talks

from warehouse.reading import Answer, known_ids, query, statements


@pytest.fixture
def talks(warehouse: duckdb.DuckDBPyConnection, tmp_path: Path) -> duckdb.DuckDBPyConnection:
    """Three statements in two runs: on tolls, on nothing, and a joint one on patrols."""
    early = a_revision("Tolls are theft", "a", published_at=AT - timedelta(days=2))
    plain = a_revision("We shall see", "b")
    joint = a_revision("Patrols begin at once", "c", published_at=None)
    runs = [
        [an_appearance(early.text, early, term_ids=("tolls",)), an_appearance(plain.text, plain)],
        [an_appearance(joint.text, joint, "ilse-marn", "ana-brod", term_ids=("patrols", "tolls"))],
    ]
    for number, found in enumerate(runs, 1):
        revisions = [early, plain] if number == 1 else [joint]
        land_in(
            warehouse, tmp_path / str(number), f"run-{number}", None, found,
            revisions=revisions, analyses=[an_analysis(revision) for revision in revisions],
        )  # fmt: skip
    return warehouse


def texts(answer: Answer) -> list[str]:
    return [row["text"] for row in answer.as_mappings()]


def test_statements_come_latest_first_with_speakers_and_terms(
    talks: duckdb.DuckDBPyConnection,
) -> None:
    answer = statements(talks)
    assert sorted(texts(answer)[:2]) == ["Patrols begin at once", "We shall see"]
    assert texts(answer)[2] == "Tolls are theft"
    joint = next(row for row in answer.as_mappings() if row["is_joint"])
    assert joint["actor_ids"] == joint["speakers"] == ["ana-brod", "ilse-marn"]
    assert joint["terms"] == ["Joint patrols", "Tolls"]
    assert (joint["said_precision"], joint["outlets"]) == ("second", 1)


def test_statements_are_chosen_by_actor_term_time_and_run(
    talks: duckdb.DuckDBPyConnection,
) -> None:
    assert texts(statements(talks, actor="ilse-marn")) == ["Patrols begin at once"]
    assert len(texts(statements(talks, term="tolls"))) == 2
    assert len(texts(statements(talks, term="passage"))) == 2, "tolls are narrower than passage"
    assert texts(statements(talks, term="patrols", actor="petr-brod")) == []
    assert len(texts(statements(talks, since=AT - timedelta(hours=1)))) == 2
    assert texts(statements(talks, run_seq=2)) == ["Patrols begin at once"]
    assert len(texts(statements(talks, limit=1))) == 1


def test_withdrawn_statements_are_not_shown(
    talks: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    revision = a_revision("We shall see", "b")
    land_in(talks, tmp_path / "3", "run-3", analyses=[an_analysis(revision)])
    assert "We shall see" not in texts(statements(talks))


def test_the_matrix_counts_who_spoke_about_what(talks: duckdb.DuckDBPyConnection) -> None:
    rows = query(
        talks, "SELECT actor_id, term_id, statements FROM actor_term_matrix ORDER BY ALL"
    ).rows
    assert rows == (
        ("ana-brod", "patrols", 1), ("ana-brod", "tolls", 2),
        ("ilse-marn", "patrols", 1), ("ilse-marn", "tolls", 1),
    )  # fmt: skip


def test_known_ids_are_those_of_the_story_and_of_whoever_spoke(
    talks: duckdb.DuckDBPyConnection,
) -> None:
    assert known_ids(talks, "term") == ["passage", "patrols", "tolls"]
    talks.execute(
        "INSERT INTO statement_actors BY NAME "
        "SELECT * REPLACE ('unlisted:bo' AS actor_id) FROM statement_actors LIMIT 1"
    )
    assert known_ids(talks, "actor") == sorted(
        {actor.actor_id for actor in strait_talks().actors} | {"unlisted:bo"}
    )


def test_a_doubled_column_gets_a_number() -> None:
    with duckdb.connect() as connection:
        answer = query(connection, "SELECT 1 AS a, 2 AS a, 3 AS a_2, DATE '2025-01-01' AS day")
    assert answer.as_mappings() == [
        {"a": 1, "a_2": 2, "a_2_2": 3, "day": datetime(2025, 1, 1).date()}  # noqa: DTZ001
    ]
