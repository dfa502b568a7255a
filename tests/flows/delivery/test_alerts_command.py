import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from command_line import ROOT, clean_environment, onrecord
from making import AT, blank, land_rows
from webhook_desk import SECRET, Desk

from flows.installation.home import Home
from transforms.statement_records import Event
from warehouse.snapshot import publish

PLANTED = "Passw0rd-that-nobody-may-see"

SENDING = """
import sys
from pathlib import Path
from flows.clock import system_clock
from flows.delivery.deliver import deliver
from flows.delivery.receivers import make_senders
from flows.display.progress import Quiet
from flows.installation.home import Home
from flows.installation.settings import load_settings
from seeds.load import load_story
from warehouse.snapshot import publish
home = Home(Path(sys.argv[1]))
senders = make_senders(load_settings(home), home.folder, print)
deliver(home.private, senders, system_clock, Quiet(), load_story(Path("seeds/ukraine-plan")))
publish(home.private, home.published)
"""


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def a_home(folder: Path, settings: str, *receivers: str) -> Home:
    """A home with one alert for each receiver."""
    home = Home(folder)
    home.prepare()
    home.settings_file.write_text("allow_private = true\n" + settings, encoding="utf-8")
    events = [
        blank(
            Event, event_id=f"e-{name}", story_id="ukraine-plan", receiver=name, labels="{}",
            body=json.dumps({"id": f"e-{name}", "data": {}}), created_at=AT + timedelta(minutes=1),
        )
        for name in receivers
    ]  # fmt: skip
    land_rows(home.private, "run-1", outbox=events)
    publish(home.private, home.published)
    return home


def a_desk(desk: Desk, **more: str) -> str:
    keys = {"type": "webhook", "url": desk.url, "secret": SECRET} | more
    return "[receivers.desk]\n" + "".join(f'{key} = "{value}"\n' for key, value in keys.items())


def test_a_process_that_is_killed_after_sending_sends_again_under_the_same_id(
    tmp_path: Path, desk: Desk
) -> None:
    home = a_home(tmp_path / "home", a_desk(desk), "desk")
    command = [sys.executable, "-c", SENDING, str(home.folder)]
    desk.answers = ["hang"]
    process = subprocess.Popen(command, cwd=ROOT, env=clean_environment())
    until = time.monotonic() + 60
    while not desk.posts and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    subprocess.run(command, cwd=ROOT, env=clean_environment(), check=True)
    assert [headers["webhook-id"] for headers, _ in desk.posts] == ["e-desk", "e-desk"]
    with duckdb.connect(str(home.private)) as connection:
        recorded = connection.execute("SELECT outcome FROM deliveries").fetchall()
    assert recorded == [("delivered",)]


def test_an_alert_that_failed_is_listed_and_sent_again_when_a_person_asks(
    tmp_path: Path, desk: Desk
) -> None:
    home = a_home(tmp_path / "home", a_desk(desk), "desk")
    desk.answers = [410]
    failed = onrecord("alerts", "retry", "e-dusk", "--home", home.folder)
    assert failed.returncode == 2
    assert "there is no alert e-dusk that was not delivered" in failed.stderr
    assert not desk.posts
    command = [sys.executable, "-c", SENDING, str(home.folder)]
    subprocess.run(command, cwd=ROOT, env=clean_environment(), check=True)
    listed = onrecord("alerts", "list", "--home", home.folder, "--format", "json")
    (alert,) = json.loads(listed.stdout)
    assert (alert["alert"], alert["state"], alert["attempts"]) == ("e-desk", "pending", 1)
    assert alert["reason"] == "HTTP 410"

    again = onrecord("alerts", "retry", "--receiver", "desk", "--home", home.folder)
    assert (again.returncode, again.stdout) == (
        0, "asked for 1; sent 1, with what else was due\n",
    ), again.stderr  # fmt: skip
    assert [headers["webhook-id"] for headers, _ in desk.posts] == ["e-desk", "e-desk"]
    pending = onrecord(
        "alerts", "list", "--state", "delivered", "--receiver", "desk", "--home", home.folder
    )
    assert "e-desk" in pending.stdout
    assert "1 row" in pending.stdout
    both = onrecord("alerts", "retry", "x", "--all-dead", "--home", home.folder)
    assert (both.returncode, both.stdout) == (2, "")
    assert "say which alerts to send again" in both.stderr


def test_no_secret_of_a_receiver_is_told_whatever_goes_wrong(tmp_path: Path, desk: Desk) -> None:
    token = "c2VjcmV0LXRoYXQtbm9ib2R5LW1heS1zZWUtMTIz"
    gone = "http://127.0.0.1:1"
    settings = (
        a_desk(desk, url=f"{desk.url}/{PLANTED}", secret=f"whsec_{token}")
        + f'[receivers.lost]\ntype = "webhook"\nurl = "{gone}/{PLANTED}"\n'
        + f'secrets = ["whsec_{token}"]\n'
        + f'[receivers.odd]\ntype = "webhook"\nurl = "http://u:{PLANTED}@[::x/"\n'
        + f'secret = "whsec_{token}"\n'
        + f'[receivers.chat]\ntype = "apprise"\nurl = "json://desk:{PLANTED}@127.0.0.1:1/"\n'
        + f'[receivers.unread]\ntype = "apprise"\nurl = "nothing://{PLANTED}"\n'
        + '[receivers.mail]\ntype = "email"\nhost = "127.0.0.1"\nport = 1\nencryption = "none"\n'
        + f'user = "desk"\npassword = "{PLANTED}"\nsender = "a@x.example"\nto = ["b@x.example"]\n'
    )
    names = ("desk", "lost", "odd", "chat", "unread", "mail")
    home = a_home(tmp_path / "home", settings, *names)
    desk.answers = [500]
    feed = f"{gone}/rss"
    ran = onrecord("run", "--home", home.folder, "--feed", feed)
    assert ran.stdout.count("it is sent again after") == len(names), ran.stdout + ran.stderr
    told = (ran.stdout + ran.stderr).encode()
    for path in home.folder.rglob("*"):
        if path.is_file() and path != home.settings_file:
            told += path.read_bytes()
    with duckdb.connect(str(home.private)) as connection:
        for table in ("deliveries", "receiver_rests", "notifications", "outbox"):
            told += str(connection.table(table).fetchall()).encode()
    assert PLANTED.encode() not in told
    assert token.encode() not in told
