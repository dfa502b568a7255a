"""Publishing during a backfill: as often as it costs next to nothing.

A snapshot is a copy of the whole warehouse. After each of a thousand parts that would write the
warehouse a thousand times, and more and more of it.
"""

import time

from flows.installation.home import Home
from warehouse.snapshot import publish

MOST_OF_TIME = 0.05
"""What publishing may take of the time that a backfill takes."""


class Publishing:
    """Puts the snapshot in place; call everything under the writer's lock."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._seconds = 0.0
        self._ended = float("-inf")

    def when_cheap(self) -> None:
        """Publish, unless the last time is too short ago for what it took."""
        if time.monotonic() - self._ended >= self._seconds / MOST_OF_TIME:
            self.now()

    def now(self) -> None:
        """Publish."""
        began = time.monotonic()
        publish(self._home.private, self._home.published)
        self._ended = time.monotonic()
        self._seconds = self._ended - began

    def is_behind(self) -> bool:
        """Say whether something has landed since the snapshot was made."""
        if self._home.lake or not self._home.files[0].exists():
            return False
        private, published = self._home.files
        return not published.exists() or published.stat().st_mtime < private.stat().st_mtime
