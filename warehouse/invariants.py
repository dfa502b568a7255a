"""What must always hold in a warehouse; each check names the rows that break it."""

from dataclasses import dataclass

import duckdb

from warehouse.references import doubles, orphans, without_run


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule and a query that returns the ids of the rows that break it."""

    name: str
    query: str


INVARIANTS = (
    Invariant(
        "every mention's offsets give its exact words",
        """
        SELECT m.mention_id FROM mentions m JOIN article_revisions r USING (revision_id)
        WHERE substring(r.text, m."start" + 1, m."end" - m."start") <> m.exact
        """,
    ),
    Invariant(
        "every mention and appearance belongs to a revision",
        """
        SELECT mention_id FROM mentions ANTI JOIN article_revisions USING (revision_id)
        UNION ALL
        SELECT appearance_id FROM statement_appearances
        ANTI JOIN article_revisions USING (revision_id)
        """,
    ),
    Invariant(
        "every revision belongs to an article, and versions count from 1",
        """
        SELECT revision_id FROM article_revisions ANTI JOIN articles USING (article_id)
        UNION ALL
        SELECT article_id FROM article_revisions GROUP BY article_id
        HAVING count(*) <> max(version) OR count(DISTINCT version) <> count(*)
        """,
    ),
    Invariant(
        "every active statement has appearances, exactly one of them the first",
        """
        SELECT s.statement_id FROM statements s
        LEFT JOIN statement_appearances a USING (statement_id)
        WHERE s.status NOT IN ('withdrawn', 'merged')
        GROUP BY s.statement_id
        HAVING count(a.appearance_id) = 0 OR count_if(a.is_first) <> 1
        """,
    ),
    Invariant(
        "every cluster of copies has one first article, which appeared first, and copies of it",
        """
        SELECT cluster_id FROM article_clusters
        GROUP BY cluster_id
        HAVING count_if(is_first) <> 1 OR count(*) < 2
            OR count(DISTINCT first_article_id) > 1
            OR min(appeared_at) <> min(appeared_at) FILTER (WHERE is_first)
            OR any_value(article_id) FILTER (WHERE is_first) <> any_value(first_article_id)
        """,
    ),
    Invariant("ids stand once", doubles()),
    Invariant("every row belongs to the rows that it names", orphans()),
    Invariant(
        "every appearance's offsets lie in its revision and give its words",
        """
        WITH spans AS (
            SELECT a.appearance_id, a.article_id, r.article_id AS owner, r.text,
                   a.source_text, a.cue_text, a.source, a.cue,
                   list_concat(list_concat(a.source, a.cue), a.content) AS pieces
            FROM statement_appearances a JOIN article_revisions r USING (revision_id)
        )
        SELECT appearance_id FROM spans
        WHERE article_id <> owner
           OR len(list_filter(pieces, lambda piece: piece."start" < 0
                  OR piece."end" <= piece."start" OR piece."end" > length(text))) > 0
           OR array_to_string(list_transform(source, lambda piece:
                  substring(text, piece."start" + 1, piece."end" - piece."start")), ' ')
              <> source_text
           OR array_to_string(list_transform(cue, lambda piece:
                  substring(text, piece."start" + 1, piece."end" - piece."start")), ' ')
              <> cue_text
        """,
    ),
    Invariant(
        "run_seq counts from 1 without a gap, and every row was landed by a run",
        f"""
        SELECT max(run_seq)::VARCHAR FROM runs HAVING max(run_seq) <> count(*)
        UNION ALL {without_run()}
        UNION ALL
        SELECT name FROM cursors WHERE run_seq > (SELECT coalesce(max(run_seq), 0) FROM runs)
        """,  # noqa: S608
    ),
)


def broken_invariants(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Return each rule that does not hold, with how many rows break it."""
    broken = []
    for invariant in INVARIANTS:
        rows = connection.execute(invariant.query).fetchall()
        if rows:
            broken.append((invariant.name, len(rows)))
    return broken


def run_count(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many runs have landed."""
    row = connection.execute("SELECT count(*) FROM runs").fetchone()
    return int(row[0]) if row else 0
