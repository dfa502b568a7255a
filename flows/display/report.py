"""What a person reads at the end of a run: feeds, counts, statements, alerts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.display.formats import counted, join, printable, shown
from flows.monitoring.monitor import RunReport
from flows.monitoring.pages import PageOutcome
from flows.monitoring.polling import FeedOutcome
from transforms.messages.telling import tell_feed
from transforms.polling.results import PLAIN_RETRY
from warehouse.database import Upgrade
from warehouse.reading import Answer

_NOBODY = "nobody named"
_NARROW = 80
"""Below so many columns a table of statements leaves a few letters to each cell."""
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


def print_statements(console: Console, answer: Answer) -> None:
    """Print statements as a table, or as paragraphs where the terminal is narrow."""
    if not answer.rows:
        return
    if console.width >= _NARROW:
        console.print(_statements_table(answer))
        return
    for row in answer.as_mappings():
        console.print(_statement_paragraph(row))


def _statement_paragraph(row: Mapping[str, Any]) -> RenderableType:
    head = Text.assemble(
        (f"{row['said_at']:%d %b %Y}  ", "dim"),
        (_speakers(row["speakers"], row["offices"]), "bold"),
        (f"  [{row['speech_type']}]", "dim"),
    )
    terms = join(row["terms"])
    where = f"about {terms}; " if terms else ""
    where += f"first in {_outlets(row)}"
    words = Padding(Text(shown(row["text"])), (0, 0, 0, 2))
    return Group(head, words, Padding(Text(where, style="dim"), (0, 0, 1, 2)))


def _statements_table(answer: Answer) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False, row_styles=("", "dim"))
    table.add_column("said", no_wrap=True)
    table.add_column("speaker, office", ratio=3, overflow="fold")
    table.add_column("type", no_wrap=True)
    table.add_column("words", ratio=7, overflow="fold")
    table.add_column("terms", ratio=2, overflow="fold")
    table.add_column("first outlet", ratio=2, overflow="fold")
    for row in answer.as_mappings():
        table.add_row(
            row["said_at"].strftime("%d %b %Y"),
            Text(_speakers(row["speakers"], row["offices"])),
            row["speech_type"],
            Text(shown(row["text"])),
            Text(join(row["terms"])),
            Text(_outlets(row)),
        )
    return table


def alert_lines(data: Mapping[str, Any], receiver: str = "console") -> RenderableType:
    """Return one alert for the terminal."""
    if "feed" in data:
        return _feed_lines(data, receiver)
    speakers = join(
        f"{speaker['name']} ({speaker['office']})" if speaker["office"] else speaker["name"]
        for speaker in data["speakers"]
    )
    terms = join(term["name"] for term in data["terms"])
    kind, report, where = _what_happened(data)
    mark = "“{}”" if data["speech_type"] == "direct" else "{}"
    head = Text.assemble(
        (f"{kind} → {receiver}  ", "bold yellow"), (printable(speakers), "bold"), "  ",
        (f"[{data['speech_type']}, {data['act']}]", "dim"),
    )  # fmt: skip
    words = Text(printable(data.get("difference") or mark.format(data["text"])))
    where = f"{where} {report['outlet']}: {report['url']}"
    about = f"about {terms}; " if terms else ""
    why = f"{about}{where}; route “{data['why']['route']}”"
    return Group(head, Padding(words, (0, 0, 0, 2)), Padding(Text(why, style="dim"), (0, 0, 1, 2)))


def _feed_lines(data: Mapping[str, Any], receiver: str) -> RenderableType:
    told = tell_feed(dict(data))
    head = Text.assemble((f"{told.head.upper()} → {receiver}  ", "bold yellow"), (told.who, "bold"))
    why = f"{told.outlet}: {told.link}; {told.why}"
    return Group(
        head, Padding(Text(told.words), (0, 0, 0, 2)), Padding(Text(why, style="dim"), (0, 0, 1, 2))
    )


def _what_happened(data: Mapping[str, Any]) -> tuple[str, Mapping[str, Any], str]:
    """Return the word for the event, the report that it shows, and how that is introduced."""
    if "first_report" in data:
        return "ALERT", data["first_report"], "first in"
    if "difference" in data:
        return "CORRECTED", data["report"], "by"
    if "lag_seconds" in data:
        return "ALSO REPORTED", data["report"], "now in"
    return "WITHDRAWN", data["report"], "last in"


def print_report(console: Console, report: RunReport) -> None:
    """Print the end summary of one run."""
    if report.feeds_with("waiting") < len(report.feeds):
        console.print(feeds_table(report))
    for line in (waiting_line(report), rest_line(report)):
        if line:
            console.print(Text(line))
    console.print(counts_line(report))
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


def _speakers(names: list[str] | None, offices: list[str] | None) -> str:
    parts = [
        f"{name}, {office}" if office else name
        for name, office in zip(names or [], offices or [], strict=True)
    ]
    return printable("; ".join(parts)) or _NOBODY


def _outlets(row: Mapping[str, Any]) -> str:
    others = (row["outlets"] or 1) - 1
    return f"{row['first_outlet']}" + (f" (+{others})" if others > 0 else "")
