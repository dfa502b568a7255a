"""Whatever the order in which articles arrive, and in however many runs: the same statements."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from making import AT, a_revision, an_analysis, an_appearance, land_in

from transforms.records import Appearance, Revision
from warehouse.database import open_private

PLEDGE = "We will keep the strait open for every ship that pays its toll"


def report(
    article: str, words: str, *speakers: str, hours: float = 0, **values: object
) -> tuple[Revision, Appearance]:
    at = AT + timedelta(hours=hours)
    revision = a_revision(f"{article}: {words}", article, published_at=at, fetched_at=at)
    return revision, an_appearance(words, revision, *speakers, **values)


REPORTS = [
    report("wire", PLEDGE + ", and not one more penny", term_ids=("toll",)),
    report("copy", PLEDGE, hours=2),
    report("altered", PLEDGE.replace("every", "each"), hours=3, act="promise"),
    report("cut", "every ship that pays its toll", hours=3, speech_type="mixed"),
    report("other-half", "not one more penny", hours=1, stated_at=AT, stated_precision="day"),
    report("paraphrase", "her country would keep the strait open to each vessel that paid the toll",
           hours=5, speech_type="indirect", term_ids=("strait",)),
    report("denial", PLEDGE.replace("will keep", "will not keep"), hours=1),
    report("week-later", PLEDGE, hours=170),
    report("fortnight-later", PLEDGE, hours=340),
    report("in-between", PLEDGE, hours=60),
    report("joint", PLEDGE, "ana-brod", "ilya-sund", hours=4),
    report("nobody", PLEDGE, hours=0, attributions=()),
]  # fmt: skip


@given(st.permutations(REPORTS), st.sets(st.integers(1, len(REPORTS) - 1), max_size=5))
@settings(max_examples=5, deadline=None)
def test_any_order_in_any_runs_gives_the_same_statements(
    reports: list[tuple[Revision, Appearance]], cuts: set[int]
) -> None:
    places = [0, *sorted(cuts), len(reports)]
    assert landed([reports[i:j] for i, j in pairwise(places)]) == in_one_run()


@cache
def in_one_run() -> list[object]:
    return landed([REPORTS])


def landed(runs: Sequence[Sequence[tuple[Revision, Appearance]]]) -> list[object]:
    with TemporaryDirectory() as folder, open_private(Path(folder, "db.duckdb")) as connection:
        for number, found in enumerate(runs):
            land_in(
                connection, Path(folder, str(number)), f"run {number}",
                appearances=[appearance for _, appearance in found],
                revisions=[revision for revision, _ in found],
                analyses=[an_analysis(revision) for revision, _ in found],
            )  # fmt: skip
        return list(contents(connection))


def contents(connection: duckdb.DuckDBPyConnection) -> Iterator[object]:
    """Each statement as its appearances name it; ids and runs left out."""
    connection.execute(
        """CREATE TEMP TABLE named AS
           SELECT statement_id, string_agg(appearance_id, ' ' ORDER BY appearance_id) AS name
           FROM statement_appearances GROUP BY statement_id"""
    )
    left_out = "(statement_id, run_seq)"
    yield connection.execute(
        """SELECT n.name, s.* EXCLUDE (statement_id, run_seq, first_run_seq, is_news,
                                       reasserts_statement_id, parent_statement_id),
                  again.name, parent.name
           FROM statements s LEFT JOIN named n USING (statement_id)
           LEFT JOIN named again ON again.statement_id = s.reasserts_statement_id
           LEFT JOIN named parent ON parent.statement_id = s.parent_statement_id
           WHERE s.status <> 'merged' ORDER BY n.name"""
    ).fetchall()
    yield connection.execute(
        "SELECT * EXCLUDE (statement_id, run_seq, is_fresh) FROM statement_appearances"
        " ORDER BY appearance_id"
    ).fetchall()
    for table in ("statement_actors", "statement_terms"):
        yield connection.execute(
            f"SELECT n.name, t.* EXCLUDE {left_out} FROM {table} t JOIN named n"
            " USING (statement_id) ORDER BY ALL"
        ).fetchall()
