"""Reading ``story.toml``: what the story is, and where its statements go."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from seeds.problems import Problem
from seeds.story import EVENTS, Route
from seeds.suggestions import did_you_mean

FILE = "story.toml"
_IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_RECEIVER = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)


@dataclass(slots=True)
class Configuration:
    """What ``story.toml`` says; fields that it got wrong keep their defaults."""

    story_id: str = ""
    title: str = ""
    description: str = ""
    languages: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    plan_version: str = ""
    routes: tuple[Route, ...] = ()
    route_lines: tuple[int | None, ...] = ()
    """The line of each route's header, for the messages about its matchers."""
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of the file: what its value must be."""

    required: bool
    accepts: Callable[[object], bool]
    remedy: str


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_identifier(value: object) -> bool:
    return isinstance(value, str) and _IDENTIFIER.fullmatch(value) is not None


def _is_receiver(value: object) -> bool:
    return isinstance(value, str) and _RECEIVER.fullmatch(value) is not None


def _is_date(value: object) -> bool:
    # A datetime is a date to Python, but a story begins on a day, not at an hour.
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_list_of(accepts: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(map(accepts, value))


def _is_language(value: object) -> bool:
    return isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None


def _is_routes(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


_STORY_KEYS = {
    "id": _Key(True, _is_identifier, 'write id = "lower-case-letters-and-hyphens"'),
    "title": _Key(True, _is_text, 'write title = "..."'),
    "description": _Key(False, lambda value: isinstance(value, str), 'write description = "..."'),
    "languages": _Key(True, _is_list_of(_is_language), 'write languages = ["en"]'),
    "starts": _Key(True, _is_date, "write starts = 2025-11-19, without quotes"),
    "ends": _Key(False, _is_date, "write ends = 2026-11-19, without quotes"),
    "plan_version": _Key(False, lambda value: isinstance(value, str), 'write plan_version = "1"'),
    "routes": _Key(False, _is_routes, "head each route with [[routes]]"),
}
_ROUTE_KEYS = {
    "name": _Key(True, _is_identifier, 'write name = "lower-case-letters-and-hyphens"'),
    "receivers": _Key(True, _is_list_of(_is_receiver), 'write receivers = ["console", "webhook"]'),
    "matchers": _Key(
        False,
        lambda value: value == [] or _is_list_of(_is_text)(value),
        """write matchers = ['actor = "some-actor-id"']""",
    ),
    "continue": _Key(
        False,
        lambda value: isinstance(value, bool),
        "write continue = false to end with this route, or leave the key out",
    ),
    "events": _Key(
        False,
        lambda value: value != [] and _is_list_of(lambda item: item in EVENTS)(value),
        f"write a list of some of {', '.join(EVENTS)}, or leave the key out for new statements",
    ),
}


def read_configuration(folder: Path) -> Configuration:
    """Read ``folder``'s ``story.toml``; whatever can be read is, beside the problems."""
    try:
        text = (folder / FILE).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return _unreadable("the file is missing", "copy it from another story")
    except OSError as error:
        return _unreadable(f"the file cannot be read ({error.strerror})", "mend its access")
    except UnicodeDecodeError:
        return _unreadable("the file is not UTF-8", "save it as UTF-8")
    return parse_configuration(text)


def parse_configuration(text: str) -> Configuration:
    """Parse the text of a ``story.toml``."""
    text = text.replace("\r\n", "\n")
    if text.startswith("\ufeff"):
        return _unreadable("the file begins with a byte order mark", "save it as plain UTF-8")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r" \(at line (\d+).*\)", str(error))
        line = int(where[1]) if where else None
        cause = str(error)[: where.start()] if where else str(error)
        return _unreadable(f"the file is not TOML ({cause})", "mend this place", line)
    lines = text.split("\n")
    problems = list(_problems(values, _STORY_KEYS, lines, 0))
    good = _good(values, _STORY_KEYS)
    routes = good.get("routes", [])
    route_lines = _route_lines(lines, len(routes))
    for index, route in enumerate(routes):
        problems += _problems(route, _ROUTE_KEYS, lines, (route_lines[index] or 1) - 1)
    problems += _repeated_names(routes, route_lines)
    configuration = Configuration(
        story_id=good.get("id", ""),
        title=good.get("title", ""),
        description=good.get("description", ""),
        languages=tuple(good.get("languages", ())),
        starts=good.get("starts"),
        ends=good.get("ends"),
        plan_version=good.get("plan_version", ""),
        routes=tuple(map(_route, routes)),
        route_lines=tuple(route_lines),
        problems=problems,
    )
    if configuration.starts and configuration.ends and configuration.ends <= configuration.starts:
        line = _line_of("ends", lines, 0)
        problems.append(
            Problem(FILE, line, "ends", "the story ends before it starts", "write a later date")
        )
    return configuration


def _unreadable(problem: str, remedy: str, line: int | None = None) -> Configuration:
    return Configuration(problems=[Problem(FILE, line, None, problem, remedy)])


def _good(values: Mapping[str, Any], keys: Mapping[str, _Key]) -> dict[str, Any]:
    return {
        name: values[name] for name in keys if name in values and keys[name].accepts(values[name])
    }


def _route(values: Mapping[str, Any]) -> Route:
    good = _good(values, _ROUTE_KEYS)
    return Route(
        name=good.get("name", ""),
        receivers=tuple(good.get("receivers", ())),
        matchers=tuple(good.get("matchers", ())),
        continues=good.get("continue", True),
        events=tuple(good.get("events", EVENTS[:1])),
    )


def _problems(
    values: Mapping[str, Any], keys: Mapping[str, _Key], lines: list[str], first: int
) -> Iterator[Problem]:
    for name, value in values.items():
        line = _line_of(name, lines, first)
        if name not in keys:
            hint = did_you_mean(name, keys) or f"use {', '.join(keys)}"
            yield Problem(FILE, line, name, "there is no such key", hint)
        elif not keys[name].accepts(value):
            yield Problem(FILE, line, name, f"{value!r} will not do", keys[name].remedy)
    for name, key in keys.items():
        if key.required and name not in values:
            line = first + 1 if first else None
            yield Problem(FILE, line, name, "the key is missing", key.remedy)


def _repeated_names(
    routes: list[Mapping[str, Any]], route_lines: list[int | None]
) -> Iterator[Problem]:
    seen: set[object] = set()
    for route, line in zip(routes, route_lines, strict=True):
        name = str(route.get("name", ""))
        if name in seen:
            yield Problem(FILE, line, "name", f"two routes are named {name!r}", "rename one")
        seen.add(name)


def _line_of(key: str, lines: list[str], first: int) -> int | None:
    """Return the number of the first line from index ``first`` that begins with ``key``."""
    begins = re.compile(rf'\s*(\[\[?\s*)?"?{re.escape(key)}"?\s*(=|\]|\.)')
    return next((n for n in range(first + 1, len(lines) + 1) if begins.match(lines[n - 1])), None)


def _route_lines(lines: list[str], count: int) -> list[int | None]:
    found: list[int | None] = [
        number for number, line in enumerate(lines, 1) if re.match(r"\s*\[\[\s*routes\s*\]\]", line)
    ]
    # Routes may also be written as one inline array, without lines of their own.
    return (found + [None] * count)[:count]
