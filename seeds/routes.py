"""Rules about routes and feeds: a name in a matcher must be a name in the story."""

import re
from collections.abc import Iterable, Iterator, Mapping

from seeds.configuration import Configuration
from seeds.configured_keys import FILE
from seeds.matchers import ACTS, CONFIDENCES, JOINT, Matcher, parse_matcher
from seeds.problems import Problem
from seeds.suggestions import did_you_mean
from seeds.tables import ReadTable

_FIXED = {
    "speech_type": ("direct", "mixed", "indirect"),
    "act": ACTS,
    "confidence": CONFIDENCES,
    "joint": JOINT,
}
_SOURCES = {
    "actor": ("actors", "actor_id"),
    "group": ("memberships", "group_id"),
    "role": ("roles", "office_id"),
    "term": ("terms", "term_id"),
    "outlet": ("feeds", "outlet"),
    "language": ("feeds", "language"),
    "feed": ("feeds", "feed_id"),
}
_NAME = re.compile(r"[\w-]+")
_GROUPING = re.compile(r"[(\[\\]")
"""In a regular expression without these, each | parts whole alternatives."""


def check_routes(
    configuration: Configuration, tables: Mapping[str, ReadTable]
) -> Iterator[Problem]:
    """Yield what is wrong with the matchers of the story's routes and inhibit rules."""
    for route, line in zip(configuration.routes, configuration.route_lines, strict=True):
        place = f"matchers of {route.name}" if route.name else "matchers"
        yield from _check_matchers(route.matchers, line, place, tables)
    rules = zip(configuration.inhibit_rules, configuration.inhibit_rule_lines, strict=True)
    for rule, line in rules:
        for kind, matchers in (
            ("source_matchers", rule.source_matchers),
            ("target_matchers", rule.target_matchers),
        ):
            place = f"{kind} of {rule.name}" if rule.name else kind
            yield from _check_matchers(matchers, line, place, tables)


def _check_matchers(
    matchers: Iterable[str], line: int | None, place: str, tables: Mapping[str, ReadTable]
) -> Iterator[Problem]:
    for words in matchers:
        try:
            matcher = parse_matcher(words)
        except ValueError as error:
            problem, _, remedy = str(error).rpartition(": write ")
            remedy = f"write {remedy}" if problem else "see docs/stories.md"
            yield Problem(FILE, line, place, problem or str(error), remedy)
        else:
            known = _known(matcher, tables)
            for problem, remedy in _unknown(matcher, known) if known is not None else ():
                yield Problem(FILE, line, place, problem, remedy)


def _known(matcher: Matcher, tables: Mapping[str, ReadTable]) -> tuple[str, ...] | None:
    """Return the values that the story has for the label; None when they are not known."""
    if matcher.label in _FIXED:
        return _FIXED[matcher.label]
    if matcher.label not in _SOURCES:
        return None
    name, column = _SOURCES[matcher.label]
    if not tables[name].complete:
        return None
    known = dict.fromkeys(row.cells[column] for row in tables[name].rows)
    if matcher.label == "group":
        # A group may stand in the story before its members are known.
        known |= dict.fromkeys(
            row.cells["actor_id"] for row in tables["actors"].rows if row.cells["kind"] == "group"
        )
    return tuple(known)


def _unknown(matcher: Matcher, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    known = tuple(known)
    listed = f"write one of {', '.join(known)}" if matcher.label in _FIXED else ""
    is_expression = matcher.operator in ("=~", "!~")
    is_list = is_expression and not _GROUPING.search(matcher.value)
    for name in matcher.value.split("|") if is_list else [matcher.value]:
        if is_expression and not _NAME.fullmatch(name):
            if not any(map(re.compile(name).fullmatch, known)):
                yield f"no {matcher.label} matches {name}", listed or "widen the expression"
        elif name not in known:
            remedy = did_you_mean(name, known) or listed or "name one that the story has"
            yield f"there is no {matcher.label} {name!r}", remedy


def check_feeds(tables: Mapping[str, ReadTable]) -> Iterator[Problem]:
    """Yield what is wrong with the article keys of the feeds."""
    for row in tables["feeds"].rows:
        try:
            groups = re.compile(row.good("article_key")).groups
        except re.error as error:
            problem = f"the regular expression does not compile ({error})"
            yield row.problem("article_key", problem, r"write it like /a/(\d+)\.html")
            continue
        if row.good("article_key") and groups != 1:
            problem = f"the regular expression has {groups} groups"
            yield row.problem(
                "article_key", problem, "put (...) around the article's number, (?:...) elsewhere"
            )
