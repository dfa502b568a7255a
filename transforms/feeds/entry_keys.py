"""What an entry is known by from poll to poll."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.identifiers import digest_id

_LASTING_GUID = re.compile(r"https?://|tag:|\d{1,12}$", re.IGNORECASE)
"""Addresses, tag URIs and database numbers are given once. Anything else (a UUID, a hash)
may be made anew at each poll, as some platforms do."""


@dataclass(frozen=True, slots=True)
class EntryMarks:
    """What an entry could be known by."""

    guid: str
    url: str
    title: str
    published_raw: str


def entry_keys(entries: Sequence[EntryMarks]) -> list[str]:
    """Return a key for each entry, in order; the same entry twice gets the same key.

    The guid, where it is unique in the feed and of a lasting kind; else the address, where
    that is unique; else an opaque guid that is unique; else a digest of title and date.
    A title never counts where an address does: a changed title is a revision.
    """
    addresses_of_guid: dict[str, set[str]] = defaultdict(set)
    guids_of_address: dict[str, set[str]] = defaultdict(set)
    titles_of_address: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        addresses_of_guid[entry.guid].add(entry.url or entry.title)
        guids_of_address[entry.url].add(entry.guid)
        titles_of_address[entry.url].add(entry.title)

    def key(entry: EntryMarks) -> str:
        is_anothers_address = entry.guid != entry.url and entry.guid in guids_of_address
        guid_is_unique = (
            bool(entry.guid)
            and len(addresses_of_guid[entry.guid]) == 1
            and not (entry.url and is_anothers_address)
        )
        url_is_unique = bool(entry.url) and 1 in (
            len(guids_of_address[entry.url]) if entry.guid else 0,
            len(titles_of_address[entry.url]),
        )
        if guid_is_unique and _LASTING_GUID.match(entry.guid):
            return entry.guid
        if url_is_unique:
            return entry.url
        if guid_is_unique:
            return entry.guid
        return "digest:" + digest_id(entry.url, entry.title, entry.published_raw)

    return [key(entry) for entry in entries]
