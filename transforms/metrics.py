"""Metrics of an installation in Prometheus' text format (version 0.0.4).

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any


@dataclass(frozen=True, slots=True)
class Family:
    """One metric: its name, Prometheus' type, and what it tells."""

    name: str
    kind: str
    meaning: str


FAMILIES = (
    Family("onrecord_runs_total", "counter", "Runs that have landed."),
    Family("onrecord_last_run_timestamp_seconds", "gauge", "When the last run landed (Unix time)."),
    Family("onrecord_last_run_seconds", "gauge", "From the last run's start to its landing."),
    Family("onrecord_feeds", "gauge", "Feeds by state, as of the last run's end."),
    Family(
        "onrecord_entry_lag_seconds",
        "histogram",
        "From an entry's publication to our first sight of it; first sights of a feed left out.",
    ),
    Family("onrecord_articles", "gauge", "Articles stored."),
    Family("onrecord_article_revisions", "gauge", "Revisions of articles stored."),
    Family("onrecord_statements", "gauge", "Statements by status."),
    Family("onrecord_alerts", "gauge", "Alerts by receiver and state of their delivery."),
    Family("onrecord_resting_receivers", "gauge", "Receivers that asked for rest or are gone."),
    Family("onrecord_quarantined", "gauge", "Inputs set aside, by stage."),
    Family("onrecord_file_bytes", "gauge", "Size of the warehouse's files."),
)

_PARTS = {"histogram": ("_bucket", "_sum", "_count")}

Samples = tuple[Sequence[str], Iterable[Sequence[Any]]]
"""The columns of a metric's rows, and the rows: labels first, the value last."""


def render_metrics(measured: Mapping[str, Samples]) -> str:
    """Return the text for metrics by name; a histogram has its three parts by theirs.

    Raises:
        KeyError: a metric of FAMILIES was not measured.
    """
    lines = []
    for family in FAMILIES:
        lines.append(f"# HELP {family.name} {_escaped(family.meaning)}")
        lines.append(f"# TYPE {family.name} {family.kind}")
        for part in _PARTS.get(family.kind, ("",)):
            columns, rows = measured[family.name + part]
            lines += [_sample(family.name + part, columns[:-1], row) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def _sample(name: str, labels: Sequence[str], row: Sequence[Any]) -> str:
    *values, value = row
    pairs = (f'{label}="{_shown(of)}"' for label, of in zip(labels, values, strict=True))
    shown = ",".join(pairs)
    return f"{name}{{{shown}}} {_shown(value)}" if shown else f"{name} {_shown(value)}"


def _shown(value: object) -> str:
    """Return a value or a label: numbers as the format has them, text with its escapes."""
    if isinstance(value, float):
        return "+Inf" if value == inf else repr(value)
    return _escaped(str(value)).replace('"', r"\"")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")
