"""HOSTILE.md point 6: what an entry is known by when its guid cannot be trusted."""

from feeds_of import item, rss
from hypothesis import given
from hypothesis import strategies as st

from transforms.feeds.entry_keys import EntryMarks, entry_keys
from transforms.feeds.parsing import parse_feed

ADDRESS = "https://www.meridia.example/api/news.xml"
UUIDS = (
    "0b6f2d3e-50b1-4d3c-9d55-0c3ad1b4f7a1",
    "9f0c1f4a-3a52-4a37-8b64-77c9f0a5a2d2",
)


def keys(*items: str) -> list[str]:
    feed = parse_feed(rss(*items).encode(), "text/xml", ADDRESS)
    return [entry.entry_key for entry in feed.entries]


def test_without_a_guid_the_link_is_the_key() -> None:
    assert keys(item(1, guid=""), item(2, guid="")) == [
        "https://www.meridia.example/a/slug/1.html",
        "https://www.meridia.example/a/slug/2.html",
    ]


def test_guids_that_are_all_equal_give_way_to_the_links() -> None:
    assert keys(item(1, guid="42"), item(2, guid="42")) == [
        "https://www.meridia.example/a/slug/1.html",
        "https://www.meridia.example/a/slug/2.html",
    ]


def test_a_guid_that_changes_on_each_poll_does_not_make_a_new_entry() -> None:
    assert keys(item(1, guid=UUIDS[0])) == keys(item(1, guid=UUIDS[1]))


def test_a_lasting_guid_holds_when_the_link_changes() -> None:
    first = item(1, guid="tag:m.example,2025:1")
    moved = item(1, guid="tag:m.example,2025:1", link="https://m.example/new-slug/1.html")
    assert keys(first) == keys(moved)


def test_a_title_that_changes_under_the_same_link_is_the_same_entry() -> None:
    assert keys(item(1, guid="")) == keys(item(1, guid="", title="Another title"))


def test_links_that_are_all_the_front_page_give_way_to_opaque_guids() -> None:
    front = "https://m.example/"
    found = keys(item(1, guid=UUIDS[0], link=front), item(2, guid=UUIDS[1], link=front))
    assert found == list(UUIDS)


def test_without_guid_and_link_title_and_date_make_the_key() -> None:
    first, second = keys(item(1, guid="", link=""), item(2, guid="", link=""))
    assert first != second
    assert keys(item(1, guid="", link="", description="A clock: 10:01")) == [first]


def test_the_same_entry_twice_is_one() -> None:
    assert len(keys(item(1), item(1), item(2))) == 2


marks = st.builds(
    EntryMarks,
    guid=st.sampled_from(["", "1", "2", "uuid-a", "uuid-b", "https://m.example/1"]),
    url=st.sampled_from(["", "https://m.example/1", "https://m.example/2"]),
    title=st.sampled_from(["", "One", "Two"]),
    published_raw=st.sampled_from(["", "2025"]),
)


@given(st.lists(marks, max_size=8))
def test_keys_do_not_depend_on_the_order_of_the_feed(entries: list[EntryMarks]) -> None:
    forward = dict(zip(entries, entry_keys(entries), strict=True))
    backward = dict(zip(entries[::-1], entry_keys(entries[::-1]), strict=True))
    assert forward == backward
    assert all(forward.values())


@given(st.lists(marks, max_size=8, unique_by=lambda entry: (entry.guid, entry.url)))
def test_entries_of_different_addresses_never_share_a_key(entries: list[EntryMarks]) -> None:
    found = entry_keys(entries)
    addresses: dict[str, str] = {}
    for entry, key in zip(entries, found, strict=True):
        if entry.url:
            assert addresses.setdefault(key, entry.url) == entry.url
