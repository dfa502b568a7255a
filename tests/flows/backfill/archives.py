"""The articles of a home as archives: JSON Lines, Parquet, WARC."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from command_line import onrecord

from warehouse.connections import OFFLINE

_ARTICLES = """
    SELECT a.canonical_url AS url, r.title, r.text, r.published_raw AS published,
           r.byline AS author, r.outlet, r.language
    FROM article_revisions r JOIN articles a USING (article_id) ORDER BY ALL
"""


def articles_of(home: Path) -> list[dict[str, Any]]:
    with duckdb.connect(str(home / "published.duckdb"), read_only=True, config=OFFLINE) as asked:
        found = asked.execute(_ARTICLES)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def as_lines(file: Path, articles: list[dict[str, Any]], *more: str) -> Path:
    lines = [*map(json.dumps, articles), *more]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def as_parquet(file: Path, articles: list[dict[str, Any]]) -> Path:
    pq.write_table(pa.Table.from_pylist(articles), file)
    return file


def as_warc(file: Path, home: Path) -> Path:
    ended = onrecord("archive", "export", file, "--home", home)
    assert ended.returncode == 0, ended.stderr
    return file
