"""The published tables as Parquet files, and the rows of which linked data is made."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

MANIFEST = "manifest.json"
FORMAT = 1
NOT_EXPORTED = frozenset({"schema_migrations", "article_shingles"})
"""The ledger, which the manifest has, and an index that is made of other tables."""

_ROWS = 50_000
_MONTH_OF = {
    "article_revisions": "t.fetched_at",
    "entries": "t.first_seen_at",
    "fetches": "t.requested_at",
    "statement_appearances": "t.fetched_at",
    "statements": "t.first_seen_at",
    "mentions": "(SELECT r.fetched_at FROM article_revisions r "
    "WHERE r.revision_id = t.revision_id)",
}
"""The tables that grow with the news, and the time by which they are parted."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    run_seq: int
    """Number of the last run in it."""
    tables: int
    files: int
    rows: int


def export_parquet(
    connection: duckdb.DuckDBPyConnection, folder: Path, since: int, facts: Mapping[str, object]
) -> Exported:
    """Write every table into an empty folder, then ``manifest.json``.

    Tables that grow with the news are parted by story and month, as
    ``statements/story_id=.../month=2025-11/part.parquet``: DuckDB, Polars, Spark and pandas read
    such a folder as one table. The others are one file each.

    Args:
        connection: a connection to the published snapshot.
        folder: where to write; it is there and empty.
        since: only rows that a later run landed or changed, with what is gone in ``removals``;
            0 for all. Tables without a run_seq are whole.
        facts: what the manifest is to say besides.
    """
    ((run_seq,),) = connection.execute("SELECT coalesce(max(run_seq), 0) FROM runs").fetchall()
    ((schema,),) = connection.execute("SELECT max(name) FROM schema_migrations").fetchall()
    tables = {
        name: _export_table(connection, folder, name, since)
        for name in _tables(connection)
        if name not in NOT_EXPORTED
    }
    manifest = {
        "format": FORMAT,
        **facts,
        "schema": schema,
        "since_run_seq": since,
        "run_seq": run_seq,
        "tables": tables,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    return Exported(
        run_seq=int(run_seq),
        tables=len(tables),
        files=sum(len(table["files"]) for table in tables.values()),
        rows=sum(table["rows"] for table in tables.values()),
    )


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "SELECT table_name FROM duckdb_tables() "
        "WHERE NOT internal AND database_name = current_database() ORDER BY 1"
    ).fetchall()
    return [name for (name,) in rows]


def _export_table(
    connection: duckdb.DuckDBPyConnection, folder: Path, name: str, since: int
) -> dict[str, Any]:
    columns = connection.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() "
        "WHERE table_name = ? AND database_name = current_database() ORDER BY column_index",
        [name],
    ).fetchall()
    names = {column[0] for column in columns}
    condition = f"t.run_seq > {int(since)}" if "run_seq" in names else "true"
    files = [
        _write(connection, folder, path, f"FROM {name} t WHERE {condition}{part}", values)
        for path, part, values in _parts(connection, name, condition, "story_id" in names)
    ]
    return {
        "rows": sum(file["rows"] for file in files),
        "columns": [
            {"name": column, "type": kind, "meaning": comment} for column, kind, comment in columns
        ],
        "files": files,
    }


def _parts(
    connection: duckdb.DuckDBPyConnection, name: str, condition: str, has_story: bool
) -> Iterator[tuple[str, str, list[object]]]:
    """Yield path, further condition and values of each part of a table."""
    if name not in _MONTH_OF:
        yield f"{name}.parquet", "", []
        return
    month = f"strftime({_MONTH_OF[name]}, '%Y-%m')"
    story = "t.story_id" if has_story else "''"
    found = connection.execute(
        f"SELECT DISTINCT {story}, {month} FROM {name} t WHERE {condition} ORDER BY ALL"  # noqa: S608
    ).fetchall()
    for story_id, when in found:
        within = f"{name}/story_id={story_id}" if has_story else name
        part = f" AND {month} IS NOT DISTINCT FROM ?"
        values = [when]
        if has_story:
            part += " AND t.story_id = ?"
            values.append(story_id)
        yield f"{within}/month={when}/part.parquet", part, values


def _write(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    name: str,
    rows: str,
    values: Sequence[object],
) -> dict[str, Any]:
    """Write rows in their stored order, a batch at a time, in the memory of one."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    batches = connection.execute(f"SELECT t.* {rows}", list(values)).to_arrow_reader(_ROWS)
    written = 0
    with pq.ParquetWriter(path, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            written += batch.num_rows
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"path": name, "rows": written, "bytes": path.stat().st_size, "sha256": digest}


_REPORTS = """
SELECT s.statement_id, s.speech_type, s.text, s.act, s.modality, s.status,
       s.stated_at, s.stated_precision, s.date_first_published, s.medium,
       coalesce(who.parts, []) AS parts, coalesce(about.terms, []) AS terms,
       list({
           appearance_id: a.appearance_id, revision_id: a.revision_id, article_id: a.article_id,
           url: a.url, outlet: a.outlet, title: r.title, "language": r.language,
           published_at: r.published_at, version: r.version, content: a.content, body: r.text
       } ORDER BY coalesce(a.published_at, a.fetched_at), a.appearance_id) AS reports
FROM statements s
JOIN statement_appearances a USING (statement_id)
JOIN article_revisions r USING (revision_id)
LEFT JOIN (
    SELECT p.statement_id,
           list({
               actor_id: p.actor_id, "role": p.role, "name": coalesce(k.name, p.name),
               office: p.office, kind: coalesce(k.kind, ''),
               wikidata_id: coalesce(k.wikidata_id, '')
           } ORDER BY p.role, p.actor_id) AS parts
    FROM statement_actors p
    JOIN statements o USING (statement_id)
    LEFT JOIN actors k ON k.story_id = o.story_id AND k.actor_id = p.actor_id
    WHERE p.role IN ('speaker', 'signatory') AND {condition}
    GROUP BY p.statement_id
) who USING (statement_id)
LEFT JOIN (
    SELECT t.statement_id, list({term_id: t.term_id, "name": n.name} ORDER BY t.term_id) AS terms
    FROM statement_terms t
    JOIN statements o USING (statement_id)
    JOIN terms n ON n.story_id = o.story_id AND n.term_id = t.term_id
    WHERE {condition}
    GROUP BY t.statement_id
) about USING (statement_id)
WHERE s.status <> 'merged' AND s.statement_id IN (
    SELECT o.statement_id FROM statements o WHERE {condition}
)
GROUP BY ALL
ORDER BY s.statement_id
"""


def statement_reports(
    connection: duckdb.DuckDBPyConnection, most: int = 2_000
) -> Iterator[dict[str, Any]]:
    """Yield each statement that stands somewhere, with speakers, terms and all its reports.

    A report has the text of its revision, so they are read by ranges of the statements' ids.
    """
    bounds = connection.execute(
        """
        SELECT min(statement_id), max(statement_id) FROM (
            SELECT statement_id, (row_number() OVER (ORDER BY statement_id) - 1) // ? AS part
            FROM statements
        ) GROUP BY part ORDER BY part
        """,
        [most],
    ).fetchall()
    query = _REPORTS.replace("{condition}", "o.statement_id BETWEEN $first AND $last")
    for first, last in bounds:
        cursor = connection.execute(query, {"first": first, "last": last})
        names = [column[0] for column in cursor.description or ()]
        for row in cursor.fetchall():
            yield dict(zip(names, row, strict=True))


def published_facts(connection: duckdb.DuckDBPyConnection) -> tuple[int, datetime | None]:
    """Return number and time of the last run in a snapshot."""
    ((run_seq, landed_at),) = connection.execute(
        "SELECT coalesce(max(run_seq), 0), max(landed_at) FROM runs"
    ).fetchall()
    return int(run_seq), landed_at
