"""Matchers of alert routes, in Alertmanager's syntax: ``actor =~ "vladimir-.*"``.

See https://prometheus.io/docs/alerting/latest/configuration/#matcher. A fact may have
several values here (a joint statement has several actors): ``=`` and ``=~`` hold when any
value fits, ``!=`` and ``!~`` when none does. Regular expressions fit whole values.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

MATCHER_LABELS = (
    "actor",
    "group",
    "role",
    "term",
    "speech_type",
    "act",
    "outlet",
    "language",
    "confidence",
    "joint",
    "day",
    "article",
    "feed",
)
"""``confidence`` is how surely the speaker is known; ``day`` is that of the statement or report
(2025-11-24), ``article`` the id of the article, ``feed`` the feed of an event about feeds."""
CONFIDENCES = ("high", "medium", "low")
JOINT = ("true", "false")
ACTS = (
    "state",
    "agree",
    "support",
    "reject",
    "accuse",
    "threaten",
    "request",
    "concede",
    "consult",
    "promise",
    "ask",
)
"""Kinds of speech act that a statement can have. A test holds the extractor to them, which
seeds cannot ask: imports run the other way."""
_SYNTAX = re.compile(r'\s*(\w+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^\s"]*)\s*')


@dataclass(frozen=True, slots=True)
class Matcher:
    """One parsed matcher."""

    label: str
    operator: str
    value: str

    def fits(self, values: Collection[str]) -> bool:
        """Tell whether the values of the label satisfy the matcher."""
        if self.operator in ("=", "!="):
            found = self.value in values
        else:
            pattern = re.compile(self.value)
            found = any(pattern.fullmatch(value) for value in values)
        return found != self.operator.startswith("!")


def parse_matcher(words: str) -> Matcher:
    """Parse one matcher.

    Raises:
        ValueError: with what is wrong and what to write instead.
    """
    parsed = _SYNTAX.fullmatch(words)
    if not parsed:
        raise ValueError(
            f'{words!r} is no matcher: write it like actor = "donald-trump", '
            'or for several like actor =~ "donald-trump|vladimir-putin"'
        )
    label, operator, value = parsed.groups()
    if label not in MATCHER_LABELS:
        raise ValueError(
            f"{label!r} is no label to match on: write one of {', '.join(MATCHER_LABELS)}"
        )
    if value.startswith('"'):
        value = re.sub(r"\\(.)", r"\1", value[1:-1]) if operator in ("=", "!=") else value[1:-1]
    if operator in ("=~", "!~"):
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"{value!r} is no regular expression: {error}") from error
    return Matcher(label, operator, value)
