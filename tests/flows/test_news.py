"""`onrecord new` and `onrecord cursors`, as processes."""

import json
import re
import subprocess
import sys
from pathlib import Path

from command_line import ROOT, clean_environment, onrecord, rows

from warehouse.cursors import hold_cursor

WIDE = ("--table", "article_revisions", "--table", "mentions", "--format", "jsonl")
"""More than a pipe takes without being read."""


def news(home: Path, *arguments: str) -> list[dict[str, object]]:
    ended = onrecord("new", "--home", home, "--format", "json", *arguments)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert isinstance(found, list)
    return found


def positions(home: Path) -> dict[object, object]:
    listed = onrecord("cursors", "--home", home, "--format", "json")
    assert listed.returncode == 0, listed.stderr
    return {row["name"]: row["runs_behind"] for row in json.loads(listed.stdout)}


def assert_one_line(ended: subprocess.CompletedProcess[str], words: str, code: int = 2) -> None:
    assert ended.returncode == code, ended.stdout + ended.stderr
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert words in ended.stderr


def test_new_prints_what_landed_once_for_each_cursor(landed_home: Path) -> None:
    known = rows(landed_home, "SELECT count(*) AS n FROM statements")[0]["n"]
    peeked = news(landed_home, "--cursor", "desk", "--peek")
    first = news(landed_home, "--cursor", "desk")
    assert len(first) == known
    assert peeked == first == news(landed_home), "one run has landed"
    assert {(row["table"], row["change"]) for row in first} == {("latest_statements", "landed")}
    assert news(landed_home, "--cursor", "desk") == []
    assert len(news(landed_home, "--cursor", "archive", "--story", "ukraine-plan")) == known
    assert positions(landed_home) == {"archive": 0, "desk": 0}

    shown = onrecord("new", "--home", landed_home)
    assert f"Run 1: {known} statements, 0 withdrawn" in shown.stdout
    nothing = onrecord("new", "--home", landed_home, "--cursor", "desk")
    assert nothing.stdout == "Nothing has landed since run 1: 0 statements, 0 withdrawn\n"

    assert onrecord("new", "--home", landed_home, "--cursor", "desk", "--reset", "0").stdout == (
        "desk stands at run 0 of 1.\n"
    )
    mentions = onrecord("new", "--home", landed_home, "--cursor", "desk", "--table", "mentions")
    assert re.search(r"^Run 1: mentions \d+, 0 gone$", mentions.stdout, re.MULTILINE)
    assert onrecord("cursors", "--home", landed_home, "--drop", "archive").returncode == 0
    assert positions(landed_home) == {"desk": 0}


def test_a_cursor_stays_when_its_output_cannot_be_written(landed_home: Path) -> None:
    command = [sys.executable, "-m", "flows.command", "new", "--cursor", "desk", *WIDE]
    environment = clean_environment(ONRECORD_HOME=str(landed_home))
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as piped:
        assert piped.stdout is not None
        assert piped.stderr is not None
        assert piped.stdout.read(100)
        piped.stdout.close()
        assert b"Traceback" not in piped.stderr.read()
        assert piped.wait() == 1
    assert positions(landed_home) == {}

    with Path("/dev/full").open("w") as full:
        refused = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=full, stderr=subprocess.PIPE, text=True,
            check=False,
        )  # fmt: skip
    assert_one_line(refused, "No space left on device); the cursor stays where it is", code=1)
    assert positions(landed_home) == {}

    whole = onrecord("new", "--home", landed_home, "--cursor", "desk", *WIDE)
    held = rows(landed_home, "SELECT count(*) AS n FROM (SELECT 1 FROM mentions UNION ALL "
                "SELECT 1 FROM article_revisions)")[0]["n"]  # fmt: skip
    assert len(whole.stdout.splitlines()) == held
    assert positions(landed_home) == {"desk": 0}


def test_a_second_reader_and_mistakes_are_told_in_one_line(landed_home: Path) -> None:
    def new(*arguments: str) -> subprocess.CompletedProcess[str]:
        return onrecord("new", "--home", landed_home, *arguments)

    with hold_cursor(landed_home / "cursors", "desk"):
        assert_one_line(new("--cursor", "desk"), "is reading with the cursor desk. Wait until")
    assert_one_line(new("--cursor", "Desk"), "'Desk' is no name of a cursor")
    assert_one_line(new("--peek"), "need a --cursor NAME")
    assert_one_line(new("--cursor", "desk", "--reset", "-1"), "'-1' is no run")
    assert_one_line(new("--cursor", "desk", "--reset", "7"), "there is no run 7")
    assert_one_line(new("--table", "mention"), "there is no table 'mention'")
    assert_one_line(
        onrecord("cursors", "--home", landed_home, "--drop", "desk"), "there is no cursor 'desk'"
    )


def test_the_commands_of_the_page_run_as_they_stand(landed_home: Path) -> None:
    page = (ROOT / "docs" / "incremental.md").read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 2
    program = f'onrecord() {{ {sys.executable} -m flows.command "$@"; }}'
    script = "\n".join(["set -euo pipefail", program, f"changes={landed_home}", *blocks])
    ran = subprocess.run(
        ["bash", "-c", script.replace(">> changes.jsonl", ">> $changes/changes.jsonl")],
        cwd=ROOT, env=clean_environment(ONRECORD_HOME=str(landed_home)), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    changes = (landed_home / "changes.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["table"] for line in changes} == {"mentions", "statements"}
    assert positions(landed_home) == {"desk": 1, "mirror": 0}
