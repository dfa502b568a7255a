"""The data dictionary: docs/data-dictionary.md, made from the comments in the schema.

``python -m warehouse.dictionary docs/data-dictionary.md`` writes it anew.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb

from warehouse.migrating import migrate

_HEAD = """\
# Data dictionary

Every table and view of the warehouse, as `onrecord sql` shows it. Times are UTC. Offsets are
Unicode code points, half-open: `text[start:end]` are the words. This page is made from the
schema's own comments by `make docs`; change it in `warehouse/migrations/`.
"""


def data_dictionary() -> str:
    """Return the page as Markdown, for the schema as the migrations leave it."""
    with duckdb.connect() as connection:
        migrate(connection)
        tables = connection.execute(
            """
            SELECT table_name, comment, false AS is_view FROM duckdb_tables() WHERE NOT internal
            UNION ALL
            SELECT view_name, comment, true FROM duckdb_views() WHERE NOT internal
            ORDER BY is_view, table_name
            """
        ).fetchall()
        columns = connection.execute(
            """
            SELECT table_name, column_name, data_type, is_nullable, comment
            FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index
            """
        ).fetchall()
    parts = [_HEAD, _contents(tables)]
    for title, of_views in (("Tables", False), ("Views", True)):
        parts.append(f"## {title}\n")
        for name, comment, is_view in tables:
            if is_view is of_views:
                own = [row[1:] for row in columns if row[0] == name]
                parts.append(_section(name, comment, own, is_view=is_view))
    return "\n".join(parts)


def _contents(tables: Iterable[tuple[str, str, bool]]) -> str:
    links = {
        kind: ", ".join(f"[`{name}`](#{name})" for name, _, is_view in tables if is_view is of_view)
        for kind, of_view in (("Tables", False), ("Views", True))
    }
    return "".join(f"{kind}: {names}.\n\n" for kind, names in links.items())


def _section(
    name: str, comment: str, columns: Iterable[tuple[str, str, bool, str]], *, is_view: bool
) -> str:
    lines = [f"### {name}\n", f"{comment}\n"]
    if is_view:
        lines += ["| column | type | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{column}` | {kind} | {said} |" for column, kind, _, said in columns]
    else:
        lines += ["| column | type | null | meaning |", "| --- | --- | --- | --- |"]
        lines += [
            f"| `{column}` | {kind} | {'may be' if nullable else ''} | {said} |"
            for column, kind, nullable, said in columns
        ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> None:
    """Write the page to the file that is named."""
    Path(arguments[0]).write_text(data_dictionary(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
