"""Two articles that turned out to be one: the rows of the one move to the other."""

import duckdb

_CLUSTERS = (
    # An article is no copy of itself; its place in other clusters stays.
    """
    DELETE FROM article_clusters
    WHERE (article_id = $alias AND first_article_id = $article)
       OR (article_id = $article AND first_article_id = $alias)
    """,
    """
    DELETE FROM article_clusters
    WHERE article_id = $alias AND NOT is_first AND first_article_id IN (
        SELECT first_article_id FROM article_clusters WHERE article_id = $article
    )
    """,
    "UPDATE article_clusters SET article_id = $article WHERE article_id = $alias",
    "UPDATE article_clusters SET first_article_id = $article WHERE first_article_id = $alias",
    """
    DELETE FROM article_clusters WHERE first_article_id IN (
        SELECT first_article_id FROM article_clusters
        GROUP BY first_article_id HAVING count(*) = 1
    )
    """,
    "UPDATE article_shingles SET article_id = $article WHERE article_id = $alias",
)


def join_articles(connection: duckdb.DuckDBPyConnection, run_seq: int) -> None:
    """Move the rows of each article whose id is now an alias; call within the landing.

    Revisions stay as they are but for their number: what a feed says comes before what a page
    says, then they count by the time when they were fetched.
    """
    moved = connection.execute(
        """
        SELECT alias_id, article_id FROM article_aliases
        WHERE alias_id IN (SELECT article_id FROM articles) ORDER BY alias_id
        """
    ).fetchall()
    for alias_id, article_id in moved:
        _move(connection, {"alias": alias_id, "article": article_id, "run_seq": run_seq})


def _move(connection: duckdb.DuckDBPyConnection, ids: dict[str, object]) -> None:
    connection.execute(
        """
        UPDATE articles SET
            first_seen_at = least(articles.first_seen_at, moved.first_seen_at),
            first_published_at = least(articles.first_published_at, moved.first_published_at),
            run_seq = $run_seq
        FROM articles moved
        WHERE articles.article_id = $article AND moved.article_id = $alias
        """,
        ids,
    )
    connection.execute("DELETE FROM articles WHERE article_id = $alias", {"alias": ids["alias"]})
    for table in ("article_revisions", "statement_appearances", "article_aliases", "page_visits"):
        connection.execute(
            f"UPDATE {table} SET article_id = $article, run_seq = $run_seq "  # noqa: S608
            "WHERE article_id = $alias",
            ids,
        )
    two = ("alias", "article")
    for query in _CLUSTERS:
        connection.execute(query, {name: ids[name] for name in two if f"${name}" in query})
    connection.execute(
        """
        UPDATE article_revisions SET version = counted.version, run_seq = $run_seq
        FROM (
            SELECT revision_id,
                   row_number() OVER (ORDER BY extraction <> 'feed', fetched_at, version,
                                      revision_id) AS version
            FROM article_revisions WHERE article_id = $article
        ) counted
        WHERE article_revisions.revision_id = counted.revision_id
          AND article_revisions.version <> counted.version
        """,
        {"article": ids["article"], "run_seq": ids["run_seq"]},
    )
