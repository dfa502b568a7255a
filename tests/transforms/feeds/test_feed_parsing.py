"""HOSTILE.md points 1, 2, 3, 4, 8 and 9, and the formats."""

import json
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from feeds_of import item, items, rss
from hypothesis import given
from hypothesis import strategies as st

from transforms.feeds.framing import MAX_ENTRIES
from transforms.feeds.parsing import parse_feed
from transforms.feeds.records import NotAFeed, ParsedFeed

ADDRESS = "https://www.meridia.example/api/news.xml"
HELLO = "Привіт, Європо"
BREAKING = "<category</item>Ukraine</category>"
"""feedparser looks for the tags of an entry that has ended, and raises KeyError."""


def parse(document: str | bytes, content_type: str = "application/rss+xml") -> ParsedFeed:
    body = document.encode() if isinstance(document, str) else document
    return parse_feed(body, content_type, ADDRESS)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \n ",
        b"OK",
        b"\x00\x00\x00",
        b"<!DOCTYPE html><html><body><h1>Welcome</h1></body></html>",
        b"<html><head><title>Just a moment...</title></head><feed></feed></html>",
        b"<?xml version='1.0'?><urlset><url><loc>https://a.example/</loc></url></urlset>",
        b"<?xml version='1.0'?><error>no such feed</error>",
        b'{"error": "not found"}',
        b'{"version": "https://jsonfeed.org/version/1.1"}',
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [',
        b'{"a":' * 50_000,
        b"[]",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
        b"%PDF-1.7\n",
    ],
)
def test_what_is_not_a_feed_is_a_failure_never_a_quiet_day(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        parse(body)


def test_a_feed_without_items_is_a_quiet_day() -> None:
    assert parse(rss()).entries == ()


@pytest.mark.parametrize(
    "before",
    [
        "\n\n  ",
        "<br />\n<b>Warning</b>: Undefined variable in <b>/srv/feed.php</b> on line <b>3</b><br />",
        "\ufeff",
        "<!-- cached -->\n",
    ],
)
def test_text_before_the_declaration_is_passed_over(before: str) -> None:
    assert len(parse(before + rss(*items(2))).entries) == 2


def test_a_feed_cut_in_an_item_keeps_its_whole_items_and_says_so() -> None:
    whole = rss(*items(3))
    cut = whole[: whole.rindex("<pubDate>") + 14]
    feed = parse(cut)
    assert [entry.title for entry in feed.entries] == ["Title 1", "Title 2"]
    assert feed.truncated
    assert not parse(whole).truncated


def test_a_feed_cut_in_its_first_item_has_no_entries_and_says_so() -> None:
    feed = parse(rss(*items(1)).partition("<pubDate>")[0])
    assert (feed.entries, feed.truncated) == ((), True)


def test_two_documents_in_one_are_read_as_one() -> None:
    feed = parse(rss(item(1), item(2)) + rss(item(2), item(3)))
    assert [entry.title for entry in feed.entries] == ["Title 1", "Title 2", "Title 3"]


@pytest.mark.parametrize("declared", ["windows-1251", "ISO-8859-1", "utf-16", "x-unknown", "ascii"])
@pytest.mark.parametrize(
    "header", ["", "text/xml; charset=windows-1251", "text/xml; charset=utf-16"]
)
def test_valid_utf8_wins_over_every_declaration(declared: str, header: str) -> None:
    feed = parse(rss(item(1, title=HELLO), encoding=declared), header)
    assert feed.entries[0].title == HELLO


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-u", "utf-16", "utf-16-le", "utf-8-sig"])
def test_a_right_declaration_is_followed(encoding: str) -> None:
    document = rss(item(1, title=HELLO), encoding=encoding)
    assert parse(document.encode(encoding)).entries[0].title == HELLO


def test_a_broken_byte_spoils_one_character_alone() -> None:
    body = rss(item(1, title=HELLO * 5)).encode().replace(HELLO.encode(), b"\xd0" * 1 + b" ", 1)
    assert HELLO in parse(body).entries[0].title


def test_control_characters_do_not_stop_the_parser() -> None:
    feed = parse(rss(item(1, title="A\x00B\x0bC\x1f"), item(2)))
    assert [entry.title for entry in feed.entries] == ["ABC", "Title 2"]


@pytest.mark.parametrize("number", ["0", "x0", "xD800", "x110000", "99999999999", "9" * 5_000])
def test_a_reference_to_no_character_spoils_one_character_alone(number: str) -> None:
    feed = parse(rss(item(1, title=f"A&#{number};B"), item(2)) + "&nbsp;")
    assert [entry.title for entry in feed.entries] == ["A\ufffdB", "Title 2"]


def test_markup_that_breaks_the_parser_costs_no_other_entry() -> None:
    feed = parse(rss(item(1), item(2) + BREAKING, item(3)))
    assert [entry.title for entry in feed.entries] == ["Title 1", "Title 2", "Title 3"]
    assert feed.title == "Radio Meridian"


def test_an_entry_that_breaks_the_parser_by_itself_is_lost_alone_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parse_whole = feedparser.parse

    def fragile(document: bytes, **options: Any) -> Any:  # noqa: ANN401 - feedparser's own
        if b"Title 2" in document:
            raise KeyError("tags")
        return parse_whole(document, **options)

    monkeypatch.setattr(feedparser, "parse", fragile)
    feed = parse(rss(*items(3)))
    assert [entry.title for entry in feed.entries] == ["Title 1", "Title 3"]
    assert feed.truncated
    with pytest.raises(KeyError):
        parse(rss(item(2)))


def test_entities_are_neither_expanded_nor_fetched() -> None:
    bomb = "".join(
        f'<!ENTITY e{n} "{("&e" + str(n - 1) + ";") * 10 if n else "ha"}">' for n in range(10)
    )
    outside = '<!ENTITY passwd SYSTEM "file:///etc/passwd">'
    document = rss(item(1, title="&e9;", description="&passwd;"), item(2)).replace(
        "<rss", f"<!DOCTYPE rss [{bomb}{outside}]><rss", 1
    )
    first, second = parse(document).entries
    assert len(first.title) < 10
    assert "root:" not in first.summary
    assert second.title == "Title 2"


def test_html_entities_that_xml_lacks_are_read() -> None:
    assert parse(rss(item(1, title="Caf&eacute;&nbsp;open"))).entries[0].title == "Café open"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://other.example/a/1.html", "https://other.example/a/1.html"),
        ("/a/1.html", "https://www.meridia.example/a/1.html"),
        ("a/1.html", "https://www.meridia.example/api/a/1.html"),
        ("//cdn.example/a/1.html", "https://cdn.example/a/1.html"),
        ("  https://other.example/a/\n1.html ", "https://other.example/a/1.html"),
        ("https://other.example/a?x=1&amp;y=2", "https://other.example/a?x=1&y=2"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("http://", ""),
        ("http://[::1", ""),
        ("https://other.example/" + "a" * 2_048, ""),
    ],
)
def test_links_are_resolved_or_refused(link: str, url: str) -> None:
    assert parse(rss(item(1, link=link, guid="tag:1"))).entries[0].url == url


def test_an_item_without_a_link_is_found_by_a_guid_that_is_an_address() -> None:
    assert parse(rss(item(7, link=""))).entries[0].url.endswith("/a/slug/7.html")


def test_titles_and_summaries_are_plain_text() -> None:
    entry = parse(
        rss(
            item(
                1,
                title="&lt;script&gt;x()&lt;/script&gt;A &amp;amp; &lt;b&gt;B&lt;/b&gt; 1 &lt; 2",
                description="<![CDATA[<p>One <a href='x'>two</a><img src=x onerror=alert(1)>]]>",
            )
        )
    ).entries[0]
    assert entry.title == "A & B 1 < 2"
    assert entry.summary == "One two"


def test_an_item_as_rferl_writes_it_is_read_whole() -> None:
    head = (
        "<title>RM</title><ttl>60</ttl><language>en-US</language><generator>Pangea</generator>"
        f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="{ADDRESS}"/>'
    )
    extra = item(5, description="", author="ann@meridia.example (Ann Lee)", category="Ukraine")
    feed = parse(
        rss(extra + '<enclosure url="https://i.example/1.jpg" type="image/jpeg"/>', head=head)
    )
    assert (feed.title, feed.ttl_minutes, feed.self_url, feed.format) == ("RM", 60, ADDRESS, "rss")
    entry = feed.entries[0]
    assert entry.entry_key == "https://www.meridia.example/a/slug/5.html"
    assert (entry.summary, entry.category, entry.language) == ("", ("Ukraine",), "en-US")
    assert "Ann Lee" in entry.author
    assert entry.published_at == datetime(2025, 11, 24, 8, tzinfo=UTC)
    assert entry.published_raw == "Mon, 24 Nov 2025 10:00:00 +0200"


@pytest.mark.parametrize("raw", ["soon", "-5", "", "999999999999", "1e3"])
def test_a_ttl_that_is_no_number_is_no_ttl(raw: str) -> None:
    assert parse(rss(head=f"<title>T</title><ttl>{raw}</ttl>")).ttl_minutes is None


def test_atom_is_read() -> None:
    feed = parse(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk"><title>T</title>'
        '<link rel="self" href="/feed.atom"/><entry><id>tag:m.example,2025:1</id>'
        '<title type="html">&lt;i&gt;One&lt;/i&gt;</title><link href="/1"/>'
        "<updated>2025-11-24T10:00:00Z</updated><author><name>Ann Lee</name></author>"
        '<content type="html">&lt;p&gt;Body&lt;/p&gt;</content></entry></feed>'
    )
    entry = feed.entries[0]
    assert (feed.format, feed.self_url) == ("atom", "https://www.meridia.example/feed.atom")
    assert (entry.title, entry.author, entry.content_html) == ("One", "Ann Lee", "<p>Body</p>")
    assert entry.entry_key == "tag:m.example,2025:1"


def test_rss_1_is_read() -> None:
    feed = parse(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>T</title></channel><item><title>One</title>"
        "<link>https://m.example/1</link><dc:date>2025-11-24T10:00+02:00</dc:date></item></rdf:RDF>"
    )
    assert feed.format == "rdf"
    assert feed.entries[0].published_at == datetime(2025, 11, 24, 8, tzinfo=UTC)


def test_rss_0_91_is_read() -> None:
    document = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        + rss(item(1)).partition("?>")[2].replace("2.0", "0.91")
    )
    assert len(parse(document).entries) == 1


@pytest.mark.parametrize("content_type", ["application/feed+json", "text/html", "text/plain", ""])
def test_json_feed_is_read_whatever_it_is_served_as(content_type: str) -> None:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Radio Meridian",
        "language": "en",
        "items": [
            {
                "id": 5,
                "url": "/a/5",
                "title": "One",
                "content_html": "<p>Body</p>",
                "authors": [{"name": "Ann Lee"}, {"url": "x"}, 7],
                "date_published": "2025-11-24T10:00:00+02:00",
                "tags": ["Ukraine", None],
                "attachments": [{"url": "x"}],
            },
            "not an item",
            {},
        ],
    }
    feed = parse("\n" + json.dumps(document), content_type)
    entry = feed.entries[0]
    assert (feed.format, len(feed.entries)) == ("json", 2)
    assert (entry.entry_key, entry.url) == ("5", "https://www.meridia.example/a/5")
    assert (entry.author, entry.category, entry.language) == ("Ann Lee", ("Ukraine",), "en")
    assert entry.published_at == datetime(2025, 11, 24, 8, tzinfo=UTC)


def test_a_first_poll_of_20_000_items_reads_both_ends() -> None:
    feed = parse(rss(*items(20_000)))
    assert (len(feed.entries), feed.capped) == (MAX_ENTRIES, 20_000 - MAX_ENTRIES)
    titles = [entry.title for entry in feed.entries]
    assert (titles[0], titles[-1]) == ("Title 1", "Title 20000")


@given(st.binary(max_size=400), st.text(max_size=30))
def test_no_bytes_make_the_parser_fail_otherwise(body: bytes, content_type: str) -> None:
    try:
        feed = parse(body, content_type)
    except NotAFeed:
        return
    assert len({entry.entry_key for entry in feed.entries}) == len(feed.entries)


@given(st.data())
def test_a_feed_damaged_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    whole = rss(*items(4)).encode()
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 80))
    filler = data.draw(st.binary(max_size=20))
    try:
        feed = parse(whole[:start] + filler + whole[start + length :])
    except NotAFeed:
        return
    assert len(feed.entries) <= 4
    assert all(entry.url.startswith("http") or not entry.url for entry in feed.entries)
