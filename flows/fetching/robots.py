"""The gate before a page: its site's robots.txt, asked for once a day."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx

from flows.clock import Clock
from flows.fetching.errors import (
    AddressRefused,
    InputError,
    RedirectRefused,
    RobotsDisallowed,
    RobotsUnreachable,
)
from flows.fetching.exchange import DocumentSource
from flows.fetching.visit import without_password
from transforms.feed_records import RobotsCopy
from transforms.robots import MOST_BYTES, Rules, after_answer, after_failure, is_current

ABSENT = (AddressRefused, RedirectRefused)
"""Failures that asking again would not change; the page's own request meets the first too."""


class RobotsGate:
    """Asks each site's robots.txt before its pages. One instance serves a run.

    ``known`` are the copies that earlier runs left, by origin; ``checked`` holds those that
    were asked for anew, to be kept for the next run.
    """

    def __init__(
        self, source: DocumentSource, known: Mapping[str, RobotsCopy], user_agent: str, clock: Clock
    ) -> None:
        self._source = source
        self._known = known
        self._user_agent = user_agent
        self._clock = clock
        self._sites: dict[str, asyncio.Task[Rules]] = {}
        self.checked: list[RobotsCopy] = []

    async def admit(self, url: httpx.URL) -> float:
        """Return the seconds that requests to this site are to be apart.

        Raise ``RobotsDisallowed`` or ``RobotsUnreachable`` where it may not be asked.
        """
        origin = _origin(url)
        if origin not in self._sites:
            self._sites[origin] = asyncio.create_task(self._rules(origin))
        rules = await asyncio.shield(self._sites[origin])
        permission = rules.permission(str(url), self._clock())
        label = without_password(url)
        if permission.verdict == "disallowed":
            raise RobotsDisallowed(label, f"{origin}/robots.txt disallows it")
        if permission.verdict == "unknown":
            raise RobotsUnreachable(label, f"{origin}/robots.txt could not be read")
        return permission.delay_seconds

    async def _rules(self, origin: str) -> Rules:
        copy = self._known.get(origin)
        if copy is None or not is_current(copy, self._clock()):
            copy = await self._ask(origin, copy)
            self.checked.append(copy)
        return Rules(copy, self._user_agent)

    async def _ask(self, origin: str, before: RobotsCopy | None) -> RobotsCopy:
        try:
            fetched = await self._source.fetch(f"{origin}/robots.txt", cut_at=MOST_BYTES)
        except InputError as error:
            return after_failure(
                before, origin, error.status, error.cause,
                is_absent=isinstance(error, ABSENT), now=self._clock(),
            )  # fmt: skip
        return after_answer(origin, fetched.body, fetched.status or 0, self._clock())


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
