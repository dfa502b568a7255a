from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from making import (
    AT,
    a_feed_state,
    a_fetch,
    a_revision,
    an_analysis,
    an_appearance,
    an_entry,
    blank,
    run_facts,
    speaking,
    strait_talks,
)

from flows.monitoring.landing import Harvest, land_run
from flows.monitoring.screening import leave_out_analysed
from seeds.story import Route
from transforms.records import Analysis, Appearance, Attribution, Quarantined, Revision
from warehouse.database import open_private
from warehouse.errors import LandingFailed
from warehouse.landing import Landed
from warehouse.staged_tables import staged_files
from warehouse.staging import read_staged, stage

STORY = strait_talks(
    Route("brod", ("console", "desk"), ('actor = "ana-brod"',)), Route("all", ("desk",), ())
)
HARVEST = Harvest([a_feed_state()], [], [an_entry("a")], [blank(Quarantined, quarantine_id="q")])


def run(database: Path, run_id: str, *found: Appearance, article: str = "a") -> Landed:
    staging = database.parent / run_id
    staging.mkdir(exist_ok=True)
    revision = revision_with(article)
    stage(staging, "revisions-00000-of-00001", Revision, [revision])
    stage(staging, "analyses-00000-of-00001", Analysis, [an_analysis(revision)])
    stage(staging, "appearances-00000-of-00001", Appearance, found)
    beam = blank(Quarantined, quarantine_id=f"beam {run_id}", stage="Tag")
    stage(staging, "quarantine-00000-of-00001", Quarantined, [beam])
    harvest = replace(HARVEST, fetches=[a_fetch(f"u of {run_id}")])
    facts = run_facts(run_id, STORY)
    return land_run(database, staging, STORY, facts, harvest, ["console", "desk"], lambda: AT)


def revision_with(article: str) -> Revision:
    text = "“Tolls must fall at once, and all of them,” she said."
    return a_revision(text, article, title=f"Title of {article}")


def said(article: str = "a", speaker: str = "ana-brod", **values: object) -> Appearance:
    words = "Tolls must fall at once, and all of them"
    return an_appearance(words, revision_with(article), speaker, **values)


def test_a_text_that_its_page_alone_showed_to_be_stored_is_left_out(tmp_path: Path) -> None:
    database = tmp_path / "warehouse.duckdb"
    run(database, "run-1", said())
    staging = tmp_path / "run-2"
    staging.mkdir()
    stored, new = revision_with("a"), revision_with("b")
    later = replace(stored, url="https://elsewhere.example/a", fetched_at=AT + timedelta(hours=1))
    stage(staging, "revisions", Revision, [later, new])
    stage(staging, "appearances", Appearance, [said(), said("b")])
    with open_private(database) as connection:
        leave_out_analysed(connection, STORY.story_id, staging)
    assert read_staged(staged_files(staging, "revisions"), Revision) == [new]
    assert read_staged(staged_files(staging, "appearances"), Appearance) == [said("b")]


def outbox(database: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database)) as connection:
        return connection.execute(
            "SELECT route, receiver, body ->> '$.data.first_report.title' FROM outbox ORDER BY ALL"
        ).fetchall()


def test_a_new_statement_lands_with_its_alerts_and_its_copy_without(database: Path) -> None:
    landed = run(database, "run-1", said())
    assert (landed.statements, landed.appearances, landed.alerts) == (1, 1, 2)
    assert landed.quarantined == 2, "what the fetching and what the pipeline set aside"
    alerts = [("brod", "console", "Title of a"), ("brod", "desk", "Title of a")]
    assert outbox(database) == alerts

    copied = run(database, "run-2", said("copy"), article="copy")
    assert (copied.statements, copied.appearances, copied.alerts) == (0, 1, 0)
    assert outbox(database) == alerts


def test_landing_again_after_a_crash_changes_nothing(database: Path) -> None:
    run(database, "run-1", said())
    assert run(database, "run-1", said()).repeated
    assert len(outbox(database)) == 2


def test_first_sight_of_a_feed_alerts_nobody_and_neither_does_what_follows(
    database: Path,
) -> None:
    old = said(is_first_sight=True)
    nobody = replace(said(), appearance_id="b", words="Ships wait", attributions=(),
                     is_first_sight=True)  # fmt: skip
    assert run(database, "run-1", old, nobody).statements == 2
    again = replace(nobody, appearance_id="c", is_first_sight=False)
    landed = run(database, "run-2", said("copy"), again, article="copy")
    assert (landed.statements, landed.alerts) == (0, 0)


@pytest.mark.parametrize("summary_names", [(), (speaking("unlisted:brod", name="Brod"),)])
def test_a_page_that_names_whom_the_feeds_summary_did_not_alerts_nobody_twice(
    database: Path, summary_names: tuple[Attribution, ...]
) -> None:
    summary = said(attributions=summary_names)
    assert run(database, "run-1", summary).alerts == 1, "to the route that asks for no actor"
    page = replace(said(), appearance_id="page", words=f"{said().words}, she insisted")
    landed = run(database, "run-2", page)
    assert (landed.statements, landed.alerts) == (0, 1), "to the route that asks for the actor"
    assert [(route, receiver) for route, receiver, _ in outbox(database)] == [
        ("all", "desk"), ("brod", "console"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        {"stated_at": AT - timedelta(days=365), "stated_precision": "day"},
        {"published_at": AT - timedelta(days=4)},
    ],
)
def test_old_words_and_old_articles_land_without_an_alert(
    database: Path, values: dict[str, object]
) -> None:
    run(database, "run-1", article="of today")
    landed = run(database, "run-2", said(**values))
    assert (landed.statements, landed.alerts) == (1, 0)
    copy = run(database, "run-3", said("copy", **values), article="copy")
    assert (copy.statements, copy.alerts) == (0, 0)


def test_a_run_without_documents_lands_what_polling_found(database: Path) -> None:
    staging = database.parent / "run-1"
    staging.mkdir()
    facts = run_facts("run-1", STORY)
    landed = land_run(database, staging, STORY, facts, HARVEST, [], lambda: AT)
    assert landed == Landed(1, 0, 0, 0, 0, 0, 1, 0, repeated=False)


def test_a_damaged_staged_file_lands_nothing(database: Path) -> None:
    staging = database.parent / "run-1"
    staging.mkdir()
    (staging / "appearances-00000-of-00001.parquet").write_bytes(b"PAR1")
    facts = run_facts("run-1", STORY)
    with pytest.raises(LandingFailed, match="cannot be read"):
        land_run(database, staging, STORY, facts, HARVEST, [], lambda: AT)
    with duckdb.connect(str(database)) as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (0,)
