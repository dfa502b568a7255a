"""`onrecord sql` with a query, as a user or a script calls it."""

import csv
import io
import json
from pathlib import Path

import pytest
from command_line import onrecord
from making import land_rows

from flows.installation.home import Home
from warehouse.snapshot import publish


@pytest.fixture
def desk(tmp_path: Path, database: Path) -> Path:
    home = Home(tmp_path)
    land_rows(home.private, "run-1")
    publish(home.private, home.published)
    return tmp_path


def test_a_table_stops_at_its_limit_and_says_so_and_json_gives_all(desk: Path) -> None:
    table = onrecord("sql", "FROM range(1500)", "--home", desk)
    assert table.returncode == 0
    assert "999" in table.stdout.split()
    assert "1000" not in table.stdout.split()
    assert "Only the first 1000 rows; there are more: --limit 0 gives all" in table.stderr
    everything = onrecord("sql", "FROM range(1500)", "--home", desk, "--format", "json")
    assert (len(json.loads(everything.stdout)), everything.stderr) == (1500, "")
    some = onrecord("sql", "FROM range(9)", "--home", desk, "--format", "csv", "--limit", "2")
    assert list(csv.reader(io.StringIO(some.stdout))) == [["range"], ["0"], ["1"]]
    assert "Only the first 2 rows" in some.stderr


def test_a_query_may_come_from_standard_input(desk: Path) -> None:
    asked = onrecord("sql", "--home", desk, "--format", "json", given="SELECT 1 AS one;\n")
    assert json.loads(asked.stdout) == [{"one": 1}]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT len(list_sort(range(1000000000)))", "more memory than a reader gets"),
        ("SELECT count(*) FROM range(100000) a, range(100000) b, range(9999)", "stopped after 0.5"),
        ("SELECT speeker FROM latest_statements", "did you mean speakers"),
    ],
)
def test_what_cannot_be_answered_is_said_on_standard_error_alone(
    desk: Path, query: str, words: str
) -> None:
    refused = onrecord("sql", query, "--home", desk, "--format", "json", "--timeout", "0.5")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr
