"""HOSTILE.md points 1, 8 and 9, and the formats."""

import json
from datetime import UTC, datetime

import pytest
from feeds_of import ADDRESS, item, items, parse, rss

from transforms.feeds.framing import MAX_ENTRIES
from transforms.feeds.records import NotAFeed


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


@pytest.mark.parametrize("version", ["0.90", "0.91", "0.92", "0.93", "0.94", "2.0", "2.0.1", ""])
def test_every_version_of_rss_is_read(version: str) -> None:
    document = rss(item(1)).replace('version="2.0"', f'version="{version}"')
    feed = parse(document)
    assert (feed.format, [entry.title for entry in feed.entries]) == ("rss", ["Title 1"])


def test_rss_0_90_has_the_root_of_rss_1_and_its_own_names() -> None:
    feed = parse(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Old</title></channel>'
        "<item><title>Tolls</title><link>https://www.meridia.example/1</link></item></rdf:RDF>"
    )
    assert (feed.format, feed.title, feed.entries[0].title) == ("rdf", "Old", "Tolls")


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3_600),
        (
            "<sy:updatePeriod> Daily\n</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            21_600,
        ),
        ("<sy:updatePeriod>weekly</sy:updatePeriod>", 604_800),
        ("<sy:updateFrequency>4</sy:updateFrequency>", None),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>-1</sy:updateFrequency>",
            None,
        ),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
            3_600,
        ),
    ],
)
def test_what_the_syndication_module_asks_for_is_read(words: str, seconds: int | None) -> None:
    document = rss(item(1), head=words).replace(
        "<rss ", '<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    )
    assert parse(document).update_seconds == seconds
