from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from making import (
    AT,
    a_feed_state,
    a_fetch,
    a_mention,
    a_revision,
    a_visit,
    an_analysis,
    an_appearance,
    an_entry,
    blank,
    land_in,
    speaking,
    strait_talks,
)

from seeds.story import Story
from transforms.feed_records import RobotsCopy
from transforms.records import Appearance, Quarantined, Revision, Sighting
from transforms.statement_records import Event
from warehouse.errors import LandingFailed
from warehouse.invariants import broken_invariants
from warehouse.landing import Landed

TEXT = "Tolls\n\n“The strait is open to all,” Ana Brod said."
WORDS = "The strait is open to all"
Connection = duckdb.DuckDBPyConnection


class Runs:
    """Lands runs one after the other into one warehouse."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder

    def analysed(
        self, run_id: str, revision: Revision, *found: Appearance, story: Story | None = None
    ) -> Landed:
        """A run that analysed one revision and found these statements in it."""
        return land_in(
            self.connection, self.folder / run_id, run_id, story, found,
            revisions=[revision], analyses=[an_analysis(revision)],
        )  # fmt: skip

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        names = self.rows("SELECT table_name FROM duckdb_tables() WHERE NOT temporary")
        return {name: sorted(self.rows(f"SELECT * FROM {name}"), key=repr) for (name,) in names}

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.connection.execute(query).fetchall()


@pytest.fixture
def runs(warehouse: Connection, tmp_path: Path) -> Runs:
    return Runs(warehouse, tmp_path)


def everything(connection: Connection, staging: Path, run_id: str) -> Landed:
    revision = a_revision(TEXT)
    appearance = an_appearance(WORDS, revision, term_ids=("tolls",))
    return land_in(
        connection, staging, run_id, None, [appearance],
        revisions=[revision], analyses=[an_analysis(revision)],
        mentions=[a_mention(revision, "Ana Brod")], entries=[an_entry("a")],
        feeds=[a_feed_state()], fetches=[a_fetch("https://gazette.example/rss")],
        quarantine=[blank(Quarantined, quarantine_id="q", stage="Tag")],
        outbox=[blank(Event, event_id="e", receiver="console")],
        robots=[blank(RobotsCopy, origin="https://gazette.example", outcome="read")],
        sightings=[blank(Sighting, article_id="article-1", link_id="link", page_id="article-1")],
        visits=[a_visit(entry_id=an_entry("a").entry_id)],
    )  # fmt: skip


def test_a_run_lands_in_every_table_and_twice_is_the_same_as_once(
    runs: Runs, tmp_path: Path
) -> None:
    first = everything(runs.connection, tmp_path / "staging", "run-1")
    assert first == Landed(1, 1, 1, 1, 1, 1, 1, 1, repeated=False)
    held = runs.tables()
    assert [name for name, rows in held.items() if not rows] == [
        "article_clusters",  # an article alone is in none, and comparing is the flow's
        "article_shingles",
        "cursors",
        "deliveries",
        "forgotten_articles",  # takedowns fill it
        "muted_events",
        "notifications",
        "receiver_rests",
        "removals",
        "silences",
    ]
    assert not broken_invariants(runs.connection)

    again = everything(runs.connection, tmp_path / "staging", "run-1")
    assert again == Landed(1, 0, 0, 0, 0, 0, 0, 0, repeated=True)
    assert runs.tables() == held


def test_the_same_rows_in_another_run_add_only_the_run(runs: Runs, tmp_path: Path) -> None:
    everything(runs.connection, tmp_path / "staging", "run-1")
    second = everything(runs.connection, tmp_path / "staging", "run-2")
    assert (second.run_seq, second.articles, second.revisions, second.statements) == (2, 0, 0, 0)
    assert (second.quarantined, second.alerts) == (0, 0)
    assert runs.rows("SELECT run_seq, statements_landed FROM runs ORDER BY 1") == [(1, 1), (2, 0)]
    assert not broken_invariants(runs.connection)


@pytest.mark.parametrize("name", ["feeds", "mentions", "new_statements"])
def test_a_damaged_staged_file_rolls_everything_back(runs: Runs, tmp_path: Path, name: str) -> None:
    everything(runs.connection, tmp_path / "staging", "run-1")
    held = runs.tables()
    revision = a_revision(TEXT, "article-2")
    good = {"revisions": [revision], "analyses": [an_analysis(revision)]}
    staging = tmp_path / "spoilt"
    staging.mkdir()
    (staging / f"{name}-00000-of-00001.parquet").write_bytes(b"PAR1 but not really PAR1")
    with pytest.raises(LandingFailed, match=r"run-2 did not land .*\. Everything was rolled back"):
        land_in(runs.connection, staging, "run-2", **good)
    assert runs.tables() == held


def test_a_row_that_breaks_the_model_rolls_everything_back(runs: Runs, tmp_path: Path) -> None:
    held = runs.tables()
    with pytest.raises(LandingFailed, match="page_state"):
        land_in(runs.connection, tmp_path / "s", "run-1", entries=[an_entry("a", page_state="?")])
    assert runs.tables() == held


def test_an_id_that_stands_twice_in_a_run_is_refused(runs: Runs, tmp_path: Path) -> None:
    with pytest.raises(LandingFailed, match=r"entries\.entry_id \w+ stands twice"):
        land_in(runs.connection, tmp_path / "s", "run-1", entries=[an_entry("a"), an_entry("a")])
    assert not runs.rows("SELECT * FROM entries")


def test_a_broken_program_rolls_back_too(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("warehouse.landing.land_vocabulary", interrupted)
    with pytest.raises(KeyboardInterrupt):
        everything(runs.connection, tmp_path / "staging", "run-1")
    monkeypatch.undo()
    assert everything(runs.connection, tmp_path / "staging", "run-1").run_seq == 1


def test_a_statement_that_reanalysis_no_longer_finds_is_withdrawn_and_may_return(
    runs: Runs,
) -> None:
    revision = a_revision(TEXT)
    status = "SELECT status, run_seq FROM statements"
    runs.analysed("run-1", revision, an_appearance(WORDS, revision))
    assert runs.rows(status) == [("active", 1)]

    assert runs.analysed("run-2", revision).statements == 0
    assert runs.rows(status) == [("withdrawn", 2)]
    assert not runs.rows("SELECT * FROM statement_appearances")
    assert not broken_invariants(runs.connection)

    returned = runs.analysed("run-3", revision, an_appearance(WORDS, revision))
    assert returned.statements == 0, "it is not new"
    assert runs.rows(status) == [("active", 3)]
    assert not broken_invariants(runs.connection)


def test_reanalysis_replaces_speakers_and_terms_of_a_statement_that_stands_nowhere_else(
    runs: Runs,
) -> None:
    revision = a_revision(TEXT)
    before = an_appearance(
        WORDS, revision, term_ids=("tolls", "patrols"), act="threaten",
        attributions=(speaking("ana-brod"), speaking("petr-brod", "recipient")),
    )  # fmt: skip
    runs.analysed("run-1", revision, before)
    runs.analysed("run-2", revision, an_appearance(WORDS, revision, term_ids=("tolls",)))
    assert runs.rows("SELECT act FROM statements") == [("state",)]
    assert runs.rows("SELECT actor_id, role FROM statement_actors") == [("ana-brod", "speaker")]
    assert runs.rows("SELECT term_id FROM statement_terms") == [("tolls",)]


def test_reanalysis_replaces_the_mentions_of_its_revision_only(runs: Runs, tmp_path: Path) -> None:
    one, other = a_revision(TEXT), a_revision(TEXT, "article-2")
    for number, (revision, words) in enumerate([(one, "Ana"), (other, "Ana"), (one, "Brod")]):
        land_in(
            runs.connection, tmp_path / str(number), f"run-{number}",
            revisions=[revision], analyses=[an_analysis(revision)],
            mentions=[a_mention(revision, words)],
        )  # fmt: skip
    assert runs.rows("SELECT exact, run_seq FROM mentions ORDER BY 1") == [("Ana", 2), ("Brod", 3)]
    assert runs.rows("SELECT count(*) FROM analyses") == [(2,)]


def test_revisions_of_an_article_count_up_over_runs_and_keep_its_first_sight(runs: Runs) -> None:
    later = AT + timedelta(hours=1)
    texts = ["One.", "Two, an edit.", "Three, another."]
    for number, text in enumerate(texts, 1):
        runs.analysed(f"run-{number}", a_revision(text, fetched_at=AT + number * (later - AT)))
    assert runs.rows("SELECT version, text FROM article_revisions ORDER BY 1") == list(
        enumerate(texts, 1)
    )
    assert runs.rows("SELECT count(*), min(run_seq) FROM articles") == [(1, 1)]
    assert [kind for (kind,) in runs.rows("SELECT kind FROM what_changed ORDER BY run_seq")] == [
        "article", "revision", "revision",
    ]  # fmt: skip


def test_two_stories_in_one_home_do_not_disturb_each_other(runs: Runs) -> None:
    here = strait_talks()
    there = replace(here, story_id="other-talks", version_hash="other")
    mine = a_revision(TEXT)
    theirs = replace(mine, story_id=there.story_id)
    runs.analysed("run-1", mine, an_appearance(WORDS, mine), story=here)
    runs.analysed("run-2", theirs, an_appearance(WORDS, theirs), story=there)
    assert runs.rows("SELECT count(*) FROM article_revisions") == [(1,)]

    runs.analysed("run-3", mine, story=here)
    assert runs.rows("SELECT story_id, status FROM statements ORDER BY 1") == [
        ("other-talks", "active"), ("strait-talks", "withdrawn"),
    ]  # fmt: skip
    assert runs.rows("SELECT story_id, count(*) FROM terms GROUP BY 1 ORDER BY 1") == [
        ("other-talks", 3), ("strait-talks", 3),
    ]  # fmt: skip
    assert not broken_invariants(runs.connection)


def test_an_earlier_report_found_later_becomes_the_first(runs: Runs) -> None:
    courier = a_revision(TEXT, "b", outlet="courier")
    agency = a_revision(TEXT, "a", outlet="agency", published_at=AT - timedelta(hours=2))
    runs.analysed("run-1", courier, an_appearance(WORDS, courier))
    landed = runs.analysed("run-2", agency, an_appearance(WORDS, agency))
    assert (landed.statements, landed.appearances) == (0, 1)
    assert runs.rows("SELECT outlet FROM first_reports") == [("agency",)]
    assert runs.rows("SELECT outlet, lag FROM outlet_lag ORDER BY lag") == [
        ("agency", timedelta()), ("courier", timedelta(hours=2)),
    ]  # fmt: skip
    assert runs.rows("SELECT first_outlet, outlets FROM latest_statements") == [("agency", 2)]


def test_the_longest_form_of_a_statement_is_kept(runs: Runs) -> None:
    short = a_revision(TEXT)
    longer = a_revision(f"{WORDS} and stays open", "article-2")
    runs.analysed("run-1", short, an_appearance(WORDS, short))
    runs.analysed("run-2", longer, an_appearance(longer.text, longer))
    assert runs.rows("SELECT text, run_seq FROM statements") == [(longer.text, 2)]


def test_an_entry_keeps_when_it_was_first_seen(runs: Runs, tmp_path: Path) -> None:
    later = AT + timedelta(days=1)
    for number, at in enumerate([AT, later]):
        entry = an_entry("a", seen_at=at, page_state="fetched")
        land_in(runs.connection, tmp_path / str(number), f"run-{number}", entries=[entry])
    naive = [(AT.replace(tzinfo=None), later.replace(tzinfo=None))]
    assert runs.rows("SELECT first_seen_at, last_seen_at FROM entries") == naive


def test_the_vocabulary_is_replaced_only_when_its_version_changed(
    runs: Runs, tmp_path: Path
) -> None:
    story = strait_talks()
    versions = "SELECT DISTINCT story_version, run_seq FROM {}"
    land_in(runs.connection, tmp_path / "1", "run-1", story)
    land_in(runs.connection, tmp_path / "2", "run-2", story)
    edited = replace(story, version_hash="edited", memberships=())
    land_in(runs.connection, tmp_path / "3", "run-3", replace(story, story_id="empty", terms=()))
    assert runs.rows(versions.format("actors") + " WHERE story_id = 'strait-talks'") == [
        (story.version_hash, 1)
    ]
    land_in(runs.connection, tmp_path / "4", "run-4", edited)
    for table in ("actors", "actor_labels", "roles", "terms", "term_labels"):
        query = versions.format(table) + " WHERE story_id = 'strait-talks'"
        assert runs.rows(query) == [("edited", 4)]
    assert not runs.rows("SELECT * FROM memberships WHERE story_id = 'strait-talks'")
