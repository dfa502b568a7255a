"""Real runs over loopback with an injected clock: stand-ins, edits, moving and gone pages."""

import json
import sys
from pathlib import Path

import pytest
from command_line import onrecord
from gazette import START, Gazette, Page
from hostile_server import HostileServer, answer

from warehouse.database import open_private
from warehouse.invariants import broken_invariants

SAID = "“The strait is open to all ships of the world,” Ana Brod said on Monday."
MORE = [
    SAID,
    "The quarrel about tolls on the strait is eleven years old, and nobody is tired of it.",
    "“No ship will pay a second time for one passage,” Ilse Marn told reporters.",
    "The storm of last week killed 12 sailors and closed both harbours for two days.",
]


@pytest.fixture
def gazette(server: HostileServer, home: Path) -> Gazette:
    """An outlet whose feed was read before: what comes now is news."""
    outlet = Gazette(server, home)
    outlet.run()
    outlet.now = START
    return outlet


def revisions(gazette: Gazette, path: str) -> list[tuple[object, ...]]:
    return gazette.rows(
        "SELECT r.version, r.extraction, r.article_id FROM article_revisions r "
        f"JOIN entries e USING (entry_id) WHERE ends_with(e.url, '{path}') ORDER BY r.version"
    )


def shown(gazette: Gazette, *arguments: str | int) -> str:
    ended = onrecord(*map(str, arguments), "--home", gazette.home)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def listed(gazette: Gazette) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(
        shown(gazette, "articles", "--edited", "--format", "json")
    )
    return rows


def sound(gazette: Gazette) -> bool:
    with open_private(gazette.home / "warehouse.duckdb") as connection:
        return broken_invariants(connection) == []


def test_the_feeds_words_stand_in_until_the_page_completes_the_same_article(
    gazette: Gazette,
) -> None:
    link = gazette.server.script("/go/1", lambda _: [b"HTTP/1.1 503 Out\r\n\r\n"])
    page = Page(MORE, head=f"<link rel='canonical' href='{gazette.server.url('/2025/tolls')}'>")
    gazette.publish("/2025/tolls", page, summary=SAID, link=link)

    first = gazette.run(minutes=1)
    ((version, extraction, article_id),) = revisions(gazette, "/go/1")
    assert (version, extraction) == (1, "feed")
    flags = gazette.rows("SELECT flags FROM article_revisions WHERE extraction = 'feed'")
    assert flags == [(["from-feed", "page-server-error"],)]
    assert first.landed.alerts == 1, "the statement of the summary is news at once"

    assert gazette.run(minutes=1).landed.revisions == 0, "the page is still out; nothing is new"

    gazette.server.script("/go/1", lambda _: [
        b"HTTP/1.1 302 Found\r\nLocation: /2025/tolls\r\nContent-Length: 0\r\n\r\n"
    ])  # fmt: skip
    completed = gazette.run(minutes=1)
    assert [row[:2] for row in revisions(gazette, "/go/1")] == [
        (1, "feed"),
        (2, "trafilatura"),
    ]
    assert {row[2] for row in revisions(gazette, "/go/1")} == {article_id}
    said = gazette.rows("SELECT text FROM statements ORDER BY run_seq")
    assert [len(row) for row in said] == [1, 1], said
    assert completed.landed.alerts == 1, "only Marn's is new"
    assert completed.landed.articles == 0

    # Another way to the page, by its own address, is the same article.
    gazette.publish("/other", replace_link(page), link=gazette.server.url("/2025/tolls"))
    again = gazette.run(minutes=1)
    assert (again.landed.articles, again.landed.revisions) == (0, 0)
    assert sound(gazette)


def replace_link(page: Page) -> Page:
    return Page(page.paragraphs, head=page.head)


def test_a_second_look_finds_an_edit_that_the_feed_does_not_show(gazette: Gazette) -> None:
    page = gazette.publish("/a", Page(list(MORE)))
    gazette.run(minutes=1)
    assert gazette.run(minutes=1).landed.revisions == 0
    assert page.looks == 1, "nothing is due yet"

    page.paragraphs[3] = MORE[3].replace("12", "14")
    edited = gazette.run(minutes=10)
    assert edited.landed.revisions == 1
    assert [row[0] for row in revisions(gazette, "/a")] == [1, 2]
    page.paragraphs[3] = MORE[3]
    assert gazette.run(minutes=10).landed.revisions == 1, "an edit taken back is the next revision"
    assert gazette.run(minutes=10).landed.revisions == 0
    assert shown(gazette, "diff", "tolls", "--from", 1, "--to", 2).count("[-12-]{+14+}") == 1
    assert "1 changed" in shown(gazette, "diff", "tolls on")
    as_data = json.loads(
        shown(gazette, "diff", gazette.server.url("/a/?utm_source=x"), "--format", "json")
    )
    assert (as_data["from"]["version"], as_data["to"]["version"]) == (2, 3)
    assert [row["revisions"] for row in listed(gazette)] == [3]

    looks = page.looks
    gazette.run(minutes=20)
    assert page.looks == looks, "after an unchanged look the pause is longer"
    ((visits, edits),) = gazette.rows("SELECT visits, edits FROM page_visits WHERE url LIKE '%/a'")
    assert (visits, edits) == (4, 2)
    assert sound(gazette)


def test_a_page_that_moves_at_every_fetch_makes_no_revision(gazette: Gazette) -> None:
    page = gazette.publish("/a", Page(list(MORE), moving=True, has_validators=False))
    gazette.run(minutes=1)
    learned = 0
    for _ in range(20):
        page.looks += 1
        gazette.publish("/a", page, summary=f"Looked at {page.looks}")  # so it is fetched again
        learned += gazette.run(hours=6).landed.revisions
    assert page.looks >= 41
    # The line of crossings is of a kind that no form describes: two looks teach it.
    assert learned == 2
    page.paragraphs[3] = MORE[3].replace("12", "14")
    gazette.publish("/a", page, summary="Looked at in the end")
    assert gazette.run(hours=6).landed.revisions == 1


def test_a_page_that_goes_is_recorded_and_its_article_stays(gazette: Gazette) -> None:
    page = gazette.publish("/a", Page(list(MORE)))
    gazette.run(minutes=1)
    page.status = "404 Not Found"
    gazette.run(minutes=11)
    gone = "SELECT a.gone_since IS NOT NULL, r.version FROM articles a JOIN article_revisions r "
    gone += "USING (article_id) WHERE r.url LIKE '%/a'"
    assert gazette.rows(gone) == [(True, 1)]
    page.status = "200 OK"
    gazette.run(hours=1)
    assert gazette.rows(gone) == [(False, 1)]


def test_a_link_that_leads_to_the_front_page_makes_no_article_of_it(gazette: Gazette) -> None:
    front = Page(["Everything about tolls.", *MORE], title="Gazette, tolls on the strait")
    gazette.publish("/", front)
    del gazette.items["/"]
    gazette.publish("/gone", Page([]), summary="Ana Brod spoke about tolls on Monday.")
    removed = gazette.publish("/later", Page(list(MORE)))
    moved = answer(b"", f"Location: {gazette.server.url('/')}", status="302 Found")
    gazette.server.on("/gone", moved)
    gazette.run(minutes=1)
    assert revisions(gazette, "/gone")[0][1] == "feed"
    gazette.server.on("/later", moved)
    gazette.run(minutes=11)
    assert removed.looks == 1
    gone = "SELECT count(*) FILTER (gone_since IS NOT NULL), count(*) FROM articles"
    assert gazette.rows(gone) == [(1, 2)]
    assert len(gazette.rows("SELECT 1 FROM article_revisions")) == 2
    assert gazette.rows("SELECT count(*) > 0 FROM fetches WHERE error_kind = 'front-page'") == [
        (True,)
    ]
    assert sound(gazette)


def test_looking_at_an_unchanged_page_analyses_nothing(
    gazette: Gazette, monkeypatch: pytest.MonkeyPatch
) -> None:
    gazette.publish("/a", Page(list(MORE), has_validators=False))
    same = gazette.publish("/b", Page(list(MORE[:2]), title="Another title of the strait"))
    gazette.run(minutes=1)
    monkeypatch.setitem(sys.modules, "flows.monitoring.analysis", None)  # importing it fails
    report = gazette.run(minutes=11)
    assert same.looks == 2
    assert report.landed.revisions == 0
    outcomes = gazette.rows(
        "SELECT url[-2:], status, outcome FROM fetches "
        "WHERE url[-2:] IN ('/a', '/b') AND run_seq = (SELECT max(run_seq) FROM runs) ORDER BY 1"
    )
    assert outcomes == [("/a", 200, "unchanged"), ("/b", 304, "unchanged")]
