"""Values as people and as JSON have them."""

import json
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

_INFINITE = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
"""What Python is given for DuckDB's infinite timestamps."""


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON has it: times in ISO 8601 (UTC), durations in seconds.

    A decimal that no double holds is a string of its digits, bytes are Base64, and what JSON
    has no value for (infinite, not a number) is null.
    """
    match value:
        case datetime() if value.replace(tzinfo=UTC) in _INFINITE:
            return None
        case datetime():
            return _in_utc(value).isoformat() + "Z"
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Decimal() if not value.is_finite():
            return None
        case Decimal():
            return _exact_number(value)
        case bytes() | bytearray():
            return b64encode(value).decode()
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case float() if value != value or value in (float("inf"), float("-inf")):
            return None
        case None | bool() | int() | float() | str():
            return value
    return str(value)


def _exact_number(value: Decimal) -> int | float | str:
    if value == value.to_integral_value():
        return int(value)
    nearest = float(value)
    return nearest if Decimal(repr(nearest)) == value else str(value)


def _in_utc(at: datetime) -> datetime:
    """Return a time without its zone; DuckDB's timestamps have none, and are UTC here."""
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def shown(value: Any) -> str:  # noqa: ANN401
    """Return a value as a person reads it in a table; control characters are dropped."""
    match value:
        case None:
            return ""
        case datetime():
            seconds = ":%S" if value.second else ""
            return _in_utc(value).strftime(f"%Y-%m-%d %H:%M{seconds}")
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.10g}"
        case bytes():
            return str(plain(value))
        case list() | tuple():
            return ", ".join(shown(item) for item in value)
        case dict():
            return printable(json.dumps(plain(value), ensure_ascii=False))
    return printable(str(value))


def printable(text: str) -> str:
    """Return ``text`` without the control and bidi characters that could drive a terminal."""
    return "".join(c for c in text if c in "\n\t" or not _drives(c))


def join(values: Iterable[str]) -> str:
    """Return the values that are not empty, parted by commas."""
    return ", ".join(value for value in values if value)


def counted(number: int, word: str) -> str:
    """Return the number with its noun: 1 row, 2 rows."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def json_safe(character: str) -> str:
    """Return a character, as an escape if it could drive a terminal; JSON's value is the same."""
    return f"\\u{ord(character):04x}" if character > " " and _drives(character) else character


def _drives(character: str) -> bool:
    return (
        character < " "
        or "\x7f" <= character <= "\x9f"
        or character in "\u200e\u200f\u061c"
        or "\u202a" <= character <= "\u202e"
        or "\u2066" <= character <= "\u2069"
    )
