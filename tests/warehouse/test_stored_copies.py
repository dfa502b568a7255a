"""Copies in a real warehouse: landed by runs, in the landing's own transaction."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from making import AT, a_revision, run_facts, strait_talks

from flows.monitoring.copies import land_clusters
from transforms.records import Revision
from warehouse.copies import KEPT_FOR
from warehouse.errors import LandingFailed
from warehouse.invariants import broken_invariants
from warehouse.landing import Landed, land
from warehouse.staging import stage

WIRE = " ".join(f"wire{number}" for number in range(300))
OTHER = " ".join(f"other{number}" for number in range(300))


def article(name: str, text: str, hours: int = 0, agency: str = "") -> Revision:
    return a_revision(
        text, name, title=f"Title of {name}", outlet=f"outlet of {name}", agency=agency,
        published_at=AT + timedelta(hours=hours), fetched_at=AT + timedelta(days=1),
    )  # fmt: skip


class Runs:
    """Lands one run after another in a warehouse."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self.count = 0

    def land(self, *revisions: Revision, landed_at: datetime = AT) -> Landed:
        self.count += 1
        staging = self.folder / f"run-{self.count}"
        staging.mkdir()
        stage(staging, "revisions", Revision, revisions)
        story = strait_talks()
        facts = replace(run_facts(staging.name, story), landed_at=landed_at)
        landed = land(self.connection, story, facts, staging, clusters=land_clusters)
        assert broken_invariants(self.connection) == []
        return landed

    def ask(self, query: str) -> list[tuple[object, ...]]:
        return self.connection.execute(query).fetchall()

    def copies(self) -> list[tuple[object, ...]]:
        return self.ask(
            "SELECT first_outlet, outlet, relation, agency FROM wire_copies ORDER BY ALL"
        )


@pytest.fixture
def runs(warehouse: duckdb.DuckDBPyConnection, tmp_path: Path) -> Runs:
    return Runs(warehouse, tmp_path)


def test_a_copy_in_a_later_run_names_the_first_and_the_agency_that_only_one_credits(
    runs: Runs,
) -> None:
    runs.land(article("a", WIRE), article("b", OTHER))
    landed = runs.land(
        article("c", WIRE, 2, "dpa"),
        article("d", " ".join(WIRE.split()[:100]), 3),
        article("e", f"{WIRE} {OTHER} " + OTHER.replace("other", "own"), 5, "AFP"),
    )
    assert landed.copies == 3
    assert runs.copies() == [
        ("outlet of a", "outlet of c", "copy", "dpa"),
        ("outlet of a", "outlet of d", "cut", "dpa"),
        ("outlet of a", "outlet of e", "embed", "dpa"),
        ("outlet of b", "outlet of e", "embed", "AFP"),
    ]
    assert runs.ask(
        "SELECT first_title, agency, articles, outlets, last_at - first_at FROM copied_stories "
        "ORDER BY first_title"
    ) == [
        ("Title of a", "dpa", 4, 4, timedelta(hours=5)),
        ("Title of b", "AFP", 2, 2, timedelta(hours=5)),
    ]


def test_an_earlier_copy_that_arrives_late_takes_the_first_place_in_the_same_cluster(
    runs: Runs,
) -> None:
    runs.land(article("b", WIRE, 2), article("c", WIRE, 3))
    before = runs.ask("SELECT DISTINCT cluster_id FROM article_clusters")
    runs.land(article("a", WIRE, 1))
    assert runs.ask("SELECT DISTINCT cluster_id FROM article_clusters") == before
    assert [row[:2] for row in runs.copies()] == [
        ("outlet of a", "outlet of b"),
        ("outlet of a", "outlet of c"),
    ]
    held = runs.ask("SELECT count(DISTINCT article_id), count(*) FROM article_shingles")
    assert held[0][0] == 1, "the story is held once, by its first"
    runs.land(article("d", WIRE, 4))
    assert held == runs.ask("SELECT count(DISTINCT article_id), count(*) FROM article_shingles")


def test_a_new_revision_is_compared_in_place_of_the_last(runs: Runs) -> None:
    runs.land(article("a", WIRE), article("b", WIRE, 1), article("c", OTHER, 2))
    assert runs.land(article("b", f"{WIRE} {OTHER[:500]}", 1)).copies == 0, "it is no new article"
    (compared,) = runs.ask("SELECT title, containment < 1 FROM wire_copies")
    assert compared == ("Title of b", True)
    runs.land(article("b", OTHER, 1))
    assert [row[:2] for row in runs.copies()] == [("outlet of b", "outlet of c")]


def test_a_text_of_more_than_two_weeks_ago_is_compared_no_more_and_its_copies_stay(
    runs: Runs,
) -> None:
    runs.land(article("a", WIRE), article("b", WIRE, 1))
    runs.land(article("c", OTHER), landed_at=AT + KEPT_FOR)
    assert runs.land(article("d", WIRE, 400), landed_at=AT + KEPT_FOR).copies == 1
    later = AT + KEPT_FOR + timedelta(hours=1)
    runs.land(article("e", OTHER, 9), landed_at=later)
    assert runs.land(article("f", WIRE, 500), landed_at=later).copies == 0
    runs.land(article("d", f"{WIRE} and more", 400), landed_at=later)
    assert [row[:2] for row in runs.copies()] == [
        ("outlet of a", "outlet of b"),
        ("outlet of a", "outlet of d"),
        ("outlet of c", "outlet of e"),
        ("outlet of d", "outlet of f"),
    ]


def test_a_comparison_that_fails_lands_nothing_of_the_run(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.land(article("a", WIRE))
    runs.connection.execute("ALTER TABLE article_clusters RENAME TO elsewhere")
    with pytest.raises(LandingFailed, match="article_clusters"):
        runs.land(article("b", WIRE, 1))
    assert runs.ask("SELECT count(*) FROM runs") == runs.ask("SELECT count(*) FROM articles")


def test_a_run_without_new_texts_leaves_the_index_as_it_is(runs: Runs) -> None:
    runs.land(article("a", WIRE), article("b", WIRE, 1))
    before = runs.ask("FROM article_shingles ORDER BY ALL"), runs.ask("FROM article_clusters")
    assert runs.land(article("a", WIRE)).copies == 0
    assert before == (runs.ask("FROM article_shingles ORDER BY ALL"),
                      runs.ask("FROM article_clusters"))  # fmt: skip


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM article_clusters WHERE is_first",
        "DELETE FROM article_clusters WHERE NOT is_first",
        "UPDATE article_clusters SET appeared_at = '2025-01-01' WHERE NOT is_first",
        "UPDATE article_clusters SET first_article_id = article_id",
    ],
)
def test_a_damaged_cluster_is_found(runs: Runs, damage: str) -> None:
    runs.land(article("a", WIRE), article("b", WIRE, 1))
    runs.connection.execute(damage)
    ((name, count),) = broken_invariants(runs.connection)
    assert name.startswith("every cluster of copies has one first article")
    assert count == 1


def test_a_date_without_a_time_does_not_make_a_copy_the_first(runs: Runs) -> None:
    day = article("b", WIRE)
    runs.land(replace(day, published_precision="day", published_at=AT.replace(hour=0)))
    runs.land(article("a", WIRE, 1))
    assert runs.copies() == [("outlet of a", "outlet of b", "copy", "")]
