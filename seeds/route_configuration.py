"""Reading the routes and inhibit rules of ``story.toml``, in Alertmanager's words.

See https://prometheus.io/docs/alerting/latest/configuration/#route. Ours differ where a
statement differs from an alarm: it happens once, so there is no ``repeat_interval``, and a route
without ``group_by`` sends each event by itself, at once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from seeds.configured_keys import (
    FILE,
    Key,
    good_values,
    header_lines,
    is_identifier,
    is_list_of,
    is_text,
    parses,
    problems_of_keys,
)
from seeds.matchers import MATCHER_LABELS
from seeds.problems import Problem
from seeds.schedules import (
    check_cron,
    check_time_zone,
    parse_duration,
    parse_quiet_hours,
    parse_rate,
)
from seeds.story import DEFAULT_EVENTS, EVENTS, InhibitRule, Route

_RECEIVER = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*", re.ASCII)
_GROUP_WAIT = timedelta(seconds=30)
_GROUP_INTERVAL = timedelta(minutes=5)
_DURATION = "write a duration like 30s, 5m, 2h or 1d"


def _is_receiver(value: object) -> bool:
    return isinstance(value, str) and _RECEIVER.fullmatch(value) is not None


def _is_matchers(value: object) -> bool:
    return value == [] or is_list_of(is_text)(value)


def _is_labels(value: object) -> bool:
    return value == [] or is_list_of(lambda label: label in MATCHER_LABELS)(value)


_LABELS = f"write a list of some of {', '.join(MATCHER_LABELS)}"
_MATCHERS = Key(False, _is_matchers, """write matchers = ['actor = "some-actor-id"']""")
ROUTE_KEYS = {
    "name": Key(True, is_identifier, 'write name = "lower-case-letters-and-hyphens"'),
    "receivers": Key(True, is_list_of(_is_receiver), 'write receivers = ["console", "webhook"]'),
    "matchers": _MATCHERS,
    "continue": Key(
        False,
        lambda value: isinstance(value, bool),
        "write continue = false to end with this route, or leave the key out",
    ),
    "events": Key(
        False,
        is_list_of(lambda item: item in EVENTS),
        f"write a list of some of {', '.join(EVENTS)}, or leave the key out for new statements "
        "and what becomes of them",
    ),
    "group_by": Key(False, _is_labels, f"{_LABELS}, or [] for one group of all"),
    "group_wait": Key(False, parses(parse_duration), _DURATION),
    "group_interval": Key(False, parses(parse_duration), _DURATION),
    "digest": Key(False, parses(check_cron), 'write a cron expression like "0 8 * * mon-fri"'),
    "quiet_hours": Key(
        False,
        is_list_of(parses(parse_quiet_hours)),
        'write a list like ["22:00-07:00", "sat,sun 00:00-24:00"]',
    ),
    "time_zone": Key(False, parses(check_time_zone), 'write a zone like "Europe/Kyiv" or "UTC"'),
    "rate_limit": Key(False, parses(parse_rate), 'write a rate like "10 per 1h"'),
}
INHIBIT_KEYS = {
    "name": Key(True, is_identifier, 'write name = "lower-case-letters-and-hyphens"'),
    "source_matchers": Key(
        True, is_list_of(is_text), """write source_matchers = ['speech_type = "direct"']"""
    ),
    "target_matchers": Key(
        True, is_list_of(is_text), """write target_matchers = ['speech_type = "indirect"']"""
    ),
    "equal": Key(True, is_list_of(lambda label: label in MATCHER_LABELS), _LABELS),
}


def read_routes(
    tables: Sequence[Mapping[str, Any]], lines: list[str]
) -> tuple[tuple[Route, ...], tuple[int | None, ...], list[Problem]]:
    """Return the routes, the line of each, and what is wrong with them."""
    places = header_lines("routes", lines, len(tables))
    problems = [*_repeated_names("routes", tables, places)]
    for table, line in zip(tables, places, strict=True):
        problems += problems_of_keys(table, ROUTE_KEYS, lines, (line or 1) - 1)
        problems += _pointless(table, line)
    return tuple(map(_route, tables)), tuple(places), problems


def read_inhibit_rules(
    tables: Sequence[Mapping[str, Any]], lines: list[str]
) -> tuple[tuple[InhibitRule, ...], tuple[int | None, ...], list[Problem]]:
    """Return the inhibit rules, the line of each, and what is wrong with them."""
    places = header_lines("inhibit_rules", lines, len(tables))
    problems = [*_repeated_names("inhibit rules", tables, places)]
    rules = []
    for table, line in zip(tables, places, strict=True):
        problems += problems_of_keys(table, INHIBIT_KEYS, lines, (line or 1) - 1)
        good = good_values(table, INHIBIT_KEYS)
        rules.append(
            InhibitRule(
                good.get("name", ""),
                tuple(good.get("source_matchers", ())),
                tuple(good.get("target_matchers", ())),
                tuple(good.get("equal", ())),
            )
        )
    return tuple(rules), tuple(places), problems


def _route(table: Mapping[str, Any]) -> Route:
    good = good_values(table, ROUTE_KEYS)
    is_grouped = "group_by" in good and "digest" not in good
    wait = parse_duration(good["group_wait"]) if "group_wait" in good else _GROUP_WAIT
    interval = (
        parse_duration(good["group_interval"]) if "group_interval" in good else _GROUP_INTERVAL
    )
    return Route(
        name=good.get("name", ""),
        receivers=tuple(good.get("receivers", ())),
        matchers=tuple(good.get("matchers", ())),
        continues=good.get("continue", True),
        events=tuple(good.get("events", DEFAULT_EVENTS)),
        group_by=tuple(good["group_by"]) if "group_by" in good else None,
        group_wait=wait if is_grouped else timedelta(),
        group_interval=interval if is_grouped else timedelta(),
        digest=good.get("digest", ""),
        quiet_hours=tuple(map(parse_quiet_hours, good.get("quiet_hours", ()))),
        time_zone=good.get("time_zone", "UTC"),
        rate_limit=parse_rate(good["rate_limit"]) if "rate_limit" in good else None,
    )


def _pointless(table: Mapping[str, Any], line: int | None) -> Iterator[Problem]:
    """Yield keys that say nothing without, or beside, another."""
    for key in ("group_wait", "group_interval"):
        if key in table and "digest" in table:
            yield Problem(FILE, line, key, "a digest goes out by its own hours", f"remove {key}")
        elif key in table and "group_by" not in table:
            remedy = 'write group_by = ["term"], or [] for one group of all'
            yield Problem(FILE, line, key, "without group_by there is no group", remedy)
    if "time_zone" in table and not {"digest", "quiet_hours"} & set(table):
        yield Problem(
            FILE, line, "time_zone", "the route has no hours", "write digest or quiet_hours"
        )


def _repeated_names(
    what: str, tables: Sequence[Mapping[str, Any]], places: Sequence[int | None]
) -> Iterator[Problem]:
    seen: set[object] = set()
    for table, line in zip(tables, places, strict=True):
        name = str(table.get("name", ""))
        if name in seen:
            yield Problem(FILE, line, "name", f"two {what} are named {name!r}", "rename one")
        seen.add(name)
