"""The log as JSON Lines: what a line holds, what it never holds, and that each event is told of."""

import ast
import io
import json
import re
from datetime import datetime, timedelta
from pathlib import Path

from command_line import ROOT, onrecord
from hanging_feed import EmptyFeed
from making import AT, blank

from flows.delivery.deliver import DeliveryReport
from flows.installation.event_log import EventLog
from flows.monitoring.steps import tell_result
from flows.sample.site import SampleSite
from transforms.notification_records import Notification

OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")


def test_a_line_holds_one_event_and_no_secret() -> None:
    out = io.StringIO()
    log = EventLog(out, lambda: AT, ["whsec_abc/def"], run_id="run-1")
    reason = (
        "https://ann:pass@desk.example/x?a=1&api_key=k9&b=2 refused\nwhsec_abc/def or "
        "whsec_abc%2Fdef \u202e\x1b[2J; it is sent again after 10:05 UTC"
    )
    kept = blank(Notification, notification_id="n1", receiver="desk", route="all")
    tell_result(log, DeliveryReport((), ((kept, reason),)))
    (line,) = out.getvalue().splitlines()
    secret = ("pass@", "k9", "whsec_", "\u202e", "\x1b")
    assert [words for words in secret if words in line] == []
    told = json.loads(line)
    assert told == {
        "time": "2025-11-22T10:00:00Z", "level": "warning", "event": "alert.failed",
        "run_id": "run-1", "notification_id": "n1", "receiver": "desk", "route": "all",
        "events": 0, "next_step": "it is sent again after 10:05 UTC",
        "error": "https://***@desk.example/x?a=1&api_key=***&b=2 refused\n*** or *** \u202e\x1b[2J",
    }  # fmt: skip


def test_a_run_prints_its_events_and_nothing_else(tmp_path: Path) -> None:
    with SampleSite(1) as site, EmptyFeed() as empty:
        ended = onrecord(
            "run", "--home", tmp_path / "home", "--allow-private", "--log", "json",
            "--feed", empty.url, "--feed", f"{site.base_url}/nothing.xml",
        )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    for line in told:
        assert datetime.fromisoformat(line["time"]).utcoffset() == timedelta(0)
        assert line["level"] in ("info", "warning", "error")
    events = [line["event"] for line in told]
    begun = events.index("run.started")
    assert all(event == "run.note" for event in events[:begun])
    assert len({line["run_id"] for line in told[begun:]}) == 1
    assert events[-1] == "run.ended"
    (failed,) = [line for line in told if line["event"] == "feed.failed"]
    assert (failed["level"], failed["error_kind"], failed["status"]) == (
        "warning",
        "not-found",
        404,
    )
    assert failed["next_step"].startswith("it is tried again at ")
    assert failed["next_at"].endswith("Z")


def test_what_stops_a_run_is_its_last_line_with_the_exit_code(tmp_path: Path) -> None:
    ended = onrecord(
        "run", "--home", tmp_path / "ho[me", "--feed", "http://192.0.2.1/x", ONRECORD_LOG="json"
    )
    last = json.loads(ended.stdout.splitlines()[-1])
    assert (ended.returncode, last["exit_code"], ended.stderr) == (2, 2, "")
    assert (last["event"], last["error_kind"]) == ("run.failed", "ConfigurationError")
    assert "nothing was written" in last["error"]


def test_every_event_is_in_the_table_of_docs_operations() -> None:
    section = OPERATIONS.partition("\n## Log\n")[2].partition("\n## ")[0]
    listed = set(re.findall(r"^\| `([a-z]+\.[a-z]+)` \|", section, re.MULTILINE))
    assert listed == written_events()


def written_events() -> set[str]:
    words = {
        node.value
        for path in sorted((ROOT / "flows").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "write"
        and call.args
        for node in ast.walk(call.args[0])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    feeds = {f"feed.{outcome}" for outcome in ("read", "unchanged", "failed", "resting")}
    return feeds | {word for word in words if re.fullmatch(r"[a-z]+\.[a-z]+", word)}
