"""`onrecord health` over homes in each condition, and its exit codes."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from command_line import onrecord
from making import AT, STRAIT_TALKS, a_feed_state, blank, land_in

from flows.installation.health import examine_health
from flows.installation.home import Home
from flows.installation.receiver_settings import AtomReceiver, settings_digest
from flows.installation.settings import load_settings
from seeds.load import load_story
from transforms.records import Quarantined
from transforms.statement_records import Event
from warehouse.database import open_private
from warehouse.deliveries import Delivery, ReceiverRest, record_delivery, record_rest
from warehouse.health import quarantine_growth
from warehouse.snapshot import publish

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk_home(database: Path, tmp_path: Path) -> Home:
    """A home with a failing feed, one that is not listed, a dead alert and a receiver gone."""
    home = Home(tmp_path / "home")
    home.prepare()
    shutil.move(database, home.private)
    with open_private(home.private) as connection:
        feeds = [
            a_feed_state(consecutive_failures=4, last_error="HTTP 500"),
            a_feed_state(feed_id="unlisted", gone_at=AT),
        ]
        alert = blank(Event, event_id="e1", receiver="desk", body="{}")
        land_in(connection, tmp_path / "run", "run-1", feeds=feeds, outbox=[alert])
        connection.execute(
            "INSERT INTO notifications VALUES ('e1', 'desk', '', ['e1'], 0, ?, '')", [AT]
        )
        record_delivery(connection, Delivery("e1", "desk", 10, AT, "dead", 500, "HTTP 500"))
        gone = settings_digest(AtomReceiver())
        record_rest(connection, ReceiverRest("desk", gone, AT, None, "HTTP 410"))
        record_rest(connection, ReceiverRest("other", "of other settings", AT, None, "HTTP 410"))
    publish(home.private, home.published)
    receivers = '[receivers.desk]\ntype = "atom"\n[receivers.other]\ntype = "atom"\n'
    home.settings_file.write_text(receivers)
    return home


def conditions(home: Home, now: datetime = AT + HOUR) -> dict[str, bool]:
    checks = examine_health(home, load_settings(home), load_story(STRAIT_TALKS), now, HOUR)
    return {check.about: check.is_good for check in checks}


def test_each_condition_is_read_from_the_home(desk_home: Home) -> None:
    expected = {
        "warehouse file": True, "last run": True, "feeds": True, "feed norland-gazette": False,
        "alerts to desk": False, "receiver desk": False, "quarantine": True, "disk": True,
    }  # fmt: skip
    assert conditions(desk_home) == expected
    assert conditions(desk_home, AT + 2 * HOUR) == expected | {"last run": False}


def test_damaged_files_are_named_also_where_the_damage_is_in_the_middle(desk_home: Home) -> None:
    with desk_home.private.open("r+b") as file:
        file.write(b"rubbish" * 10)
    assert not conditions(desk_home)["warehouse file"]
    # What the advice says is tried: the snapshot in its place is the warehouse again.
    shutil.copyfile(desk_home.published, desk_home.private)
    assert conditions(desk_home)["warehouse file"]
    with open_private(desk_home.private) as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchall() == [(1,)]
    with desk_home.published.open("r+b") as file:
        for place in range(100_000, desk_home.published.stat().st_size, 100_000):
            file.seek(place)
            file.write(b"rubbish" * 10)
    assert conditions(desk_home) == {"warehouse file": True, "published file": False}


def test_the_quarantine_is_compared_with_the_days_before(desk_home: Home, tmp_path: Path) -> None:
    with open_private(desk_home.private) as connection:
        assert quarantine_growth(connection, AT + HOUR) == (0, None)
        rows = [blank(Quarantined, quarantine_id=str(number)) for number in range(8)]
        land_in(connection, tmp_path / "more", "run-2", quarantine=rows)
        assert quarantine_growth(connection, AT + HOUR) == (8, None)
        assert quarantine_growth(connection, AT + 3 * DAY) == (0, 4.0)
        assert quarantine_growth(connection, AT + 30 * DAY) == (0, 0.0)


def test_exit_codes_tell_what_a_monitoring_system_needs(desk_home: Home, tmp_path: Path) -> None:
    asked = ("health", "--story", STRAIT_TALKS, "--home", desk_home.folder, "--max-age", "9999w")
    told = onrecord(*asked)
    assert told.returncode == 1
    bad = [line for line in told.stdout.splitlines() if not line.startswith("ok ")]
    assert len(bad) == 3
    assert all(line.startswith("BAD ") and "To do: " in line for line in bad)

    with open_private(desk_home.private) as connection:
        connection.execute("UPDATE feeds SET consecutive_failures = 0, last_error = ''")
        connection.execute("DELETE FROM receiver_rests")
        connection.execute("UPDATE deliveries SET outcome = 'delivered'")
    publish(desk_home.private, desk_home.published)
    well = onrecord(*asked, "--format", "json")
    assert well.returncode == 0, well.stdout
    assert all(check["is_good"] for check in json.loads(well.stdout))

    nothing_yet = onrecord("health", "--home", tmp_path / "none")
    assert (nothing_yet.returncode, nothing_yet.stdout) == (2, "")
    assert "nothing is published" in nothing_yet.stderr
