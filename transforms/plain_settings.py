"""An installation's settings without what is secret, for a backup that may lie anywhere."""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time

_SECRET_KEY = re.compile(r"secret|token|password|passwd|credential|api_?key", re.IGNORECASE)
_WITH_LOGIN = re.compile(r"://[^/@\s]+@")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def without_secrets(text: str) -> tuple[str, tuple[str, ...]]:
    """Return settings as TOML without secrets, and the keys that were left out.

    Left out are all receivers, since the address of one is often a secret in itself, keys that
    are named for a secret, and addresses with a login. Comments are not kept.

    Raises:
        tomllib.TOMLDecodeError: the text is no TOML.
    """
    left_out: list[str] = []
    kept = _plain(tomllib.loads(text), "", left_out)
    head = "".join(f"# {key}: left out, as it may be secret; set it again\n" for key in left_out)
    return head + _as_toml(kept, ()), tuple(left_out)


def _plain(table: Mapping[str, object], path: str, left_out: list[str]) -> dict[str, object]:
    kept: dict[str, object] = {}
    for key, value in table.items():
        name = f"{path}{key}"
        if path == "receivers." or _is_secret(key, value):
            left_out.append(name)
        elif isinstance(value, Mapping):
            inner = _plain(value, f"{name}.", left_out)
            if inner:
                kept[key] = inner
        else:
            kept[key] = value
    return kept


def _is_secret(key: str, value: object) -> bool:
    if _SECRET_KEY.search(key):
        return True
    if isinstance(value, Mapping):
        return False
    return bool(_WITH_LOGIN.search(json.dumps(value, default=str)))


def _as_toml(table: Mapping[str, object], path: tuple[str, ...]) -> str:
    values = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in values.items()]
    if path and lines:
        lines.insert(0, f"[{'.'.join(map(_key, path))}]")
    text = "".join(f"{line}\n" for line in lines)
    for key, value in table.items():
        if isinstance(value, Mapping):
            text += _as_toml(value, (*path, key))
    return text


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else json.dumps(key)


def _value(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(key)} = {_value(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value)
