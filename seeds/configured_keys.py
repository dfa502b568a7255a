"""The keys of a TOML table: which there are, what their values must be, where they stand."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from seeds.problems import Problem
from seeds.suggestions import did_you_mean

FILE = "story.toml"
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the file: what its value must be."""

    required: bool
    accepts: Callable[[object], bool]
    remedy: str


def is_text(value: object) -> bool:
    """Tell whether a value is text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def is_identifier(value: object) -> bool:
    """Tell whether a value is lower-case letters, figures and hyphens."""
    return isinstance(value, str) and IDENTIFIER.fullmatch(value) is not None


def is_list_of(accepts: Callable[[object], bool]) -> Callable[[object], bool]:
    """Return a test for lists that are not empty and hold only what ``accepts`` takes."""
    return lambda value: isinstance(value, list) and bool(value) and all(map(accepts, value))


def is_tables(value: object) -> bool:
    """Tell whether a value is an array of tables."""
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def parses(parse: Callable[[str], object]) -> Callable[[object], bool]:
    """Return a test for texts that a parser takes; one that does not raises ValueError."""

    def accepts(value: object) -> bool:
        if not isinstance(value, str):
            return False
        try:
            parse(value)
        except ValueError:
            return False
        return True

    return accepts


def good_values(values: Mapping[str, Any], keys: Mapping[str, Key]) -> dict[str, Any]:
    """Return the values that will do."""
    return {
        name: values[name] for name in keys if name in values and keys[name].accepts(values[name])
    }


def problems_of_keys(
    values: Mapping[str, Any], keys: Mapping[str, Key], lines: list[str], first: int
) -> Iterator[Problem]:
    """Yield what is wrong with a table whose header stands at index ``first`` of the lines."""
    for name, value in values.items():
        line = line_of(name, lines, first)
        if name not in keys:
            hint = did_you_mean(name, keys) or f"use {', '.join(keys)}"
            yield Problem(FILE, line, name, "there is no such key", hint)
        elif not keys[name].accepts(value):
            yield Problem(FILE, line, name, f"{value!r} will not do", keys[name].remedy)
    for name, key in keys.items():
        if key.required and name not in values:
            line = first + 1 if first else None
            yield Problem(FILE, line, name, "the key is missing", key.remedy)


def line_of(key: str, lines: list[str], first: int) -> int | None:
    """Return the number of the first line from index ``first`` that begins with ``key``."""
    begins = re.compile(rf'\s*(\[\[?\s*)?"?{re.escape(key)}"?\s*(=|\]|\.)')
    return next((n for n in range(first + 1, len(lines) + 1) if begins.match(lines[n - 1])), None)


def header_lines(name: str, lines: list[str], count: int) -> list[int | None]:
    """Return the line of each header of an array of tables; None for one written inline."""
    header = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
    found: list[int | None] = [number for number, line in enumerate(lines, 1) if header.match(line)]
    return (found + [None] * count)[:count]
