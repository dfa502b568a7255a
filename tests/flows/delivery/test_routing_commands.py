"""Silences, samples, explanations and simulations as a person types them, in this process."""

import json
import shutil
from pathlib import Path

import pytest
from making import (
    AT,
    a_revision,
    an_analysis,
    an_appearance,
    an_entry,
    land_rows,
)
from webhook_desk import SECRET, Desk

from flows.command import main
from flows.delivery.deliver import deliver
from flows.delivery.sending import Sent
from flows.display.progress import Quiet
from flows.installation.home import Home
from seeds.load import load_story
from transforms.alerting.deciding import decide_alerts
from transforms.notification_records import Message, Notification
from warehouse.database import open_private
from warehouse.snapshot import publish
from warehouse.statement_state import stored_news

WORDS = "The strait is open to all"
ROUTES = """
[[routes]]
name = "tolls"
receivers = ["desk", "chat"]
matchers = ['term = "tolls"', 'speech_type = "direct"']

[[routes]]
name = "petr"
receivers = ["desk"]
matchers = ['actor = "petr-brod"']
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """The story of the tests with two routes."""
    folder = shutil.copytree(Path(__file__).parents[2] / "seeds/strait-talks", tmp_path / "story")
    settings = folder / "story.toml"
    head, _, _ = settings.read_text("utf-8").partition("[[routes]]")
    settings.write_text(head + ROUTES, "utf-8")
    return folder


@pytest.fixture
def home(database: Path, tmp_path: Path, story: Path) -> Home:
    """A home with one new statement about tolls, whose alert waits for the desk and the chat."""
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    shutil.copyfile(database, home.private)
    revision = a_revision(f"“{WORDS},” Ana Brod said.")
    land_rows(
        home.private, "run-1", None,
        [an_appearance(WORDS, revision, term_ids=("tolls",), url=revision.url,
                       published_at=AT, fetched_at=AT)],
        revisions=[revision], analyses=[an_analysis(revision)],
        entries=[an_entry("a", entry_id=revision.entry_id)],
    )  # fmt: skip
    with open_private(home.private) as connection:
        news = stored_news(connection, "strait-talks", since=AT.replace(year=2000))
    decided = decide_alerts(load_story(story), news, ["desk", "chat"], AT)
    land_rows(home.private, "run-2", outbox=decided)
    publish(home.private, home.published)
    return home


def made(home: Home, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--home", str(home.folder)])
    return int(ended.value.code or 0)


class Taking:
    settings_digest = ""

    async def send(self, notification: Notification, message: Message, at: object) -> Sent:
        del notification, message, at
        return Sent(status=200)


def test_a_silence_mutes_is_listed_and_ends(
    home: Home, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("silence", "add", 'term = "tolls"', "--for", "2h", "--author", "ana")
    assert made(home, *words, "--comment", "a vote") == 0
    silence = capsys.readouterr().out.split()[1]
    with open_private(home.private) as connection:
        (starts,) = connection.execute("SELECT starts_at FROM silences").fetchone() or ()
    now = starts.replace(tzinfo=AT.tzinfo)
    senders = {"desk": Taking(), "chat": Taking()}
    report = deliver(home.private, senders, lambda: now, Quiet(), load_story(story))
    assert (report.delivered, report.muted) == ((), 2)
    publish(home.private, home.published)

    assert made(home, "silence", "list", "--format", "json") == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["silence"], listed["state"], listed["author"], listed["muted"]) == (
        silence, "active", "ana", 2,
    )  # fmt: skip
    assert made(home, "alerts", "list", "--state", "muted", "--format", "json") == 0
    alerts = json.loads(capsys.readouterr().out)
    assert {alert["receiver"] for alert in alerts} == {"desk", "chat"}
    assert alerts[0]["reason"].startswith(f"silence {silence} of ana until")

    assert made(home, "silence", "end", silence) == 0
    assert made(home, "silence", "end", silence) == 2
    assert "no silence" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (('toll = "x"', "--for", "2h", "--comment", "c"), "'toll' is no label to match on"),
        (('term = "x"', "--for", "soon", "--comment", "c"), "'soon' is no duration"),
        (('term = "x"', "--for", "2h", "--comment", " "), "an author and a comment"),
    ],
)
def test_a_silence_that_is_written_wrongly_is_one_line(
    home: Home, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], error: str
) -> None:
    assert made(home, "silence", "add", *words, "--author", "ana") == 2
    told = capsys.readouterr().err.strip()
    assert error in told
    assert "\n" not in told


def test_a_statement_is_explained_route_by_route(
    home: Home, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_private(home.private) as connection:
        (news,) = stored_news(connection, "strait-talks", since=AT.replace(year=2000))
    asked = ("alerts", "explain", news.statement_id, "--story", str(story))
    assert made(home, *asked, "--format", "json") == 0
    tolls, petr = json.loads(capsys.readouterr().out)
    assert (tolls["route"], tolls["takes"], tolls["alerts"]) == (
        "tolls", "yes", "chat: pending; desk: pending",
    )  # fmt: skip
    assert (petr["takes"], petr["alerts"]) == ("no", "")
    assert petr["why"] == 'actor = "petr-brod" does not hold: actor is ana-brod'
    assert made(home, *asked) == 0
    assert "term: passage, tolls" in capsys.readouterr().out
    assert made(home, "alerts", "explain", "nothing", "--story", str(story)) == 2
    assert "has no statement nothing" in capsys.readouterr().err


def test_an_edited_route_is_simulated_and_nothing_is_written(
    home: Home, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = home.published.read_bytes()
    asked = ("alerts", "simulate", "--since", "2025-11-01", "--story", str(story))
    assert made(home, *asked, "--format", "json") == 0
    sent = json.loads(capsys.readouterr().out)
    assert sorted((row["what"], row["receiver"], row["route"]) for row in sent) == [
        ("sent", "chat", "tolls"), ("sent", "desk", "tolls"),
    ]  # fmt: skip
    assert all(WORDS in row["about"] for row in sent)
    settings = story / "story.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("direct", "indirect"), "utf-8")
    assert made(home, *asked, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert home.published.read_bytes() == before


def test_a_sample_is_marked_and_goes_to_the_receivers_of_the_route(
    home: Home, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Desk() as desk:
        home.settings_file.write_text(
            "allow_private = true\n[receivers.desk]\ntype = 'webhook'\n"
            f"url = '{desk.url}'\nsecret = '{SECRET}'\n",
            "utf-8",
        )
        assert made(home, "alerts", "test", "tolls", "--story", str(story)) == 1
        told = capsys.readouterr().out
        assert told.splitlines() == ["desk: sent", "chat: it is not set up in the settings"]
        assert (
            made(home, "alerts", "test", "tolls", "--receiver", "desk", "--story", str(story)) == 0
        )
    assert len(desk.posts) == 2
    assert json.loads(desk.posts[0][1])["data"]["speakers"][0]["name"] == "Ana Brod"
    assert made(home, "alerts", "test", "toll", "--story", str(story)) == 2
    assert "its routes: tolls, petr" in capsys.readouterr().err
