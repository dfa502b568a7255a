"""What a landing tells of statements: real DuckDB, one run after the other."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from making import AT, a_revision, an_analysis, an_appearance, land_in

from transforms.records import Appearance, Revision
from transforms.statement_records import News
from warehouse.statement_state import news_of_landing

WORDS = "The strait is open to all ships that pay"
REWORDED = "The strait is closed to all ships that pay"


class Told:
    """Lands runs and keeps what each told."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self.news: list[News] = []

    def keep(self, connection: duckdb.DuckDBPyConnection) -> Sequence[News]:
        self.news = news_of_landing(connection)
        return self.news

    def run(self, run_id: str, revision: Revision, *found: Appearance) -> list[News]:
        self.news = []
        land_in(
            self.connection, self.folder / run_id, run_id, None, found,
            revisions=[revision], analyses=[an_analysis(revision)],
        )  # fmt: skip
        return self.news


@pytest.fixture
def told(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Told:
    told = Told(warehouse, tmp_path)
    monkeypatch.setattr("warehouse.landing.news_of_landing", told.keep)
    return told


def edition(words: str, hours: int) -> tuple[Revision, Appearance]:
    revision = a_revision(
        f"Tolls\n\n“{words},” Ana Brod said.", fetched_at=AT + timedelta(0, hours)
    )
    return revision, an_appearance(words, revision)


def test_an_edited_article_tells_of_a_correction_and_a_loss_of_a_withdrawal(told: Told) -> None:
    (first,) = told.run("run-1", *edition(WORDS, 0))
    assert (first.event_type, first.new_actor_ids) == ("statement.published", ("ana-brod",))
    assert (first.text_before, first.reasserts_statement_id) == ("", None)

    (changed,) = told.run("run-2", *edition(REWORDED, 1))
    assert (changed.event_type, changed.statement_id) == (
        "statement.corrected", first.statement_id,
    )  # fmt: skip
    assert (changed.text_before, changed.text) == (WORDS, REWORDED)
    assert changed.new_actor_ids == ()

    assert told.run("run-2", *edition(REWORDED, 1)) == [], "a repeat tells nothing"

    (gone,) = told.run("run-3", edition("Nothing", 2)[0])
    assert (gone.event_type, gone.statement_id) == ("statement.withdrawn", first.statement_id)
