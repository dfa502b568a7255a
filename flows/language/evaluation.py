"""Measures the extractor on annotated articles, for ``onrecord eval``.

A line of the gold file is an article::

    {"doc": "...", "text": "...", "statements": [
        {"speaker": [[s, e], ...], "cue": [[s, e], ...], "content": [[s, e], ...]}]}

with offsets in code points, ends exclusive.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from flows.errors import ConfigurationError
from transforms.extraction import Extractor, SpeechType
from transforms.scoring.measure import Marked, Outcome, compare, score
from transforms.spans import Span, Spans

_ROWS: tuple[tuple[str, SpeechType | None], ...] = (
    ("speech", None),
    ("direct", "direct"),
    ("mixed", "mixed"),
    ("indirect", "indirect"),
)


class GoldError(ConfigurationError):
    """The gold file cannot be read; nothing is measured."""


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article."""

    name: str
    text: str
    statements: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """An article with the outcomes of its annotated and its predicted statements."""

    article: Article
    annotated: list[Outcome]
    predicted: list[Outcome]


def read_gold(path: Path) -> Iterator[Article]:
    """Yield the articles of a gold file; raise ``GoldError`` with the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else f"not UTF-8: {error.reason}"
        message = f"{path} cannot be read ({reason}): name a file of annotated articles."
        raise GoldError(message) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            statements = tuple(_marked(entry) for entry in record["statements"])
            yield Article(str(record["doc"]), str(record["text"]), statements)
        except (ValueError, KeyError, TypeError) as error:
            message = (
                f"{path}, line {number} is no annotated article: write an object with doc, text "
                "and statements, as `onrecord eval --help` says; nothing was measured."
            )
            raise GoldError(message) from error


def evaluate(extractor: Extractor, articles: Iterable[Article]) -> list[Measured]:
    """Extract the statements of the articles and compare them with the annotated ones."""
    known = list(articles)
    measured = []
    for article, found in zip(known, extractor.extract(a.text for a in known), strict=True):
        predicted = [Marked(item.source, item.cue, item.content) for item in found]
        outcomes = compare(article.text, article.statements, predicted)
        measured.append(Measured(article, *outcomes))
    return measured


def print_scores(measured: list[Measured], out: TextIO) -> None:
    """Print the end-to-end table, in percent."""
    annotated = [outcome for article in measured for outcome in article.annotated]
    predicted = [outcome for article in measured for outcome in article.predicted]
    print(f"{'':10}{'gold':>7}{'found':>7}{'P':>7}{'R':>7}{'F1':>7}", file=out)
    for name, kind in _ROWS:
        row = score(annotated, predicted, kind)
        figures = "".join(f"{100 * part:7.1f}" for part in (row.precision, row.recall, row.f1))
        print(f"{name:10}{row.annotated:7}{row.predicted:7}{figures}", file=out)


def print_errors(measured: list[Measured], number: int, out: TextIO) -> None:
    """Print the first ``number`` missed, false and wrongly attributed statements."""
    for title, lines in (
        ("missed", _lines(measured, "annotated", paired=False)),
        ("false", _lines(measured, "predicted", paired=False)),
        ("wrong speaker", _lines(measured, "annotated", paired=True)),
    ):
        print(f"\n{title}", file=out)
        for _, line in zip(range(number), lines, strict=False):
            print(f"  {line}", file=out)


def _lines(measured: list[Measured], side: str, *, paired: bool) -> Iterator[str]:
    for item in measured:
        outcomes: list[Outcome] = getattr(item, side)
        for outcome in outcomes:
            if outcome.right or (outcome.other is not None) != paired or not outcome.is_speech:
                continue
            told = _words(item.article.text, outcome.statement)
            instead = _words(item.article.text, outcome.other) if outcome.other else ""
            yield f"{item.article.name}: {told}" + (f" | found: {instead}" if instead else "")


def _words(text: str, statement: Marked) -> str:
    parts = (statement.speaker, statement.cue, statement.content)
    shown = [" ... ".join(span.of(text) for span in spans).replace("\n", " ") for spans in parts]
    return "[{}] <{}> {{{}}}".format(*shown)


def _marked(entry: dict[str, list[list[int]]]) -> Marked:
    return Marked(_spans(entry["speaker"]), _spans(entry["cue"]), _spans(entry["content"]))


def _spans(pairs: list[list[int]]) -> Spans:
    return tuple(Span(start, end) for start, end in pairs)
