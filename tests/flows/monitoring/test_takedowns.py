"""A takedown removes an article with all that only it had, and it does not come back."""

import gzip
import json
from pathlib import Path

import pytest
from command_line import onrecord
from gazette import Gazette, Page
from hostile_server import HostileServer

from warehouse.database import open_private
from warehouse.invariants import broken_invariants

SHARED = "“The strait is open to all ships of the world,” Ana Brod said on Monday."
OWN = "“No ship will pay a second time for one passage,” Ilse Marn told reporters."
PLAIN = "The quarrel about tolls on the strait is eleven years old, and nobody is tired of it."


@pytest.fixture
def gazette(server: HostileServer, home: Path) -> Gazette:
    outlet = Gazette(server, home)
    outlet.run()
    outlet.publish(
        "/a", Page([SHARED, OWN, PLAIN], title="Tolls for all"), summary="Ilse Marn pays"
    )
    outlet.publish("/b", Page([PLAIN, SHARED], title="Ships in the harbour"))
    outlet.run(minutes=10)
    return outlet


def everything_held(gazette: Gazette) -> str:
    """All text of the warehouse and of the raw documents."""
    with open_private(gazette.home / "warehouse.duckdb") as connection:
        assert broken_invariants(connection) == []
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE table_name <> 'removals'"
        ).fetchall()
        rows = [repr(connection.execute(f"FROM {name}").fetchall()) for (name,) in tables]
    kept = [gzip.decompress(path.read_bytes()) for path in gazette.home.rglob("*.gz")]
    return "".join([*rows, *(body.decode() for body in kept)])


def test_an_article_is_taken_down_and_stays_away_under_any_address(gazette: Gazette) -> None:
    assert "second time" in everything_held(gazette)
    read = onrecord("new", "--home", gazette.home, "--cursor", "desk", "--format", "json")
    known = {row["row"]["statement_id"] for row in json.loads(read.stdout)}
    address = gazette.server.url("/a")

    refused = onrecord("forget", address, "--home", gazette.home, given="n\n")
    assert refused.returncode == 2
    assert "not confirmed; nothing was removed" in refused.stderr
    done = onrecord("forget", "tolls for all", "--home", gazette.home, "--yes")
    assert done.returncode == 0, done.stderr
    assert (
        "1 revision, 1 of 2 statements that it reported, 1 page and 1 feed content" in done.stdout
    )

    held = everything_held(gazette)
    for gone in ("second time", "Tolls for all", "Ilse Marn pays"):
        assert gone not in held
    assert gazette.rows("SELECT text, outlets, status FROM latest_statements") == [
        ("The strait is open to all ships of the world", 1, "active")
    ]
    news = onrecord("new", "--home", gazette.home, "--cursor", "desk", "--format", "json")
    told = [row for row in json.loads(news.stdout) if row["change"] == "removed"]
    assert [row["row"]["statement_id"] in known for row in told] == [True]

    looks = gazette.pages["/a"].looks
    link = gazette.server.script("/go/1", lambda _: [
        b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n"
    ])  # fmt: skip
    gazette.publish(
        "/a", gazette.pages["/a"], summary="Ilse Marn pays twice"
    )  # an edit in the feed
    gazette.items["/again"] = gazette.items["/a"].replace(address, link).replace(
        "<guid>/a<", "<guid>/again<"
    )  # fmt: skip
    assert gazette.run(days=1).landed.revisions == 0
    assert gazette.pages["/a"].looks == looks + 1, "only behind the address that nobody knew"
    assert "second time" not in everything_held(gazette)
    assert gazette.rows("SELECT count(*), count_if(title = '') FROM entries") == [(3, 2)]
    again = onrecord("forget", "tolls for all", "--home", gazette.home, "--yes")
    assert again.returncode == 2
    assert "there is no article" in again.stderr
