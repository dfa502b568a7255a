"""Compaction gives room back, keeps every row and comment, and survives a crash."""

from pathlib import Path

import pytest
from making import a_revision, land_rows

import warehouse.compaction
from transforms.compaction import is_worthwhile
from warehouse.compaction import compact, file_use
from warehouse.database import open_private


def described(path: Path) -> list[object]:
    with open_private(path) as connection:
        return [
            connection.execute(query).fetchall()
            for query in (
                "SELECT table_name, comment, estimated_size FROM duckdb_tables() ORDER BY 1",
                "SELECT table_name, column_name, data_type, is_nullable, comment "
                "FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
                "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1",
                "SELECT constraint_text FROM duckdb_constraints() ORDER BY 1",
                "SELECT revision_id, text FROM article_revisions ORDER BY 1",
            )
        ]


@pytest.fixture
def emptied(tmp_path: Path) -> Path:
    """A warehouse most of which is free."""
    path = tmp_path / "warehouse.duckdb"
    land_rows(path, "run-1", revisions=[a_revision("The strait is open.")])
    with open_private(path) as connection:
        connection.execute(
            "CREATE TABLE passing AS SELECT md5(range::VARCHAR) AS words FROM range(300_000)"
        )
    with open_private(path) as connection:
        connection.execute("DROP TABLE passing")
    return path


def test_a_compacted_file_is_smaller_and_holds_the_same(emptied: Path) -> None:
    use, before = file_use(emptied), described(emptied)
    assert use.free > use.total / 2
    compact(emptied)
    assert described(emptied) == before
    assert file_use(emptied).total < use.total / 2
    assert sorted(file.name for file in emptied.parent.glob("*.duckdb*")) == [emptied.name]
    land_rows(emptied, "run-2", revisions=[a_revision("It is closed.", "article-2")])


def test_a_compaction_that_stops_on_its_way_leaves_the_file_as_it_was(
    emptied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = emptied.read_bytes()

    def full_disk(draft: Path, target: Path) -> None:
        del target
        raise OSError(28, "No space left on device", str(draft))

    monkeypatch.setattr(warehouse.compaction, "put_in_place", full_disk)
    with pytest.raises(OSError, match="No space left"):
        compact(emptied)
    assert emptied.read_bytes() == before
    emptied.with_name(emptied.name + ".compacting").write_bytes(b"what a killed one left")
    monkeypatch.undo()
    compact(emptied)
    assert len(emptied.read_bytes()) < len(before)


def test_only_a_large_free_share_is_worth_the_time() -> None:
    million = 1_000_000
    assert is_worthwhile(200 * million, 70 * million)
    assert not is_worthwhile(200 * million, 40 * million)
    assert not is_worthwhile(20 * million, 19 * million)
