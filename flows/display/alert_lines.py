"""Alerts as lines on a terminal."""

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from flows.display.formats import join, printable
from transforms.messages.telling import tell_feed


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
