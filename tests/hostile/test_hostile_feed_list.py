"""HOSTILE.md, feeds: points 1 to 9, one test each, from whole runs over all of them at once."""

import gzip
import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hostile_server import HostileServer, Request, answer
from making import AT
from watching import HONEST, Watch, item, rss

ONE = item("One", "{base}/missing/1")
SECRET = "a word that stands in no feed"


def utc(*parts: int) -> datetime:
    """A time as the warehouse gives it: UTC without a zone."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


ZONES = {
    "EET": ("Mon, 17 Nov 2025 10:00:00 EET", utc(2025, 11, 17, 8)),
    "EEST": ("Mon, 14 Jul 2025 10:00:00 EEST", utc(2025, 7, 14, 7)),
    "MSK": ("Mon, 17 Nov 2025 10:00:00 MSK", utc(2025, 11, 17, 7)),
    "CET": ("Mon, 17 Nov 2025 10:00:00 CET", utc(2025, 11, 17, 9)),
    "CEST": ("Mon, 14 Jul 2025 10:00:00 CEST", utc(2025, 7, 14, 8)),
    "BST": ("Mon, 14 Jul 2025 10:00:00 BST", utc(2025, 7, 14, 9)),
    "UTC+3": ("Mon, 17 Nov 2025 10:00:00 UTC+3", utc(2025, 11, 17, 7)),
    "GMT+2": ("Mon, 17 Nov 2025 10:00:00 GMT+2", utc(2025, 11, 17, 8)),
    "epoch": ("1763373600", utc(2025, 11, 17, 10)),
    "24:00": ("2025-11-17T24:00:00Z", utc(2025, 11, 18)),
    "RFC 850": ("Monday, 17-Nov-25 10:00:00 GMT", utc(2025, 11, 17, 10)),
    "two digits": ("17 Nov 25 10:00:00 GMT", utc(2025, 11, 17, 10)),
    "ambiguous": ("Mon, 17 Nov 2025 10:00:00 IST", None),
    "year 1": ("0001-01-01T00:00:00Z", None),
    "nonsense": ("yesterday at noon", None),
    "future": ("Mon, 17 Nov 2031 10:00:00 GMT", AT.replace(tzinfo=None)),
    "year 9999": ("Fri, 31 Dec 9999 23:59:59 GMT", None),
}


def hostile_feeds(base: str, secret: Path) -> dict[str, bytes]:
    one = ONE.format(base=base)
    bomb = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(12))
    return {
        "empty": b"",
        "few-bytes": b"ok\n",
        "page": b"<!DOCTYPE html><html><body><p>Not found</p></body></html>",
        "warning": b"\nWarning: mysql is gone in /var/www/feed.php\n\n" + rss(one),
        "cut": rss(one, item("Two", f"{base}/missing/2"))[:-60],
        "two": rss(one) + rss(item("Two", f"{base}/missing/2")),
        "cyrillic": rss(
            item("Перемир’я", f"{base}/missing/c"), head='<?xml version="1.0" encoding="utf-16"?>'
        ),
        "windows": rss(head='<?xml version="1.0" encoding="windows-1251"?>').replace(
            b"</channel>", item("Київ", f"{base}/missing/w").encode("windows-1251") + b"</channel>"
        ),
        "latin": b'<?xml version="1.0" encoding="ascii"?>'
        + rss(head="").replace(
            b"</channel>", item("Café", f"{base}/missing/l").encode("latin-1") + b"</channel>"
        ),
        "bomb": b'<!DOCTYPE rss [<!ENTITY a "haha">' + bomb + b"]>"
        + rss(item("Bomb", f"{base}/missing/b", "<description>&m;</description>"), head=""),
        "outside": f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY % p SYSTEM "{base}/dtd"> %p;]>'.encode()
        + rss(item("Outside &x;", f"{base}/missing/o"), head=""),
        "author": rss(item("A", f"{base}/missing/a", f"<author>{'a.' * 25_000}</author>")),
        "ampersands": rss(item("A", f"{base}/x", f"<description>{'&' * 2_000_000}</description>")),
        "style": rss(
            item("S", f"{base}/missing/s", "<description>&lt;p style='"
                 + "a" * 50_000 + "!'&gt;x&lt;/p&gt;</description>")
        ),
        "attributes": rss(
            item("T", f"{base}/missing/t", "<description>&lt;p "
                 + " ".join(f"a{n}='1'" for n in range(20_000)) + "&gt;x&lt;/p&gt;</description>")
        ),
        "comments": rss(
            item("C", f"{base}/missing/o", f"<description>{'&lt;!--' * 100_000}</description>")
        ),
        "namespaces": b"<rss version='2.0' "
        + b" ".join(b"xmlns:n%d='u:%d'" % (n, n) for n in range(50_000)) + b"><channel/></rss>",
        "no-guid": rss(one, item("Two", f"{base}/missing/2")),
        "one-guid": rss(
            item("One", f"{base}/missing/1", "<guid>same</guid>"),
            item("Two", f"{base}/missing/2", "<guid>same</guid>"),
        ),
        "dates": rss(
            *(
                item(name, f"{base}/missing/{n}", f"<pubDate>{raw}</pubDate>")
                for n, (name, (raw, _)) in enumerate(ZONES.items())
            )
        ),
        "links": rss(
            item("relative", "/missing/r"),
            item("other host", f"//{base.removeprefix('http://')}/missing/h"),
            item("script", "javascript:alert(1)"),
            item("data", "data:text/html,hello"),
            item("file", "file:///etc/passwd"),
            item("long", f"{base}/{'a' * 3_000}"),
        ),
        "json": json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "J",
                "items": [
                    {"id": "1", "url": f"{base}/missing/j", "title": "One", "attachments": [{}]},
                    {"id": 2, "url": ["x"], "title": {"a": 1}, "date_published": 5e300},
                    None,
                    "three",
                ],
            }
        ).replace("5e+300", "1e400").encode(),
        "twenty-thousand": rss(*(item(f"Old {n}", f"{base}/missing/{n}") for n in range(20_000))),
    }  # fmt: skip


@pytest.fixture(scope="module")
def watch(server: HostileServer, tmp_path_factory: pytest.TempPathFactory) -> Watch:
    """Two runs, a day apart, over every hostile feed and the honest ones."""
    base = server.url("").rstrip("/")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as secret:
        secret.write(SECRET)
        secret.flush()
        feeds = hostile_feeds(base, Path(secret.name))
        for name, body in feeds.items():
            sent = answer(body, 'ETag: "1"', content_type="text/plain; charset=utf-8")
            if len(body) > 1_000_000:
                packed = gzip.compress(body)
                sent = answer(packed, 'ETag: "1"', "Content-Encoding: gzip")
            server.on(f"/{name}", sent)
        server.script("/changing-guids", _changing(server))
        server.script("/new-title", _new_title(server))
        server.script("/clock", _clock(server))
        names = [*feeds, "changing-guids", "new-title", "clock", *HONEST]
        addresses = {name: server.url(f"/{name}") for name in names}
        watching = Watch(tmp_path_factory.mktemp("feeds") / "home", addresses)
        watching.run()
        watching.run(day=1)
    return watching


def _changing(server: HostileServer) -> object:
    def script(_: Request) -> Iterator[bytes]:
        guid = f"<guid>{len(server.asked('/changing-guids'))}</guid>"
        yield answer(rss(item("One", server.url("/missing/1"), guid)))

    return script


def _new_title(server: HostileServer) -> object:
    def script(_: Request) -> Iterator[bytes]:
        title = f"Title {len(server.asked('/new-title'))}"
        yield answer(rss(item(title, server.url("/missing/2"), "<guid>1</guid>")))

    return script


def _clock(server: HostileServer) -> object:
    def script(_: Request) -> Iterator[bytes]:
        now = f"<description>It is {len(server.asked('/clock'))} o'clock</description>"
        yield answer(rss(item("Clock", server.url("/missing/3"), now)))

    return script


def test_1_what_is_no_feed_is_a_failure_and_never_a_quiet_day(watch: Watch) -> None:
    for name in ("empty", "few-bytes", "page"):
        watch.shows(name, "not-a-feed")
        assert watch.rows("SELECT last_success_at, etag FROM feeds WHERE feed_id = ?", name) == [
            (None, "")
        ]


def test_2_text_before_the_xml_and_two_documents_parse_and_a_cut_feed_keeps_its_whole_items(
    watch: Watch,
) -> None:
    assert watch.titles("warning") == ["One"]
    assert watch.titles("two") == ["One", "Two"]
    assert "One" in watch.titles("cut")
    assert watch.rows("SELECT etag FROM feeds WHERE feed_id = 'cut'") == [("",)]


def test_3_valid_utf_8_wins_over_a_wrong_declaration(watch: Watch) -> None:
    assert watch.titles("cyrillic") == ["Перемир’я"]
    assert watch.titles("windows") == ["Київ"]
    assert watch.titles("latin") == ["Café"]


def test_4_entities_are_not_expanded_and_no_file_is_read(
    watch: Watch, server: HostileServer
) -> None:
    assert not server.asked("/dtd")
    seen = watch.rows("SELECT title, summary FROM entries WHERE feed_id IN ('bomb', 'outside')")
    assert len(seen) == 2
    assert all(SECRET not in f"{title}{summary}" for title, summary in seen)
    assert all(len(summary) < 10_000 for _, summary in seen)


def test_5_what_keeps_the_parser_busy_is_killed_and_the_rest_is_read(watch: Watch) -> None:
    watch.shows("author", "parse-deadline")
    assert watch.failure("ampersands")[0] in {"", "parse-deadline"}  # ten seconds, or four
    for name, title in (("style", "S"), ("attributes", "T"), ("comments", "C")):
        assert watch.titles(name) == [title]
    assert watch.failure("namespaces")[0] in {"", "not-a-feed", "parse-deadline", "parse-memory"}
    watch.honest_feeds_are_whole()


def test_6_missing_equal_and_changing_guids_neither_lose_nor_double_an_entry(
    watch: Watch,
) -> None:
    assert watch.titles("no-guid") == ["One", "Two"]
    assert watch.titles("one-guid") == ["One", "Two"]
    assert watch.titles("changing-guids") == ["One"]
    assert watch.titles("new-title") == ["Title 2"]
    assert watch.titles("clock") == ["Clock"]


def test_7_a_date_is_a_right_utc_time_or_none_and_its_words_are_kept(watch: Watch) -> None:
    found = watch.rows(
        "SELECT title, published_raw, published_at FROM entries WHERE feed_id = 'dates'"
    )
    assert {title: (raw, at) for title, raw, at in found} == ZONES


def test_8_links_are_resolved_or_refused(watch: Watch, server: HostileServer) -> None:
    found = dict(watch.rows("SELECT title, url FROM entries WHERE feed_id = 'links'"))
    assert found["relative"] == server.url("/missing/r")
    assert found["other host"] == server.url("/missing/h")
    assert [found[name] for name in ("script", "data", "file", "long")] == [""] * 4
    refused = watch.rows("SELECT error_kind FROM quarantine WHERE error_kind = 'no-link'")
    assert len(refused) == 4


def test_9_json_served_as_text_is_read_and_a_first_poll_of_20_000_items_is_capped_and_silent(
    watch: Watch,
) -> None:
    assert "One" in watch.titles("json")
    assert watch.failure("json") == ("", "")
    [(fetched, kept)] = watch.rows(
        "SELECT count_if(page_state <> 'skipped'), count(*) FROM entries "
        "WHERE feed_id = 'twenty-thousand'"
    )
    assert fetched <= 100
    assert kept <= 1_000
    assert watch.rows("SELECT count(*) FROM outbox") == [(0,)]
