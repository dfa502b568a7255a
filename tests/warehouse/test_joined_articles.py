from datetime import timedelta
from pathlib import Path

import duckdb
from making import AT, a_revision, an_analysis, an_appearance, blank, land_in

from transforms.records import Revision, Sighting
from warehouse.invariants import broken_invariants

Connection = duckdb.DuckDBPyConnection
WORDS = "The strait is open to all"


def test_two_articles_that_turn_out_to_be_one_keep_their_revisions_and_statements(
    warehouse: Connection, tmp_path: Path
) -> None:
    later = AT + timedelta(hours=1)
    stand_in = a_revision(f"Tolls. {WORDS}.", "by-link", extraction="feed", fetched_at=later)
    page = a_revision(f"Tolls\n\n“{WORDS},” Ana Brod said.", "by-page", extraction="trafilatura")
    for run, revision in (("run-1", page), ("run-2", stand_in)):
        land(warehouse, tmp_path, run, revision)
    sighting = blank(Sighting, article_id="by-page", link_id="by-page", page_id="by-link")
    land_in(warehouse, tmp_path / "run-3", "run-3", sightings=[sighting])

    assert rows(warehouse, "SELECT article_id FROM articles") == [("by-page",)]
    versions = rows(warehouse, "SELECT version, extraction, article_id FROM article_revisions")
    assert versions == [(1, "feed", "by-page"), (2, "trafilatura", "by-page")]
    owners = rows(warehouse, "SELECT DISTINCT article_id FROM statement_appearances")
    assert owners == [("by-page",)]
    assert rows(warehouse, "SELECT row_key FROM removals") == [(["by-link"],)]
    assert [name for name, _ in broken_invariants(warehouse) if "referen" not in name] == []


def land(warehouse: Connection, folder: Path, run: str, revision: Revision) -> None:
    said = an_appearance(WORDS, revision)
    land_in(
        warehouse, folder / run, run, None, [said],
        revisions=[revision], analyses=[an_analysis(revision)],
    )  # fmt: skip


def rows(warehouse: Connection, query: str) -> list[tuple[object, ...]]:
    return warehouse.execute(query + " ORDER BY ALL").fetchall()
