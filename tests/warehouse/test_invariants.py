from pathlib import Path

import duckdb
import pytest
from making import (
    a_feed_state,
    a_mention,
    a_revision,
    an_analysis,
    an_appearance,
    an_entry,
    blank,
    land_in,
)

from transforms.records import Quarantined
from transforms.spans import Span
from transforms.statement_records import Event
from warehouse.invariants import INVARIANTS, broken_invariants, run_count

WORDS = "The strait is open to all"
TEXT = f"Naïve 🚢🇳🇴 cafe\u0301\n\n“{WORDS},” Ana Brod said."
MENTION = "every mention's offsets give its exact words"
BELONGS = "every mention and appearance belongs to a revision"
VERSIONS = "every revision belongs to an article, and versions count from 1"
APPEARS = "every active statement has appearances, exactly one of them the first"
ONCE = "ids stand once"
NAMED = "every row belongs to the rows that it names"
LIE_IN = "every appearance's offsets lie in its revision and give its words"
COUNTS = "run_seq counts from 1 without a gap, and every row was landed by a run"


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


@pytest.fixture
def landed(warehouse: duckdb.DuckDBPyConnection, tmp_path: Path) -> duckdb.DuckDBPyConnection:
    revision = a_revision(TEXT)
    land_in(
        warehouse, tmp_path / "run", "run-1", None,
        [
            an_appearance(
                WORDS, revision, term_ids=("passage",), cue_text="said", cue=(span("said"),),
                source_text="Ana Brod", source=(span("Ana Brod"),),
            )
        ],
        quarantine=[blank(Quarantined, quarantine_id="q")],
        revisions=[revision], analyses=[an_analysis(revision)],
        mentions=[a_mention(revision, "Ana Brod"), a_mention(revision, "cafe\u0301", "cafe")],
        entries=[an_entry("a")], outbox=[blank(Event, event_id="e")],
        feeds=[a_feed_state(), a_feed_state(feed_id="b", consecutive_failures=2, last_error="!")],
    )  # fmt: skip
    return warehouse


def test_a_landed_run_keeps_every_invariant(landed: duckdb.DuckDBPyConnection) -> None:
    assert broken_invariants(landed) == []
    assert run_count(landed) == 1


def test_statements_that_proved_one_keep_every_invariant(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    tolls, ferries = "Tolls will rise in spring", "Ferries must stop at night for good"
    runs = [[tolls, ferries], [f"{tolls} and {ferries}"]]
    for number, words in enumerate(runs):
        revisions = [a_revision(said, f"article-{said}") for said in words]
        found = [an_appearance(said, one) for said, one in zip(words, revisions, strict=True)]
        land_in(
            warehouse, tmp_path / str(number), f"run-{number}", None, found, revisions=revisions,
            analyses=[*map(an_analysis, revisions)],
        )  # fmt: skip
    statuses = warehouse.execute("SELECT status FROM statements ORDER BY 1").fetchall()
    assert statuses == [("active",), ("merged",)]
    assert broken_invariants(warehouse) == []
    warehouse.execute("UPDATE statements SET merged_into = 'none' WHERE status = 'merged'")
    assert set(dict(broken_invariants(warehouse))) == {NAMED}


@pytest.mark.parametrize(
    ("damage", "names"),
    [
        ('UPDATE mentions SET "start" = "start" + 1', {MENTION}),
        ("UPDATE mentions SET revision_id = 'none' WHERE target_id = 'cafe'", {BELONGS, NAMED}),
        ("UPDATE statement_appearances SET revision_id = 'none'", {BELONGS, NAMED}),
        ("DELETE FROM analyses", {NAMED}),
        ("DELETE FROM articles", {VERSIONS}),
        ("UPDATE article_revisions SET version = 2", {VERSIONS}),
        ("DELETE FROM statement_appearances", {APPEARS}),
        ("UPDATE statement_appearances SET is_first = false", {APPEARS}),
        ("INSERT INTO mentions FROM mentions LIMIT 1", {ONCE}),
        ("INSERT INTO articles FROM articles", {ONCE}),
        ("INSERT INTO article_revisions FROM article_revisions", {ONCE, VERSIONS}),
        ("INSERT INTO statement_appearances FROM statement_appearances", {ONCE, APPEARS}),
        ("INSERT INTO statements FROM statements", {ONCE, APPEARS}),
        ("INSERT INTO outbox FROM outbox", {ONCE}),
        ("INSERT INTO entries FROM entries", {ONCE}),
        ("INSERT INTO statement_terms FROM statement_terms", {ONCE}),
        ("INSERT INTO analyses FROM analyses", {ONCE}),
        ("UPDATE statement_appearances SET statement_id = 'none'", {NAMED, APPEARS}),
        ("UPDATE statement_actors SET statement_id = 'none'", {NAMED}),
        ("UPDATE statements SET parent_statement_id = 'none'", {NAMED}),
        ("UPDATE outbox SET statement_id = 'none'", {NAMED}),
        ("UPDATE entries SET feed_id = 'none'", {NAMED}),
        ("UPDATE memberships SET member_id = 'none'", {NAMED}),
        ("UPDATE terms SET broader = 'none'", {NAMED}),
        (
            "UPDATE analyses SET story_version = (SELECT any_value(story_version) FROM terms)",
            {NAMED},
        ),
        ("UPDATE statement_appearances SET cue_text = 'denied'", {LIE_IN}),
        ("UPDATE statement_appearances SET source = [{'start': 9, 'end': 8}]", {LIE_IN}),
        ("UPDATE statement_appearances SET content = [{'start': 9, 'end': 900}]", {LIE_IN}),
        ("UPDATE statement_appearances SET article_id = 'none'", {LIE_IN}),
        ("INSERT INTO cursors VALUES ('desk', 5, current_date)", {COUNTS}),
        ("UPDATE quarantine SET run_seq = 9", {COUNTS}),
        ("UPDATE runs SET run_seq = 2", {COUNTS}),
        ("UPDATE statements SET run_seq = 5", {COUNTS}),
    ],
)
def test_damage_of_each_kind_is_found(
    landed: duckdb.DuckDBPyConnection, damage: str, names: set[str]
) -> None:
    landed.execute(damage)
    found = dict(broken_invariants(landed))
    assert set(found) == names
    assert set(found) <= {invariant.name for invariant in INVARIANTS}
    assert all(found.values())
