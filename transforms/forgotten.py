"""What a feed says of articles that were taken down is not kept, and their page not asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from seeds.story import Feed
from transforms.articles.identity import article_id_of
from transforms.feed_records import Entry


def address_ids(feed: Feed | None, addresses: Iterable[str]) -> frozenset[str]:
    """Return the article ids that these addresses give, within the feed's outlet and without."""
    found = set()
    for address in filter(None, addresses):
        found.add(article_id_of("", address, "", ""))
        if feed is not None:
            found.add(article_id_of(feed.outlet, address, "", feed.article_key))
    return frozenset(found)


def without_forgotten(
    entries: Iterable[Entry], feeds: Mapping[str, Feed], forgotten: frozenset[str]
) -> list[Entry]:
    """Return the entries, those of forgotten articles emptied and skipped."""
    if not forgotten:
        return list(entries)
    return [
        emptied(entry) if address_ids(feeds.get(entry.feed_id), (entry.url,)) & forgotten else entry
        for entry in entries
    ]


def emptied(entry: Entry) -> Entry:
    """Return an entry without what it says; its hash stays, by which it is known again."""
    return replace(
        entry, title="", summary="", content_html="", author="", page_state="skipped",
        page_error="forgotten",
    )  # fmt: skip
