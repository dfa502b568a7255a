"""Whose turn it is: how many requests go out at once, to one host and in all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from flows.fetching.errors import Postponed
from flows.fetching.limits import FetchOptions


class Turns:
    """Hands out turns within the limits of the options.

    A request waits for its host first and holds no place among all requests while it does, so
    that a thousand requests to one slow host leave every other host its place.
    """

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._total = asyncio.Semaphore(options.total_concurrency)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(
        self, label: str, host: str, spacing_seconds: float = 0.0
    ) -> AsyncIterator[None]:
        """Wait for a turn at ``host`` and hold it for the block.

        ``spacing_seconds`` is what the site asks for; the options' own is kept to in any case.
        Raise ``Postponed`` where the turn would come later than ``longest_wait_seconds``.
        """
        turns = self._hosts.get(host)
        if turns is None:
            turns = self._hosts[host] = _Host(self._options.per_host_concurrency)
        spacing = max(spacing_seconds, self._options.per_host_spacing_seconds)
        loop = asyncio.get_running_loop()
        latest = loop.time() + self._options.longest_wait_seconds
        try:
            async with asyncio.timeout_at(latest):
                await turns.places.acquire()
        except TimeoutError as error:
            raise _postponed(label, host) from error
        try:
            start = max(loop.time(), turns.next_start)
            if start > latest:
                raise _postponed(label, host)
            turns.next_start = start + spacing
            if start > loop.time():
                await asyncio.sleep(start - loop.time())
            async with self._total:
                yield
        finally:
            turns.places.release()


class _Host:
    """The turns at one host; times are those of the event loop."""

    __slots__ = ("next_start", "places")

    def __init__(self, concurrency: int) -> None:
        self.places = asyncio.Semaphore(concurrency)
        self.next_start = 0.0


def _postponed(label: str, host: str) -> Postponed:
    return Postponed(label, f"more requests wait for {host} than it takes in one run")
