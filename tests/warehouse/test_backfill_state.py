"""What of an archive's part is stored already, and goes out of it before it lands."""

from pathlib import Path

import duckdb
from making import a_mention, a_revision, an_analysis, an_appearance, blank, land_in

from transforms.records import Appearance, Mention, Revision, Sighting
from warehouse.backfill_state import has_landed, known_articles, needless_revisions
from warehouse.staged_tables import leave_out_revisions, staged_files
from warehouse.staging import read_staged, stage


def test_articles_are_known_by_all_their_addresses_once_they_were_analysed(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    stored, unread = a_revision("Ana Brod spoke", "stored"), a_revision("Tolls rise", "unread")
    seen = blank(Sighting, article_id="stored", link_id="feed-link", page_id="page")
    land_in(
        warehouse, tmp_path / "run", "run-1", None, (), revisions=[stored, unread],
        analyses=[an_analysis(stored)], sightings=[seen],
    )  # fmt: skip
    asked = ["stored", "feed-link", "page", "unread", "new"]
    known = {"stored", "feed-link", "page"}
    assert known_articles(warehouse, "strait-talks", asked) == known
    assert known_articles(warehouse, "other-talks", asked) == frozenset()
    assert has_landed(warehouse, "run-1")
    assert not has_landed(warehouse, "run-2")

    other_text = a_revision("Ana Brod spoke again", "stored")
    new = a_revision("Ferries stop", "new")
    staged = {one.revision_id: one.article_id for one in (stored, other_text, unread, new)}
    assert needless_revisions(warehouse, "strait-talks", staged) == {
        stored.revision_id, other_text.revision_id,
    }  # fmt: skip
    # Another story may still analyse the very text that is stored.
    assert needless_revisions(warehouse, "other-talks", staged) == {other_text.revision_id}


def test_a_revision_goes_out_of_a_part_with_all_that_was_found_in_it(tmp_path: Path) -> None:
    kept, dropped = a_revision("Ana Brod spoke", "kept"), a_revision("Ana Brod said no", "dropped")
    for record, name, rows in (
        (Revision, "revisions", [kept, dropped]),
        (Mention, "mentions", [a_mention(one, "Ana Brod") for one in (kept, dropped)]),
        (Appearance, "appearances", [an_appearance("no", dropped)]),
    ):
        stage(tmp_path, name, record, rows)
    leave_out_revisions(tmp_path, {dropped.revision_id})
    assert read_staged(staged_files(tmp_path, "revisions"), Revision) == [kept]
    (mention,) = read_staged(staged_files(tmp_path, "mentions"), Mention)
    assert mention.revision_id == kept.revision_id
    assert read_staged(staged_files(tmp_path, "appearances"), Appearance) == []
