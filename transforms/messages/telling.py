"""What a message tells of one event, in plain words that no channel has escaped yet."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

_HEADS = {
    "statement.also_reported": "Also reported",
    "statement.corrected": "Corrected",
    "statement.withdrawn": "Withdrawn",
}
_FORMATS = {
    "minute": "%d %B %Y, %H:%M UTC",
    "hour": "%d %B %Y, about %H:00 UTC",
    "week": "in the week of %d %B %Y",
    "month": "in %B %Y",
    "year": "in %Y",
}
_DAY = "%d %B %Y"
_CHANGE = re.compile(r"(\[-.*?-\]|\{\+.*?\+\})")


@dataclass(frozen=True, slots=True)
class Part:
    """Some words, and how they stand out."""

    kind: Literal["same", "marked", "added", "removed"]
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """One event in words."""

    head: str
    """What happened, where it is no new statement."""
    who: str
    words: str
    details: tuple[str, ...]
    """Lines, the most important first."""
    sentence: tuple[Part, ...]
    difference: tuple[Part, ...]
    outlet: str
    link: str
    why: str
    terms: tuple[str, ...]


def tell(body: str) -> Told:
    """Return what an event's body tells; what an older version left out is not told."""
    event = json.loads(body)
    data = event.get("data") or {}
    if "feed" in data:
        return tell_feed(data)
    report = data.get("first_report") or data.get("report") or {}
    terms = tuple(term.get("name", "") for term in data.get("terms", ()))
    difference = data.get("difference") or data.get("altered") or ""
    return Told(
        head=_HEADS.get(event.get("type", ""), ""),
        who=", ".join(_person(speaker) for speaker in data.get("speakers", ())) or "Nobody named",
        words=_quoted(data),
        details=tuple(filter(None, (_said(data, report, terms), *_circumstances(data)))),
        sentence=_marked(report.get("sentence", ""), report.get("words", "")),
        difference=_parts(difference),
        outlet=report.get("outlet", ""),
        link=report.get("url", ""),
        why=_why(data.get("why") or {}),
        terms=terms,
    )


def tell_feed(data: dict[str, Any]) -> Told:
    """Return what is told of a feed that fell silent or speaks again."""
    feed, newest, habit = data.get("feed") or {}, data.get("newest_entry_at"), data["items_a_day"]
    newest_told = _date(newest, _FORMATS["minute"]) if newest else ""
    usual = f"; its habit is {habit:g} a day" if habit is not None else ""
    return Told(
        head="Feed silent" if data["is_stale"] else "Feed speaks again",
        who=feed.get("title") or feed.get("feed_id", ""),
        words=f"Nothing new since {newest_told}{usual}."
        if data["is_stale"]
        else f"It has an entry of {newest_told} again{usual}.",
        details=(),
        sentence=(),
        difference=(),
        outlet=feed.get("outlet", ""),
        link=feed.get("url", ""),
        why=_why(data.get("why") or {}),
        terms=(),
    )


def _person(speaker: dict[str, Any]) -> str:
    office = speaker.get("office") or speaker.get("description") or ""
    return f"{speaker.get('name', '')} ({office})" if office else str(speaker.get("name", ""))


def _quoted(data: dict[str, Any]) -> str:
    text = str(data.get("text", "")).strip()
    return f"\u201c{text}\u201d" if data.get("speech_type") == "direct" else text


def _said(data: dict[str, Any], report: dict[str, Any], terms: tuple[str, ...]) -> str:
    cue = report.get("cue") or "said"
    about = f" about {', '.join(terms)}" if terms else ""
    return ", ".join(filter(None, (f"{cue}{about}", _when(data))))


def _when(data: dict[str, Any]) -> str:
    """Return when it was said as exactly as the article tells, else when it was published."""
    if stated := data.get("stated_at"):
        return _date(stated, _FORMATS.get(data.get("stated_precision", ""), _DAY))
    if published := data.get("published_at"):
        return "reported " + _date(published, _DAY)
    if seen := data.get("first_seen_at"):
        return "first seen " + _date(seen, _FORMATS["minute"])
    return ""


def _date(iso: str, form: str) -> str:
    told = datetime.fromisoformat(iso)
    return told.strftime(form.replace("%d", str(told.day)))


def _circumstances(data: dict[str, Any]) -> list[str]:
    speakers = data.get("speakers", ())
    new = [speaker["name"] for speaker in speakers if speaker.get("is_new")]
    others = list(data.get("outlets", ()))[1:]
    lag = data.get("lag_seconds")
    return [
        f"relayed by {', '.join(data['relayed_by'])}" if data.get("relayed_by") else "",
        f"first statement on record of {', '.join(new)}" if new else "",
        f"says again statement {data['reasserts_statement_id']}"
        if data.get("reasserts_statement_id")
        else "",
        f"{_span(lag)} after the first report" if lag and lag > 0 else "",
        f"in other outlets so far: {', '.join(others)}" if others else "",
    ]


def _span(seconds: float) -> str:
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return "less than a minute"


def _marked(sentence: str, words: str) -> tuple[Part, ...]:
    place = sentence.find(words) if words else -1
    if place < 0:
        return (Part("same", sentence),) if sentence else ()
    parts = (
        Part("same", sentence[:place]),
        Part("marked", words),
        Part("same", sentence[place + len(words) :]),
    )
    return tuple(part for part in parts if part.text)


def _parts(difference: str) -> tuple[Part, ...]:
    """Return the pieces of ``kept [-gone-] {+new+}``."""
    parts = []
    for piece in _CHANGE.split(difference):
        if piece.startswith("[-") and piece.endswith("-]"):
            parts.append(Part("removed", piece[2:-2]))
        elif piece.startswith("{+") and piece.endswith("+}"):
            parts.append(Part("added", piece[2:-2]))
        elif piece:
            parts.append(Part("same", piece))
    return tuple(parts)


def _why(why: dict[str, Any]) -> str:
    if not why.get("route"):
        return ""
    matchers = ", ".join(why.get("matchers", ()))
    return f"route {why['route']}" + (f": {matchers}" if matchers else "")
