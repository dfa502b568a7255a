"""Questions about articles and their revisions, to the published snapshot."""

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from warehouse.reading import Answer, answer_of


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One revision of an article, as its reader sees it."""

    article_id: str
    version: int
    title: str
    outlet: str
    url: str
    extraction: str
    fetched_at: datetime
    text: str


def articles(
    connection: duckdb.DuckDBPyConnection,
    *,
    outlet: str | None = None,
    since: datetime | None = None,
    edited: bool = False,
    limit: int | None = None,
) -> Answer:
    """Return the articles, latest revision first; ``since`` is when that was fetched."""
    conditions, values = ["true"], list[object]()
    if outlet is not None:
        conditions.append("outlet = ?")
        values.append(outlet)
    if since is not None:
        conditions.append("changed_at >= ?")
        values.append(since.astimezone(UTC).replace(tzinfo=None))
    if edited:
        conditions.append("revisions > 1")
    cursor = connection.execute(
        f"""
        SELECT * FROM (
            SELECT article_id, max(r.version) AS revisions, max(r.fetched_at) AS changed_at,
                   arg_max(r.published_at, r.version) AS published_at, a.outlet,
                   arg_max(r.title, r.version) AS title, a.canonical_url AS url, a.gone_since
            FROM articles a JOIN article_revisions r USING (article_id)
            GROUP BY ALL
        )
        WHERE {" AND ".join(conditions)}
        ORDER BY changed_at DESC, article_id {"" if limit is None else f"LIMIT {int(limit)}"}
        """,  # noqa: S608
        values,
    )
    return answer_of(cursor)


def find_articles(
    connection: duckdb.DuckDBPyConnection, words: str, by_address: str, addresses: tuple[str, ...]
) -> list[tuple[str, str, str, int]]:
    """Return article_id, outlet, title and number of revisions of what ``words`` name.

    An id or the beginning of one (from four characters); one of the addresses, or the id
    ``by_address`` that they give; or words that all stand in a title. An id goes before an
    address, an address before a title.
    """
    rows = connection.execute(
        """
        WITH named AS (
            SELECT article_id, 1 AS rank FROM articles
            WHERE length($words) >= 4 AND starts_with(article_id, lower($words))
            UNION ALL
            SELECT article_id, 1 FROM article_aliases
            WHERE length($words) >= 4 AND starts_with(alias_id, lower($words))
            UNION ALL
            SELECT article_id, 2 FROM articles
            WHERE list_contains($addresses, canonical_url) OR article_id = $by_address
            UNION ALL
            SELECT article_id, 2 FROM article_aliases WHERE alias_id = $by_address
            UNION ALL
            SELECT article_id, 2 FROM article_revisions WHERE list_contains($addresses, url)
            UNION ALL
            SELECT article_id, 3 FROM article_revisions
            WHERE len(list_filter(string_split_regex(lower(trim($words)), '\\s+'),
                                  word -> NOT contains(lower(title), word))) = 0
        )
        SELECT article_id, arg_max(r.outlet, r.version), arg_max(r.title, r.version),
               max(r.version)
        FROM article_revisions r
        WHERE article_id IN (
            SELECT article_id FROM named WHERE rank = (SELECT min(rank) FROM named)
        )
        GROUP BY article_id ORDER BY max(r.fetched_at) DESC, article_id
        """,
        {"words": words, "by_address": by_address, "addresses": list(addresses)},
    ).fetchall()
    return [(row[0], row[1], row[2], int(row[3])) for row in rows]


def stored_versions(connection: duckdb.DuckDBPyConnection, article_id: str) -> list[StoredVersion]:
    """Return the revisions of an article, the first one first."""
    rows = connection.execute(
        """
        SELECT article_id, version, title, outlet, url, extraction, fetched_at, text
        FROM article_revisions WHERE article_id = ? ORDER BY version
        """,
        [article_id],
    ).fetchall()
    return [StoredVersion(*(*row[:6], row[6].replace(tzinfo=UTC), row[7])) for row in rows]
