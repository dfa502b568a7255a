"""The health of feeds, as a person reads it."""

from collections.abc import Sequence
from datetime import datetime

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.display.formats import counted, printable
from warehouse.feed_health import UNWELL, FeedHealth

_STYLES = {
    "ok": "green",
    "moved": "green",
    "new": "dim",
    "merged": "dim",
} | dict.fromkeys(UNWELL, "red")


def print_feeds(console: Console, feeds: Sequence[FeedHealth], now: datetime) -> None:
    """Print one row a feed, and how many are in which state."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("feed", "state", "last success", "next poll (UTC)", "failures", "a day"):
        table.add_column(heading, no_wrap=heading != "feed", overflow="fold")
    table.add_column("why", ratio=1, overflow="fold")
    for feed in feeds:
        table.add_row(
            Text(printable(feed.feed_id)),
            Text(feed.state, style=_STYLES.get(feed.state, "yellow")),
            _time(feed.last_success_at) or "never",
            _next(feed, now),
            str(feed.consecutive_failures or ""),
            "" if feed.items_a_day is None else f"{feed.items_a_day:g}",
            Text(printable(feed.why)),
        )
    console.print(table)
    console.print(Text(_summary(feeds)))


def _summary(feeds: Sequence[FeedHealth]) -> str:
    states = [feed.state for feed in feeds]
    counts = ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states))
    return f"{counted(len(feeds), 'feed')}: {counts}" if feeds else "no feeds"


def _next(feed: FeedHealth, now: datetime) -> str:
    if feed.next_poll_at is None:
        return "never" if feed.state in ("gone", "merged") else "due"
    return _time(feed.next_poll_at) if feed.next_poll_at > now.replace(tzinfo=None) else "due"


def _time(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
