from dataclasses import replace
from datetime import timedelta

from making import AT, a_document, blank, strait_talks

from transforms.entry_decisions import (
    MOST_ENTRIES_ON_FIRST_SIGHT,
    MOST_PAGE_ATTEMPTS,
    decide_entries,
    decide_retries,
    page_failed,
)
from transforms.feed_records import Entry, KnownEntry
from transforms.feeds.records import FeedEntry
from transforms.polling.churn import MOST_CHANGES_A_DAY

FEED = strait_talks().feeds[0]


def parsed(key: str, title: str = "Tolls", url: str = "") -> FeedEntry:
    return blank(FeedEntry, entry_key=key, title=title, url=url or a_document(key).url, category=())


def known(*entries: Entry, **changes: object) -> dict[str, KnownEntry]:
    names = KnownEntry.__slots__
    rows = [KnownEntry(**{name: getattr(entry, name) for name in names}) for entry in entries]
    return {row.entry_id: replace(row, **changes) for row in rows}


def decide(
    entries: list[FeedEntry], held: dict[str, KnownEntry] | None = None, first: bool = False
) -> list[Entry]:
    return decide_entries("strait-talks", FEED, entries, held or {}, is_first_sight=first, now=AT)


def test_a_new_entry_is_to_be_fetched_and_an_unchanged_one_is_not() -> None:
    (new,) = decide([parsed("a")])
    assert (new.page_state, new.entry_key, new.seen_at) == ("pending", "a", AT)
    assert decide([parsed("a")], known(new, page_state="fetched")) == []


def test_a_changed_entry_is_fetched_again_from_the_first_attempt() -> None:
    (before,) = decide([parsed("a")])
    held = known(before, page_state="failed", page_attempts=5)
    (changed,) = decide([parsed("a", title="Tolls, updated")], held)
    assert changed.entry_id == before.entry_id
    assert (changed.page_state, changed.page_attempts) == ("pending", 0)


def test_a_new_key_for_a_link_that_is_known_makes_no_new_entry() -> None:
    (before,) = decide([parsed("a", url="https://gazette.example/x")])
    assert decide([parsed("b", url="https://gazette.example/x")], known(before)) == []
    other_feed = known(before, feed_id="other-feed")
    assert len(decide([parsed("b", url="https://gazette.example/x")], other_feed)) == 1


def told(key: str, **changes: str) -> FeedEntry:
    """An entry of which the feed says all there is to say."""
    said = {"summary": "From Monday.", "published_raw": "Mon, 24 Nov 2025 08:00:00 GMT"}
    entry = replace(parsed(key), **said, published_at=AT, published_precision="second")
    return replace(entry, **changes)


def test_key_and_link_that_change_together_make_no_new_entry_and_ask_for_no_page() -> None:
    (before,) = decide([told("a")])
    held = known(before, page_state="fetched")
    assert decide([told("b")], held) == []
    (unfetched,) = decide([told("b")], known(before, page_state="failed"))
    assert (unfetched.entry_id, unfetched.url) == (before.entry_id, told("b").url)


def test_entries_with_the_same_words_are_two_where_the_feed_tells_them_apart() -> None:
    (before,) = decide([told("a")])
    held = known(before, page_state="fetched")
    assert len(decide([told("a"), told("b")], held)) == 1
    assert len(decide([told("b", published_raw="Mon, 24 Nov 2025 18:00:00 GMT")], held)) == 1
    (by_day,) = decide([told("a", published_precision="day")])
    assert len(decide([told("b", published_precision="day")], known(by_day))) == 1
    assert by_day.entry_id not in {e.entry_id for e in decide([told("b")], known(by_day))}


def test_two_entries_of_one_feed_with_one_link_do_not_change_each_other() -> None:
    live = [parsed("a", "08:00", "https://gazette.example/live")]
    live += [parsed("b", "09:00", "https://gazette.example/live")]
    first = decide(live)
    assert len(first) == 2
    assert decide(live, known(*first)) == []
    assert decide(live, known(first[0])) == [first[1]]


def test_an_entry_without_a_link_is_told_apart_by_its_key() -> None:
    entries = [replace(parsed(key), url="") for key in "ab"]
    (first,) = decide(entries[:1])
    assert [entry.entry_key for entry in decide(entries, known(first))] == ["b"]


def test_an_entry_that_a_feed_lists_twice_is_one() -> None:
    assert len(decide([parsed("a"), parsed("a")])) == 1


def test_on_first_sight_only_the_first_entries_are_fetched() -> None:
    entries = [parsed(str(number)) for number in range(MOST_ENTRIES_ON_FIRST_SIGHT + 2)]
    states = [entry.page_state for entry in decide(entries, first=True)]
    assert states == ["pending"] * MOST_ENTRIES_ON_FIRST_SIGHT + ["skipped"] * 2
    assert {entry.page_state for entry in decide(entries)} == {"pending"}
    assert all(entry.is_first_sight for entry in decide(entries, first=True))


def test_a_page_is_asked_for_again_until_the_limit() -> None:
    (entry,) = decide([parsed("a")], first=True)
    rounds = 0
    while entry.page_state == "pending":
        entry = page_failed(entry, "HTTP 503", may_retry=True)
        rounds += 1
        later = AT + timedelta(hours=rounds)
        for owed in decide_retries(known(entry).values(), [], "strait-talks", later):
            assert owed == replace(entry, seen_at=later)
    assert rounds == MOST_PAGE_ATTEMPTS
    assert (entry.page_state, entry.page_error) == ("failed", "HTTP 503")


def test_a_page_that_is_gone_is_given_up_at_once() -> None:
    (entry,) = decide([parsed("a")])
    assert page_failed(entry, "HTTP 410", may_retry=False).page_state == "failed"


def test_an_entry_that_is_decided_anew_is_not_asked_for_twice() -> None:
    (entry,) = decide([parsed("a")])
    assert decide_retries(known(entry).values(), [entry], "strait-talks", AT) == []


def test_an_entry_that_changes_at_every_poll_is_held_back_until_the_next_day() -> None:
    (entry,) = decide([parsed("a")])
    states = []
    for number in range(MOST_CHANGES_A_DAY + 3):
        held = known(replace(entry, page_state="fetched"))
        (entry,) = decide([parsed("a", title=f"Tolls, {number} seen")], held)
        states.append((entry.page_state, entry.is_held_back))
    assert states == [("pending", False)] * MOST_CHANGES_A_DAY + [("fetched", True)] * 3

    held = known(replace(entry, page_state="fetched"))
    last = [parsed("a", title="Tolls, 10 seen")]
    (tomorrow,) = decide_entries(
        "strait-talks", FEED, last, held, is_first_sight=False, now=AT + timedelta(days=1)
    )
    assert (tomorrow.page_state, tomorrow.changes_on_day) == ("pending", 1)
