"""The documents of a run as they come from the network."""

from collections.abc import Callable

from flows.clock import Clock
from flows.fetching.client import Fetcher
from flows.fetching.exchange import DocumentSource
from flows.fetching.limits import FetchOptions
from flows.installation.settings import Settings

MakeSource = Callable[[Settings, Clock, int], DocumentSource]
"""Makes the source that a run polls and fetches pages from, with so many requests at once."""


def network(settings: Settings, clock: Clock, at_once: int) -> DocumentSource:
    """Return the safe fetcher, within the limits of the settings."""
    options = FetchOptions(
        user_agent=settings.user_agent,
        total_deadline_seconds=settings.request_deadline_seconds,
        allow_private=settings.allow_private,
        per_host_concurrency=settings.per_host_concurrency,
        per_host_spacing_seconds=settings.per_host_spacing_seconds,
        total_concurrency=at_once,
    )
    return Fetcher(options, clock=clock)
