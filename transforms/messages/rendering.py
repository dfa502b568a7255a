"""How a notification reads: short for chat, plain text and HTML for email."""

import textwrap
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from transforms.messages.escaping import for_chat, plain, safe_link
from transforms.messages.telling import Part, Told, tell
from transforms.notification_records import Message, Notification

if TYPE_CHECKING:
    from jinja2 import Template

_COLUMNS = 72
_LONGEST_SUBJECT = 120
_LONGEST_SHORT = 400
_MARKS = {"same": "{}", "marked": ">>{}<<", "added": "{{+{}+}}", "removed": "[-{}-]"}
_HTML = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width"><title>{{ subject }}</title></head>
<body style="margin:0;padding:16px;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:600px;margin:0 auto">
{% if heading %}<h1 style="font-size:20px;margin:0 0 16px">{{ heading }}</h1>{% endif %}
{% for item in items %}
<div style="border-left:4px solid #888;padding:0 0 0 16px;margin:0 0 32px">
{% if item.head %}<p style="margin:0;font-weight:bold">{{ item.head }}</p>{% endif %}
<p style="margin:0"><strong>{{ item.who|plain }}</strong></p>
<p style="font-size:20px;margin:8px 0">{{ item.words|plain }}</p>
{% for line in item.details %}<p style="margin:0">{{ line|plain }}</p>{% endfor %}
{% if item.difference %}<p style="margin:8px 0">Words: {{ parts(item.difference) }}</p>{% endif %}
{% if item.sentence %}<p style="margin:8px 0">{{ parts(item.sentence) }}</p>{% endif %}
<p style="margin:8px 0 0">{% if item.link|link %}<a href="{{ item.link|link }}">\
{{ item.outlet|plain or "the article" }}</a>{% else %}{{ item.outlet|plain }}{% endif %}</p>
<p style="margin:0;font-size:13px;opacity:.75">{{ item.why|plain }}</p>
</div>
{% endfor %}
{% if left_out %}<p>{{ left_out }}</p>{% endif %}
</div></body></html>
"""
_PARTS = """\
{% for part in pieces %}{% if part.kind == "marked" %}\
<mark style="background:#ffe58a;color:#111">{{ part.text|plain }}</mark>\
{% elif part.kind == "added" %}<ins>{{ part.text|plain }}</ins>\
{% elif part.kind == "removed" %}<del>{{ part.text|plain }}</del>\
{% else %}{{ part.text|spaced }}{% endif %}{% endfor %}"""


def render(notification: Notification) -> Message:
    """Return a notification as people read it, in all forms."""
    told = [tell(event.body) for event in notification.events]
    left_out = f"{notification.left_out} more" if notification.left_out else ""
    mark = "[TEST] " if notification.is_test else ""
    heading = _heading(told, notification)
    subject = mark + (heading or _subject(told[0]))
    pieces = [mark + heading] if heading or mark else []
    short = "\n".join(filter(None, (*pieces, *(_short(item) for item in told), left_out)))
    text = "\n\n".join(filter(None, (*pieces, *(_text(item) for item in told), left_out)))
    html, parts = _templates()
    return Message(
        subject=subject,
        short=short,
        text=text + "\n",
        html=html.render(
            subject=subject,
            heading=(mark + heading).strip(),
            items=told,
            left_out=left_out,
            parts=lambda pieces: _as_markup(parts.render(pieces=pieces)),
        ),
    )


def _heading(told: Sequence[Told], notification: Notification) -> str:
    """Return what a group is about; empty for a single event."""
    if len(told) == 1 and not notification.left_out:
        return ""
    count = len(told) + notification.left_out
    kinds = {event.event_type for event in notification.events}
    kind = "new statement" if kinds == {"statement.published"} else "alert"
    terms = sorted({term for item in told for term in item.terms if term})
    about = f" about {', '.join(terms[:3])}" if terms else ""
    more = " and more" if len(terms) > 3 else ""
    return _one_line(f"{count} {kind}{'' if count == 1 else 's'}{about}{more}")


def _subject(item: Told) -> str:
    head = f"{item.head}: " if item.head else ""
    return _one_line(f"{head}{item.who}: {item.words}")


def _one_line(text: str) -> str:
    line = for_chat(text)
    return line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1] + "\u2026"


def _short(item: Told) -> str:
    head = f"{item.head}: " if item.head else ""
    words = for_chat(item.words)
    if len(words) > _LONGEST_SHORT:
        words = words[: _LONGEST_SHORT - 1] + "\u2026"
    lines = [f"{head}{for_chat(item.who)}: {words}", *map(for_chat, item.details)]
    if item.difference:
        lines.append("words: " + _spelt(item.difference, for_chat))
    lines.append(" ".join(filter(None, (for_chat(item.outlet), safe_link(item.link)))))
    lines.append(for_chat(item.why))
    return "\n".join(filter(None, lines))


def _text(item: Told) -> str:
    blocks = [
        item.head,
        plain(item.who),
        plain(item.words),
        *map(plain, item.details),
        "words: " + _spelt(item.difference, plain) if item.difference else "",
        _spelt(item.sentence, plain),
        plain(item.outlet),
    ]
    lines = [_wrapped(block) for block in blocks if block]
    lines += [safe_link(item.link), _wrapped(plain(item.why))]
    return "\n".join(filter(None, lines))


def _spelt(parts: Sequence[Part], escape: Callable[[str], str]) -> str:
    pieces = (
        _spaced(part.text, escape)
        if part.kind == "same"
        else _MARKS[part.kind].format(escape(part.text))
        for part in parts
    )
    return "".join(pieces).strip()


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _COLUMNS, break_on_hyphens=False)


def _spaced(text: str, escape: Callable[[str], str] = plain) -> str:
    """Return escaped words with the blanks at their ends, which part them from the next."""
    if text.isspace():
        return " "
    before, after = text[:1].isspace(), text[-1:].isspace()
    return " " * before + escape(text) + " " * after


def _as_markup(text: str) -> object:
    """Return what a template of ours has escaped already."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - the output of an escaping template


@cache
def _templates() -> "tuple[Template, Template]":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters |= {"plain": plain, "link": safe_link, "spaced": _spaced}
    return environment.from_string(_HTML), environment.from_string(_PARTS)
