"""A helpful line for a wrong column or table name in somebody's SQL."""

import re
from collections.abc import Iterable, Mapping

from rapidfuzz import process

_NO_COLUMN = re.compile(
    r'Referenced column "(?P<one>[^"]+)" (?:was )?not found'
    r'|does not have a column named "(?P<other>[^"]+)"'
)
_NO_TABLE = re.compile(r"Table with name (?P<name>\S+) does not exist")
_WORD = re.compile(r"\w+")
_NEAR = 60
"""rapidfuzz's weighted ratio, 0 to 100, from which a name is worth proposing."""
_VERY_NEAR = 85
"""The same, for a column of a table that was not asked."""


def describe(sql: str, told: str, tables: Mapping[str, list[str]]) -> str:
    """Return the line for DuckDB's message ``told``; empty when it is about something else.

    Args:
        sql: the query as it was asked.
        told: DuckDB's message.
        tables: the columns of every table and view.
    """
    if match := _NO_TABLE.search(told):
        return propose_table(match["name"].strip('"'), tables)
    if match := _NO_COLUMN.search(told):
        return _propose_column(match["one"] or match["other"], sql, tables)
    return ""


def propose_table(name: str, tables: Iterable[str]) -> str:
    """Return that there is no such table, what may have been meant, and what there is."""
    known = sorted(tables)
    near = _near(name, known, _NEAR)
    meant = f": did you mean {' or '.join(near)}?" if near else "."
    return f'there is no table or view "{name}"{meant} There are {", ".join(known)}.'


def _propose_column(name: str, sql: str, tables: Mapping[str, list[str]]) -> str:
    words = {word.lower() for word in _WORD.findall(sql)}
    asked = {table: columns for table, columns in tables.items() if table in words}
    if not asked or any(name.lower() in columns for columns in asked.values()):
        return ""  # it is hidden by a subquery: DuckDB's own message tells more
    proposals = _near(name, {column for columns in asked.values() for column in columns}, _NEAR)
    others = {
        f"{column} of {table}": column
        for table, columns in tables.items()
        for column in columns
        if table not in asked
    }
    nearest = _near(name, set(others.values()), _VERY_NEAR)[:1]
    elsewhere = [label for label, column in others.items() if column in nearest]
    if elsewhere and nearest[0] not in proposals:
        proposals.append(elsewhere[0])
    listed = " ".join(
        f"The columns of {table} are {', '.join(columns)}." for table, columns in asked.items()
    )
    meant = f": did you mean {' or '.join(proposals)}?" if proposals else "."
    return f'there is no column "{name}" in {" or ".join(asked)}{meant} {listed}'


def _near(name: str, known: Iterable[str], cutoff: int) -> list[str]:
    found = process.extract(name.lower(), sorted(known), limit=2, score_cutoff=cutoff)
    return [proposal for proposal, _, _ in found]
