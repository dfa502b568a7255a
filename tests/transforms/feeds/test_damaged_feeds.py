"""HOSTILE.md points 2, 3 and 4: feeds that are broken, mislabelled or booby-trapped."""

from typing import Any

import feedparser
import pytest
from feeds_of import item, items, parse, rss
from hypothesis import given
from hypothesis import strategies as st

from transforms.feeds.records import NotAFeed

HELLO = "Привіт, Європо"
BREAKING = "<category</item>Ukraine</category>"
"""feedparser looks for the tags of an entry that has ended, and raises KeyError."""


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
