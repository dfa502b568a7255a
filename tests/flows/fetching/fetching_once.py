"""Helpers to fetch one address and to expect one typed failure."""

import asyncio
from datetime import UTC, datetime

import pytest

from flows.fetching.client import Fetched, Fetcher
from flows.fetching.errors import InputError
from flows.fetching.guard import Resolver, resolve
from flows.fetching.limits import FetchOptions

NOW = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)
LOOPBACK = FetchOptions(allow_private=True, total_deadline_seconds=5.0)


def fetch(
    url: str,
    options: FetchOptions = LOOPBACK,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    resolver: Resolver = resolve,
) -> Fetched:
    async def once() -> Fetched:
        async with Fetcher(options, clock=lambda: NOW, resolver=resolver) as fetcher:
            return await fetcher.fetch(url, etag=etag, last_modified=last_modified)

    return asyncio.run(once())


def failure(
    url: str, options: FetchOptions = LOOPBACK, *, resolver: Resolver = resolve
) -> InputError:
    """Return the typed error that fetching ``url`` must end in."""
    with pytest.raises(InputError) as caught:
        fetch(url, options, resolver=resolver)
    return caught.value
