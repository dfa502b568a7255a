"""What is stored already of the articles of an archive."""

from collections.abc import Collection, Mapping

import duckdb


def has_landed(connection: duckdb.DuckDBPyConnection, run_id: str) -> bool:
    """Say whether a run of this id has landed."""
    return bool(connection.execute("FROM runs WHERE run_id = ? LIMIT 1", [run_id]).fetchone())


def known_articles(
    connection: duckdb.DuckDBPyConnection, story_id: str, article_ids: Collection[str]
) -> frozenset[str]:
    """Return those of the ids, aliases among them, whose article was analysed for the story."""
    rows = connection.execute(
        """
        WITH wanted AS (
            SELECT unnest(?::VARCHAR[]) AS wanted_id
        ), led AS (
            SELECT wanted_id, coalesce(a.article_id, wanted_id) AS article_id
            FROM wanted LEFT JOIN article_aliases a ON a.alias_id = wanted_id
        ), held AS (
            SELECT wanted_id, revision_id FROM led JOIN article_revisions USING (article_id)
        )
        SELECT DISTINCT wanted_id FROM held
        SEMI JOIN (FROM analyses WHERE story_id = ?) n USING (revision_id)
        """,
        [sorted(article_ids), story_id],
    ).fetchall()
    return frozenset(wanted for (wanted,) in rows)


def needless_revisions(
    connection: duckdb.DuckDBPyConnection, story_id: str, revisions: Mapping[str, str]
) -> frozenset[str]:
    """Return the staged revisions that are not to land, of ``revisions`` to their articles.

    Those whose article is stored, unless it is this very text, which was not analysed for the
    story yet.
    """
    rows = connection.execute(
        """
        WITH staged AS (
            SELECT unnest(?::VARCHAR[]) AS revision_id, unnest(?::VARCHAR[]) AS article_id
        )
        SELECT revision_id FROM staged SEMI JOIN articles USING (article_id)
        WHERE revision_id NOT IN (
            SELECT revision_id FROM article_revisions SEMI JOIN staged USING (revision_id)
        ) OR revision_id IN (
            SELECT revision_id FROM (FROM analyses WHERE story_id = ?) n
            SEMI JOIN staged USING (revision_id)
        )
        """,
        [list(revisions), list(revisions.values()), story_id],
    ).fetchall()
    return frozenset(revision_id for (revision_id,) in rows)
