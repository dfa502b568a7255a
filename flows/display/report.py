"""What a person reads at the end of a run: feeds, counts, failures."""

from collections import Counter
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.display.formats import counted, join, printable
from flows.monitoring.monitor import RunReport
from flows.monitoring.pages import PageOutcome
from flows.monitoring.polling import FeedOutcome
from transforms.polling.results import PLAIN_RETRY
from warehouse.database import Upgrade

_FEED_HEADINGS = ("feed", "outcome", "entries", "pages", "again (UTC)", "note")
_OUTCOMES = {"read": "green", "unchanged": "dim", "failed": "red", "resting": "yellow"}


def feeds_table(report: RunReport) -> Table:
    """Return one row a feed: outcome, entries, and why it failed or rests.

    Feeds that are not due have no row: ``waiting_line`` counts them.

    What happens next stands in the row, unless it is the same for several feeds: then
    ``shared_next_step`` says it once.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    rows = []
    for outcome in report.feeds:
        if outcome.fetch.outcome == "waiting":
            continue
        pages = [page for page in report.pages if page.entry.feed_id == outcome.feed.feed_id]
        fetched = sum(page.is_fetched for page in pages)
        rows.append(
            (
                Text(printable(outcome.feed.feed_id)),
                Text(outcome.fetch.outcome, style=_OUTCOMES[outcome.fetch.outcome]),
                Text(str(len(outcome.parsed.entries)) if outcome.parsed else ""),
                Text(str(fetched) if pages else ""),
                Text(_tried_again(outcome)),
                Text(printable(_feed_note(outcome, pages))),
            )
        )
    # Reasons are long: a column without a word in it would only press them together.
    filled = [place for place in range(len(_FEED_HEADINGS)) if any(row[place] for row in rows)]
    for place in filled:
        table.add_column(_FEED_HEADINGS[place], overflow="fold")
    for row in rows:
        table.add_row(*(row[place] for place in filled))
    return table


def waiting_line(report: RunReport) -> str:
    """Return how many feeds were not due, and when the first of them is; empty if none waits."""
    due = [
        outcome.state.next_poll_at
        for outcome in report.feeds
        if outcome.fetch.outcome == "waiting" and outcome.state.next_poll_at
    ]
    if not due:
        return ""
    others = counted(len(due), "feed") + (" is" if len(due) == 1 else " are")
    return f"{others} not due; the next at {min(due):%d %b %Y %H:%M} UTC."


def rest_line(report: RunReport) -> str:
    """Return that every feed rests, where that is so: nothing was asked for that reason."""
    resting = report.feeds_with("resting")
    if not report.feeds or resting < len(report.feeds):
        return ""
    back = [outcome.state.rest_until for outcome in report.feeds if outcome.state.rest_until]
    when = (
        f"the first is asked again at {min(back):%d %b %Y %H:%M} UTC"
        if back
        else ("none is asked again until an address in the story is changed")
    )
    return f"No feed was asked: all {resting} are at rest or gone, and {when}."


def unmet_line(report: RunReport) -> str:
    """Return that no new article is about the story, where that is so: none is then read."""
    landed = report.landed
    if not landed.articles or landed.mentions:
        return ""
    which = "The new article names" if landed.articles == 1 else "None of the new articles names"
    none = "no" if landed.articles == 1 else "an"
    return (
        f"{which} {none} actor or term of the story, and statements are looked for only where one "
        "is named: `onrecord tag` shows what is found in a text."
    )


def upgrade_line(upgrade: Upgrade) -> str:
    """Return what was done to a warehouse of an older version, and where it is as it was."""
    return (
        f"The warehouse was brought up to date by {counted(len(upgrade.applied), 'migration')}; "
        f"as it was before, it is kept in {upgrade.kept}."
    )


def counts_line(report: RunReport) -> Text:
    """Return what was fetched, landed, quarantined and sent, in one sentence."""
    landed = report.landed
    before = f"{upgrade_line(report.upgraded)}\n" if report.upgraded else ""
    waiting = len(report.delivery.failed)
    fetched = sum(page.is_fetched for page in report.pages)
    edits = landed.revisions - landed.articles
    text = f"{before}Run {landed.run_seq}: fetched {counted(fetched, 'page')}; landed "
    if landed.revisions:
        text += (
            f"{counted(landed.articles, 'new article')}{_copies(landed.copies)}, "
            f"{counted(edits, 'edit')} of known ones, "
            f"{counted(landed.mentions, 'mention')}, "
            f"{counted(landed.appearances, 'appearance')} of statements, "
        )
    text += (
        f"{counted(landed.statements, 'new statement')}; quarantined {landed.quarantined}; "
        f"sent {counted(len(report.delivery.delivered), 'alert')}"
    )
    by_receiver = Counter(event.receiver for event in report.delivery.delivered)
    if by_receiver:
        text += f" ({join(f'{name} {sent}' for name, sent in sorted(by_receiver.items()))})"
    if waiting:
        text += f", {waiting} waiting"
    return Text(f"{text} ({report.seconds:.1f} s).")


def _copies(copies: int) -> str:
    if not copies:
        return ""
    return " (1 a copy of an earlier one)" if copies == 1 else f" ({copies} copies of earlier ones)"


def failures(report: RunReport) -> list[str]:
    """Return a line for each page or alert that failed: what, why, what next."""
    lines = [
        f"page {page.entry.url or page.entry.entry_key}: {page.entry.page_error}"
        for page in report.pages
        if page.entry.page_error
    ]
    lines += [
        f"alert {alert.notification_id} to {alert.receiver}: {reason}"
        for alert, reason in report.delivery.failed
    ]
    return lines


def print_report(console: Console, report: RunReport) -> None:
    """Print the end summary of one run."""
    if report.feeds_with("waiting") < len(report.feeds):
        console.print(feeds_table(report))
    for line in (waiting_line(report), rest_line(report)):
        if line:
            console.print(Text(line))
    console.print(counts_line(report))
    if unmet_line(report):
        console.print(Text(unmet_line(report)))
    for line in failures(report):
        console.print(Text("  " + printable(line), style="red"))


def _tried_again(outcome: FeedOutcome) -> str:
    if outcome.fetch.outcome not in ("failed", "resting"):
        return ""
    at = outcome.state.next_poll_at
    return f"{at:%d %b %H:%M}" if at else "never"


def _feed_note(outcome: FeedOutcome, pages: Sequence[PageOutcome]) -> str:
    held_back = sum(page.entry.is_held_back for page in pages)
    if held_back:
        change = "entry changes" if held_back == 1 else "entries change"
        return f"{held_back} {change} at every poll: left alone until tomorrow"
    if outcome.is_first_sight:
        return "first sight: nothing of it alerts"
    cause, next_step = outcome.state.last_error, outcome.fetch.next_step
    if next_step.startswith(PLAIN_RETRY):  # the row says when
        return cause
    return "; ".join(filter(None, (cause, next_step)))
