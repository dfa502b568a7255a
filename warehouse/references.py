"""Which rows must exist for which others, and which values stand once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """Rows of ``table`` whose ``columns`` must name a row of ``parent``."""

    table: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    where: str = "true"

    def orphans(self) -> str:
        """Return the query that gives what the orphan rows name."""
        pairs = zip(self.columns, self.parent_columns, strict=True)
        same = " AND ".join(f"parent.{theirs} = child.{ours}" for ours, theirs in pairs)
        return (
            f"SELECT '{self.table} ' || child.{self.columns[-1]} FROM {self.table} child "  # noqa: S608
            f"WHERE ({self.where}) "
            f"AND NOT EXISTS (SELECT 1 FROM {self.parent} parent WHERE {same})"
        )


def _plain(table: str, column: str, parent: str, where: str = "true") -> Reference:
    return Reference(table, (column,), parent, (column,), where)


def _of_story(table: str, column: str, parent: str, parent_column: str) -> Reference:
    return Reference(table, ("story_id", column), parent, ("story_id", parent_column))


_CURRENT = """
    child.kind = '{kind}' AND (child.revision_id, child.story_id) IN (
        SELECT (a.revision_id, a.story_id) FROM analyses a
        JOIN {parent} USING (story_id, story_version)
    )
"""
"""A vocabulary may lose a target; what was tagged before that is mended by a re-tag."""

REFERENCES = (
    _plain("analyses", "revision_id", "article_revisions"),
    _plain("article_aliases", "article_id", "articles"),
    _plain("page_visits", "entry_id", "entries"),
    _plain("article_clusters", "article_id", "articles"),
    _plain("article_clusters", "revision_id", "article_revisions"),
    _of_story("mentions", "revision_id", "analyses", "revision_id"),
    _of_story("statement_appearances", "revision_id", "analyses", "revision_id"),
    _plain("statement_appearances", "statement_id", "statements"),
    _plain("statement_actors", "statement_id", "statements"),
    _plain("statement_terms", "statement_id", "statements"),
    Reference("statements", ("parent_statement_id",), "statements", ("statement_id",),
              "child.parent_statement_id IS NOT NULL"),
    Reference("statements", ("merged_into",), "statements", ("statement_id",),
              "child.status = 'merged'"),
    _plain("outbox", "statement_id", "statements", "child.statement_id <> ''"),
    _plain("deliveries", "notification_id", "notifications"),
    _of_story("entries", "feed_id", "feeds", "feed_id"),
    Reference("mentions", ("story_id", "target_id"), "actors", ("story_id", "actor_id"),
              _CURRENT.format(kind="actor", parent="actors")),
    Reference("mentions", ("story_id", "target_id"), "terms", ("story_id", "term_id"),
              _CURRENT.format(kind="term", parent="terms")),
    _of_story("actor_labels", "actor_id", "actors", "actor_id"),
    _of_story("roles", "actor_id", "actors", "actor_id"),
    _of_story("memberships", "group_id", "actors", "actor_id"),
    _of_story("memberships", "member_id", "actors", "actor_id"),
    _of_story("term_labels", "term_id", "terms", "term_id"),
    Reference("terms", ("story_id", "broader"), "terms", ("story_id", "term_id"),
              "child.broader <> ''"),
)  # fmt: skip

KEYS: dict[str, tuple[str, ...]] = {
    "runs": ("run_id",),
    "feeds": ("story_id", "feed_id"),
    "fetches": ("fetch_id",),
    "forgotten_articles": ("address_id",),
    "entries": ("entry_id",),
    "articles": ("article_id",),
    "article_revisions": ("revision_id",),
    "article_aliases": ("alias_id",),
    "page_visits": ("story_id", "page_id"),
    "article_clusters": ("first_article_id", "article_id"),
    "analyses": ("revision_id", "story_id"),
    "mentions": ("mention_id",),
    "statements": ("statement_id",),
    "statement_appearances": ("appearance_id",),
    "statement_actors": ("statement_id", "actor_id", "role"),
    "statement_terms": ("statement_id", "term_id"),
    "actors": ("story_id", "actor_id"),
    "terms": ("story_id", "term_id"),
    "quarantine": ("quarantine_id",),
    "outbox": ("event_id",),
    "notifications": ("notification_id",),
    "deliveries": ("notification_id", "attempt"),
    "receiver_rests": ("receiver",),
    "cursors": ("name",),
}
"""What names a row of each table; no index holds it (docs/choices.md)."""


def orphans() -> str:
    """Return the query that gives all rows that name a row that is not there."""
    return " UNION ALL ".join(reference.orphans() for reference in REFERENCES)


def doubles() -> str:
    """Return the query that gives all keys that stand more than once."""
    return " UNION ALL ".join(
        f"SELECT '{table} ' || {columns[0]} FROM {table} "  # noqa: S608
        f"GROUP BY {', '.join(columns)} HAVING count(*) > 1"
        for table, columns in KEYS.items()
    )


def without_run() -> str:
    """Return the query that gives the tables with rows that no run landed."""
    return " UNION ALL ".join(
        f"SELECT DISTINCT '{table} ' || run_seq FROM {table} ANTI JOIN runs USING (run_seq)"  # noqa: S608
        for table in sorted({*KEYS, "actor_labels", "roles", "memberships", "term_labels"})
        if table not in {"runs", "cursors", "notifications", "deliveries", "receiver_rests"}
    )
