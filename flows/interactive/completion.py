"""What may come next in SQL at the prompt: tables, columns, keywords, commands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

COMMANDS = {
    ".tables": "the views and tables, with what they mean",
    ".schema": "the columns of one: .schema latest_statements",
    ".help": "this list",
    ".quit": "leave; Ctrl-D does, too",
}
_KEYWORDS = """
    FROM SELECT WHERE GROUP ORDER BY HAVING QUALIFY LIMIT OFFSET JOIN LEFT INNER ANTI SEMI USING
    ON AS AND OR NOT IN IS NULL LIKE ILIKE BETWEEN CASE WHEN THEN ELSE END DISTINCT UNION ALL
    EXCEPT INTERSECT WITH RECURSIVE UNNEST PIVOT DESC ASC TRUE FALSE INTERVAL FILTER OVER
    PARTITION SHOW TABLES DESCRIBE SUMMARIZE EXPLAIN COUNT MIN MAX LIST list_contains
"""
_LAST_WORD = re.compile(r"(?:(\w+)\.)?(\w*)$")
_WORD = re.compile(r"\w+")
_TABLE_COMES = re.compile(r"\b(?:from|join|describe|summarize|pivot|table)\s+\w*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that may stand in place of the last ``replaces`` characters, and what it is."""

    word: str
    what: str
    replaces: int


def propose(before: str, whole: str, columns: Mapping[str, list[str]]) -> Iterator[Proposal]:
    """Yield what the last word may become, the likeliest first.

    Args:
        before: the text before the cursor.
        whole: the whole text; the tables named anywhere in it give their columns.
        columns: the columns of every table and view.
    """
    if before.startswith("."):
        yield from _commands(before, columns)
        return
    match = _LAST_WORD.search(before)
    owner, begun = (match[1], match[2]) if match else (None, "")
    if not owner and not begun:
        return
    for word, what in _words(before, whole, owner, columns):
        if word.lower().startswith(begun.lower()) and word.lower() != begun.lower():
            yield Proposal(word, what, len(begun))


def _commands(before: str, columns: Mapping[str, list[str]]) -> Iterator[Proposal]:
    command, blank, begun = before.partition(" ")
    if not blank:
        for word, what in COMMANDS.items():
            if word.startswith(command):
                yield Proposal(word, what, len(command))
    elif command == ".schema":
        for table in columns:
            if table.startswith(begun.strip().lower()):
                yield Proposal(table, "", len(begun))


def _words(
    before: str, whole: str, owner: str | None, columns: Mapping[str, list[str]]
) -> Iterator[tuple[str, str]]:
    named = [word for word in dict.fromkeys(_WORD.findall(whole.lower())) if word in columns]
    if owner and owner.lower() in columns:
        named = [owner.lower()]
    of_named = {column: f"of {table}" for table in named for column in columns[table]}
    if owner:
        yield from of_named.items()
        return
    if not _TABLE_COMES.search(before):
        yield from of_named.items()
        yield from ((keyword, "") for keyword in _KEYWORDS.split())
    yield from ((table, "table or view") for table in columns)
