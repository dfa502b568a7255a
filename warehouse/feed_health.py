"""How each feed fares at a moment, from the published snapshot."""

from dataclasses import dataclass, fields
from datetime import datetime

import duckdb

UNWELL = ("failing", "blocked", "gone")
"""States in which a person may have to do something."""


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """A row of the view ``feed_health``; times are UTC without a zone."""

    feed_id: str
    state: str
    last_success_at: datetime | None
    next_poll_at: datetime | None
    consecutive_failures: int
    items_a_day: float | None
    newest_entry_at: datetime | None
    why: str
    next_poll_reason: str
    url: str
    listed_url: str

    @property
    def next_step(self) -> str:
        """What happens next to a feed that is not well, in words; empty for the others."""
        return self.next_poll_reason if self.state in UNWELL else ""


def feed_health(
    connection: duckdb.DuckDBPyConnection, now: datetime, story_id: str | None = None
) -> list[FeedHealth]:
    """Return how the feeds of a story fare at ``now`` (aware), or those of all stories."""
    names = ", ".join(field.name for field in fields(FeedHealth))
    rows = connection.execute(
        f"""
        SELECT {names} FROM feed_health_at($now::TIMESTAMP)
        WHERE $story_id IS NULL OR story_id = $story_id ORDER BY feed_id
        """,  # noqa: S608 - our own names
        {"now": now.replace(tzinfo=None), "story_id": story_id},
    ).fetchall()
    return [FeedHealth(*row) for row in rows]
