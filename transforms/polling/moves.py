"""Where a feed has moved, and which feeds have become one.

A permanent redirect (301, 308) becomes the address that is asked once it has been the same
for days; a temporary one (302, 303, 307) never does (RFC 9110, section 15.4).
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from transforms.feed_records import FeedState

PERMANENT = frozenset({301, 308})
STABLE_FOR = timedelta(days=3)
STABLE_SIGHTINGS = 3
FAILURES_BEFORE_RETURN = 5
"""After so many in a row at an adopted address, the story's own one is asked again."""


def permanent_target(url: str, redirects: Sequence[tuple[int, str]]) -> str:
    """Return the address that ``url`` has moved to for good; empty where it has not.

    Of several hops those up to the first temporary one count. A move from https to http is
    none: it would give up the protection for good.
    """
    target = ""
    for status, address in redirects:
        if status not in PERMANENT:
            break
        target = address
    if url.lower().startswith("https:") and not target.lower().startswith("https:"):
        return ""
    return target


def with_move(state: FeedState, redirects: Sequence[tuple[int, str]], now: datetime) -> FeedState:
    """Return the state after a good answer that came over these redirects.

    Another target starts anew; a direct answer forgets the move; a redirect back to the
    story's own address undoes an adopted one at once.
    """
    target = permanent_target(state.url, redirects)
    if not target or same_address(target, state.url):
        return _settled(state, state.url)
    if same_address(target, state.listed_url):
        return _settled(state, state.listed_url)
    if target != state.moved_to or state.moved_since is None:
        return replace(state, moved_to=target, moved_since=now, moved_sightings=1)
    sightings = state.moved_sightings + 1
    if sightings >= STABLE_SIGHTINGS and now - state.moved_since >= STABLE_FOR:
        return _settled(state, target)
    return replace(state, moved_sightings=sightings)


def back_to_listed(state: FeedState, *, is_gone: bool) -> FeedState | None:
    """Return the state that asks the story's own address again; None if it is asked already.

    For an adopted address that is gone, or that has failed time and again.
    """
    adopted = state.url != state.listed_url
    if adopted and (is_gone or state.consecutive_failures >= FAILURES_BEFORE_RETURN):
        return replace(_settled(state, state.listed_url), etag="", last_modified="", body_hash="")
    return None


class Followed:
    """The feeds that a story follows, to be found by their addresses."""

    def __init__(self, states: Iterable[FeedState]) -> None:
        self._by_address: dict[tuple[str, ...], list[FeedState]] = {}
        for state in states:
            for key in dict.fromkeys((_parts(state.url), _parts(state.listed_url))):
                self._by_address.setdefault(key, []).append(state)

    def partner_of(self, state: FeedState, excluded: Container[str] = ()) -> FeedState | None:
        """Return the feed whose address is the one that this feed has moved to, if any.

        Feeds that are gone or merged themselves are no partners, nor those in ``excluded``.
        """
        if state.url == state.listed_url:
            return None
        for other in self._by_address.get(_parts(state.url), ()):
            is_itself = other.feed_id == state.feed_id
            if not (is_itself or other.merged_into or other.gone_at or other.feed_id in excluded):
                return other
        return None


def same_address(one: str, other: str) -> bool:
    """Tell whether two addresses differ in nothing but case of the host, or a fragment."""
    return one == other or _parts(one) == _parts(other)


def _settled(state: FeedState, url: str) -> FeedState:
    return replace(state, url=url, moved_to="", moved_since=None, moved_sightings=0)


def _parts(address: str) -> tuple[str, str, str, str]:
    try:
        parts = urlsplit(address)
        scheme, port = parts.scheme.lower(), parts.port
    except ValueError:
        return ("", "", address, "")
    default = {"http": 80, "https": 443}.get(scheme)
    host = (parts.hostname or "") + (f":{port}" if port not in (None, default) else "")
    return (scheme, host, parts.path or "/", parts.query)
