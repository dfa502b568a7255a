from pathlib import Path

import duckdb
from making import a_mention, a_revision, an_analysis, land_in, strait_talks

from transforms.records import Revision
from warehouse.stored_revisions import outdated_count, outdated_revisions

STORY = "strait-talks"


def land_articles(
    warehouse: duckdb.DuckDBPyConnection, staging: Path, count: int
) -> list[Revision]:
    revisions = [
        a_revision(f"Ana Brod speaks, for the {number}th time", f"article-{number}", flags=("odd",))
        for number in range(count)
    ]
    land_in(
        warehouse, staging, "first", revisions=revisions,
        analyses=[an_analysis(revision) for revision in revisions],
        mentions=[a_mention(revision, "Ana Brod") for revision in revisions],
    )  # fmt: skip
    return revisions


def test_every_revision_of_another_version_comes_once_with_its_mentions(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    landed = {revision.revision_id: revision for revision in land_articles(warehouse, tmp_path, 7)}
    assert outdated_count(warehouse, STORY, "v2") == 7
    batches = list(outdated_revisions(warehouse, STORY, "v2", batch=3))
    assert [len(batch) for batch in batches] == [3, 3, 1]
    stored = [item for batch in batches for item in batch]
    assert {item.revision.revision_id for item in stored} == set(landed)
    for item in stored:
        before = landed[item.revision.revision_id]
        assert (item.revision.text, item.revision.flags) == (before.text, before.flags)
        assert item.revision.published_at == before.published_at
        assert item.revision.is_first_sight, "so that nothing stored alerts again"
        assert item.mentions == {("actor", "ana-brod", 0, 8)}


def test_what_was_looked_at_again_with_a_version_is_not_outdated_for_it(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    first, *others = land_articles(warehouse, tmp_path, 3)
    land_in(
        warehouse, tmp_path / "again", "again", strait_talks(), reviewed=[an_analysis(first, "v2")]
    )
    assert outdated_count(warehouse, STORY, "v2") == 2
    (batch,) = outdated_revisions(warehouse, STORY, "v2")
    assert {item.revision.revision_id for item in batch} == {other.revision_id for other in others}
    kept = warehouse.execute("SELECT count(*), max(run_seq) FROM mentions").fetchone()
    assert kept == (3, 1), "its mentions stay as they are"
    assert list(outdated_revisions(warehouse, STORY, "v1")) != []
