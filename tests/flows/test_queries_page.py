"""The page of queries, each pasted as it stands into a landed home of both editions."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from editions import BothEditions

from flows.installation.home import Home
from warehouse.reading import query
from warehouse.snapshot import open_published

PAGE = (Path(__file__).parents[2] / "docs" / "queries.md").read_text("utf-8")
QUERIES = dict(re.findall(r"^## (.+?)$.*?^```sql\n(.+?)^```", PAGE, re.MULTILINE | re.DOTALL))

Rows = list[dict[str, Any]]


def lately(rows: Rows) -> bool:
    times = [row["said_at"] for row in rows]
    return times == sorted(times, reverse=True) and len(rows) == 10


def altered(rows: Rows) -> bool:
    (row,) = [row for row in rows if "hope" in row["before_words"]]
    return (
        (row["before_outlet"], row["after_outlet"]) == ("nordvik-courier", "the-harbour-post")
        and row["after_words"] == row["before_words"].replace("hope", "wish")
        and "[-hope.-] {+wish.+}" in row["difference"]
    )


def members(rows: Rows) -> bool:
    harbour = [row for row in rows if row["parties"] == ["three harbour states"]]
    return bool(harbour) and all(
        row["members"] == ["Carsovia", "Meridia", "Nordvik"] for row in harbour
    )


def narrower(rows: Rows) -> bool:
    return any("Donbas" in row["terms"] and "Territory" not in row["terms"] for row in rows)


EXPECTED: dict[str, Callable[[Rows], object]] = {
    "Who said what lately, and in what office?": lately,
    "What did one person say?": lambda rows: any(
        row["text"].startswith("The Donbas is not ours to give.") for row in rows
    ),
    "What is said about a term, its narrower terms counted in?": narrower,
    "How much is said about each term?": lambda rows: (
        {"territory", "donbas"} <= {row["term_id"] for row in rows}
    ),
    "Who speaks about what, as a list?": lambda rows: (
        len(rows) == 20 and all(r["term"] for r in rows)
    ),
    "Who speaks about what, as a matrix?": lambda rows: any(r["Prisoners"] for r in rows),
    "Who reported first, and how long did the others take?": lambda rows: all(
        row["outlet"] != row["first_outlet"] and row["is_exact"] for row in rows
    ),
    "Which outlet is first how often, and how late otherwise?": lambda rows: (
        len(rows) == 3
        and all(row["firsts"] > 10 and row["median_lag"].total_seconds() > 60 for row in rows)
    ),
    "Which quotations have other words in another outlet, or after an edit?": altered,
    "Who stands behind the joint statements?": members,
    "Who copied whom?": lambda rows: (
        {(row["first_outlet"], row["outlet"], row["relation"], row["agency"]) for row in rows}
        == {
            ("nordvik-courier", "radio-meridian", "copy", "Orbis"),
            ("nordvik-courier", "the-harbour-post", "copy", ""),
        }
    ),
    "How many outlets carried an agency's stories?": lambda rows: (
        {row["agency"]: row["outlets"] for row in rows} == {"Orbis": 2, "": 2}
    ),
    "What did each run bring?": lambda rows: (
        {row["kind"] for row in rows} >= {"article", "revision", "statement", "grown"}
    ),
    "What did the last run bring?": lambda rows: any(r["kind"] == "article" for r in rows),
    "How are the feeds?": lambda rows: (
        len(rows) == 3 and all(row["state"] and row["last_success_at"] for row in rows)
    ),
    "How were the feeds in each run?": lambda rows: (
        {"read", "unchanged"} <= {row["outcome"] for row in rows}
    ),
    "Which words of an article named the actor?": lambda rows: all(
        row["exact"] == row["in_the_text"] for row in rows
    ),
    "Which alerts were sent, and which wait?": lambda rows: any(
        row["state"] == "delivered" and row["alerts"] > 0 for row in rows
    ),
    "Which inputs were set aside?": lambda rows: any(row["stage"] == "all" for row in rows),
}


@pytest.fixture
def sample(both_editions: BothEditions) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(Home(both_editions.home).published) as connection:
        yield connection


def test_the_page_has_a_query_for_each_question_and_each_is_tried() -> None:
    assert set(QUERIES) == set(EXPECTED) == set(re.findall(r"^## (.+)$", PAGE, re.MULTILINE))


@pytest.mark.parametrize("question", sorted(QUERIES))
def test_a_query_of_the_page_answers_its_question(
    sample: duckdb.DuckDBPyConnection, question: str
) -> None:
    rows = query(sample, QUERIES[question]).as_mappings()
    assert rows, "no row"
    assert EXPECTED[question](rows), rows[:5]


@pytest.mark.parametrize("view", ["statements_by_term", "joint_statements"])
def test_views_that_choose_first_tell_what_latest_statements_tells(
    sample: duckdb.DuckDBPyConnection, view: str
) -> None:
    shared = [
        ("parties" if view.startswith("joint") else "speakers", "speakers"),
        ("party_ids" if view.startswith("joint") else "actor_ids", "actor_ids"),
        *((name, name) for name in (
            "statement_id", "said_at", "said_precision", "said_from", "text", "term_ids", "terms",
            "first_outlet", "first_url", "outlets", "status", "run_seq",
        )),
    ]  # fmt: skip
    ours = f"SELECT {', '.join(own for own, _ in shared)} FROM {view}"
    latest = f"SELECT {', '.join(theirs for _, theirs in shared)} FROM latest_statements"
    several = f"FROM {view} WHERE len({shared[0][0]}) > 1 AND len(terms) > 1 AND outlets > 1"
    assert sample.execute(f"SELECT count(*) {several}").fetchall() != [(0,)]
    assert sample.execute(f"{ours} EXCEPT {latest}").fetchall() == []


def test_latest_statements_has_each_list_whole_and_in_order(
    sample: duckdb.DuckDBPyConnection,
) -> None:
    held = """
        SELECT s.statement_id,
               (SELECT list(actor_id ORDER BY role, actor_id) FROM statement_actors a
                WHERE a.statement_id = s.statement_id AND role IN ('speaker', 'signatory')),
               (SELECT coalesce(list(term_id ORDER BY term_id), []) FROM statement_terms t
                WHERE t.statement_id = s.statement_id),
               (SELECT count(DISTINCT outlet) FROM statement_appearances p
                WHERE p.statement_id = s.statement_id)
        FROM statements s WHERE s.status <> 'merged'
    """
    told = "SELECT statement_id, actor_ids, term_ids, outlets FROM latest_statements"
    assert sample.execute(f"{held} EXCEPT {told}").fetchall() == []
