"""The prompt of `onrecord sql`, typed at through a real pseudo-terminal."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from command_line import ROOT, clean_environment
from making import land_rows

from flows.installation.home import Home
from flows.interactive.completion import propose
from warehouse.snapshot import publish

COLUMNS = {
    "latest_statements": ["statement_id", "speakers", "text"],
    "outlet_lag": ["statement_id", "outlet", "lag"],
}


@pytest.fixture
def desk(tmp_path: Path, database: Path) -> Home:
    home = Home(tmp_path)
    land_rows(home.private, "run-1")
    publish(home.private, home.published)
    return home


@pytest.fixture
def terminal(desk: Home) -> Iterator["pexpect.spawn[str]"]:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "flows.command", "sql", "--home", str(desk.folder), "--timeout", "1"],
        cwd=str(ROOT), encoding="utf-8", timeout=30, dimensions=(40, 120),
        env=clean_environment(TERM="xterm", PROMPT_TOOLKIT_NO_CPR="1"),
    )  # fmt: skip
    yield child
    child.close(force=True)


def plain(text: str | None) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text or "")


def test_a_conversation(terminal: "pexpect.spawn[str]", desk: Home) -> None:
    terminal.expect("The snapshot holds 1 runs")
    terminal.expect("onrecord>")
    terminal.send("SELECT max(run_seq) AS newest\r")
    terminal.expect(r"\.\.\.>")
    terminal.send("FROM runs;\r")
    terminal.expect(r"newest.*1.*1 row\s+.*\d\.\d{3} s")

    land_rows(desk.private, "run-2")
    publish(desk.private, desk.published)
    terminal.send("SELECT 'seen: ' || max(run_seq) FROM runs;\r")
    terminal.expect("A newer snapshot was published: it holds 2 runs")
    terminal.expect("seen: 2")

    terminal.send(".schema latest_sta")
    terminal.expect("latest_statements")
    terminal.send("\t")
    terminal.expect("tements")
    terminal.send("\r")
    terminal.expect("said_precision")
    terminal.send(".tables\r")
    terminal.expect("Which outlet had each statement first")
    terminal.send("SELECT speeker FROM latest_statements;\r")
    terminal.expect("did you mean speakers")
    terminal.send("SELECT count(*) FROM range(100000) a, range(100000) b, range(99999) c;\r")
    terminal.expect("stopped after 1 s")
    terminal.send(".nothing\r")
    terminal.expect("is no command")
    terminal.send(".quit\r")
    terminal.expect(pexpect.EOF)
    assert "Traceback" not in plain(terminal.before)
    terminal.close()
    assert terminal.exitstatus == 0
    assert "+FROM runs;" in desk.sql_history.read_text("utf-8")
    assert desk.sql_history.stat().st_mode & 0o077 == 0


def proposed(before: str, after: str = "") -> list[str]:
    return [proposal.word for proposal in propose(before, before + after, COLUMNS)]


def test_tables_come_after_from_and_the_columns_of_the_tables_named_elsewhere() -> None:
    assert proposed("SELECT * FROM l") == ["latest_statements"]
    assert proposed("SELECT sp", " FROM latest_statements") == ["speakers"]
    assert proposed("SELECT sp", " FROM outlet_lag") == []
    assert proposed("sel") == ["SELECT"]
    assert proposed("SELECT outlet_lag.", " FROM outlet_lag, latest_statements") == [
        "statement_id", "outlet", "lag"
    ]  # fmt: skip
    assert proposed("SELECT l.te", " FROM latest_statements l") == ["text"]
    assert proposed("SELECT 1 ") == []


def test_commands_are_completed_with_their_names() -> None:
    assert proposed(".s") == [".schema"]
    assert proposed(".schema out") == ["outlet_lag"]
