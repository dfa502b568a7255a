"""Words searched for in statements and in the newest revision of each article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must stand in a text, and of whom, about what, since when."""

    tokens: tuple[str, ...]
    """Folded runs of letters; a quick look for them comes before the patterns."""
    patterns: tuple[str, ...]
    """RE2 expressions for folded text; each must match."""
    actor: str | None = None
    term: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement or an article that holds all the words."""

    kind: str
    hit_id: str
    happened_at: datetime
    precision: str
    speakers: tuple[str, ...]
    title: str
    outlet: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """The newest hits, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


_STATEMENTS = """
SELECT 'statement' AS kind, statement_id AS hit_id, said_at AS happened_at,
       said_precision AS precision, coalesce(speakers, []) AS speakers, '' AS title,
       first_outlet AS outlet, first_url AS url, text
FROM latest_statements
WHERE status <> 'withdrawn'
"""
_ARTICLES = """
SELECT 'article' AS kind, r.article_id AS hit_id,
       coalesce(r.published_at, r.fetched_at) AS happened_at,
       CASE WHEN r.published_at IS NULL THEN 'fetched' ELSE r.published_precision END AS precision,
       [] AS speakers, r.title, r.outlet, r.url, r.text
FROM article_revisions r
JOIN (SELECT article_id, max(version) AS version FROM article_revisions GROUP BY ALL) newest
  USING (article_id, version)
WHERE true
"""
_BY_ACTOR = {
    "statements": "list_contains(actor_ids, ?)",
    "articles": "r.revision_id IN (SELECT revision_id FROM mentions "
    "WHERE kind = 'actor' AND target_id = ?)",
}
_BY_TERM = {
    "statements": "statement_id IN (SELECT statement_id FROM statements_by_term WHERE term_id = ?)",
    "articles": """
        r.revision_id IN (
            WITH RECURSIVE narrower AS (
                SELECT ? AS term_id
                UNION
                SELECT t.term_id FROM terms t JOIN narrower n ON t.broader = n.term_id
            )
            SELECT revision_id FROM mentions
            WHERE kind = 'term' AND target_id IN (SELECT term_id FROM narrower)
        )""",
}
_SOURCES = {"statements": _STATEMENTS, "articles": _ARTICLES}


def search(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, places: Sequence[str], limit: int
) -> Found:
    """Return what holds all the words, newest first.

    Args:
        connection: the snapshot.
        wanted: words and filters.
        places: "statements", "articles" or both.
        limit: how many hits are returned at most.
    """
    parts, values = [], list[object]()
    for place in places:
        part = _SOURCES[place]
        for column, wish in ((_BY_ACTOR[place], wanted.actor), (_BY_TERM[place], wanted.term)):
            if wish is not None:
                part += f" AND {column}"
                values.append(wish)
        parts.append(part)
    conditions, more = _conditions(wanted)
    cursor = connection.execute(
        f"""
        WITH candidates AS ({" UNION ALL ".join(parts)}),
        folded AS (
            SELECT *, strip_accents(lower(text)) AS plain FROM candidates
        )
        SELECT count(*) OVER () AS total, * EXCLUDE (plain)
        FROM folded
        WHERE {conditions}
        ORDER BY happened_at DESC, kind DESC, hit_id
        LIMIT {int(limit)}
        """,  # noqa: S608
        [*values, *more],
    )
    rows = cursor.fetchall()
    return Found(rows[0][0] if rows else 0, tuple(_hits(rows)))


def _conditions(wanted: Wanted) -> tuple[str, list[object]]:
    conditions = ["contains(plain, ?)" for _ in wanted.tokens]
    conditions += ["regexp_matches(plain, ?)" for _ in wanted.patterns]
    values: list[object] = [*wanted.tokens, *wanted.patterns]
    if wanted.since is not None:
        conditions.append("happened_at >= ?")
        values.append(wanted.since.replace(tzinfo=None))
    return " AND ".join(conditions), values


def _hits(rows: Sequence[Sequence[object]]) -> Iterator[Hit]:
    for _, kind, hit_id, happened_at, precision, speakers, title, outlet, url, text in rows:
        assert isinstance(happened_at, datetime)
        assert isinstance(speakers, list)
        yield Hit(
            str(kind), str(hit_id), happened_at, str(precision), tuple(speakers), str(title),
            str(outlet), str(url), str(text),
        )  # fmt: skip
