"""Reading ``story.toml``: what the story is, and where its statements go."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from seeds.configured_keys import (
    FILE,
    Key,
    good_values,
    is_identifier,
    is_list_of,
    is_tables,
    is_text,
    line_of,
    problems_of_keys,
)
from seeds.problems import Problem
from seeds.route_configuration import read_inhibit_rules, read_routes
from seeds.story import InhibitRule, Route

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
    inhibit_rules: tuple[InhibitRule, ...] = ()
    inhibit_rule_lines: tuple[int | None, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def _is_date(value: object) -> bool:
    # A datetime is a date to Python, but a story begins on a day, not at an hour.
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_language(value: object) -> bool:
    return isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None


_STORY_KEYS = {
    "id": Key(True, is_identifier, 'write id = "lower-case-letters-and-hyphens"'),
    "title": Key(True, is_text, 'write title = "..."'),
    "description": Key(False, lambda value: isinstance(value, str), 'write description = "..."'),
    "languages": Key(True, is_list_of(_is_language), 'write languages = ["en"]'),
    "starts": Key(True, _is_date, "write starts = 2025-11-19, without quotes"),
    "ends": Key(False, _is_date, "write ends = 2026-11-19, without quotes"),
    "plan_version": Key(False, lambda value: isinstance(value, str), 'write plan_version = "1"'),
    "routes": Key(False, is_tables, "head each route with [[routes]]"),
    "inhibit_rules": Key(False, is_tables, "head each rule with [[inhibit_rules]]"),
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
    good = good_values(values, _STORY_KEYS)
    routes, route_lines, of_routes = read_routes(good.get("routes", []), lines)
    rules, rule_lines, of_rules = read_inhibit_rules(good.get("inhibit_rules", []), lines)
    problems = [*problems_of_keys(values, _STORY_KEYS, lines, 0), *of_routes, *of_rules]
    configuration = Configuration(
        story_id=good.get("id", ""),
        title=good.get("title", ""),
        description=good.get("description", ""),
        languages=tuple(good.get("languages", ())),
        starts=good.get("starts"),
        ends=good.get("ends"),
        plan_version=good.get("plan_version", ""),
        routes=routes,
        route_lines=route_lines,
        inhibit_rules=rules,
        inhibit_rule_lines=rule_lines,
        problems=problems,
    )
    if configuration.starts and configuration.ends and configuration.ends <= configuration.starts:
        line = line_of("ends", lines, 0)
        problems.append(
            Problem(FILE, line, "ends", "the story ends before it starts", "write a later date")
        )
    return configuration


def _unreadable(problem: str, remedy: str, line: int | None = None) -> Configuration:
    return Configuration(problems=[Problem(FILE, line, None, problem, remedy)])
