"""A group that an article mentions stands in SQL for its members of that day."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from making import a_mention, a_revision, an_analysis, land_in

from seeds.load import bundled_story, load_story

MEMBERS_ON_THE_DAY = """
    SELECT DISTINCT members.member_id
    FROM mentions
    JOIN article_revisions AS revisions USING (revision_id)
    JOIN memberships AS members
      ON members.story_id = mentions.story_id
     AND members.group_id = mentions.target_id
     AND (members.starts IS NULL OR members.starts <= CAST(revisions.published_at AS DATE))
     AND (members.ends IS NULL OR CAST(revisions.published_at AS DATE) < members.ends)
    WHERE mentions.kind = 'actor'
    ORDER BY members.member_id
"""


@pytest.mark.parametrize(
    ("story_id", "words", "group", "on", "expected"),
    [
        (
            "ukraine-plan",
            "E3",
            "e3",
            datetime(2025, 11, 24, tzinfo=UTC),
            ["france", "germany", "united-kingdom"],
        ),
        (
            "sound-treaty",
            "user states",
            "user-states",
            datetime(2026, 1, 20, tzinfo=UTC),
            ["corvane", "eskerra", "lindhal"],
        ),
        (
            "sound-treaty",
            "user states",
            "user-states",
            datetime(2026, 3, 20, tzinfo=UTC),
            ["eskerra", "lindhal", "marrak"],
        ),
    ],
)
def test_a_mentioned_group_has_the_members_of_the_articles_day(
    warehouse: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    story_id: str,
    words: str,
    group: str,
    on: datetime,
    expected: list[str],
) -> None:
    revision = a_revision(f"The {words} met.", story_id=story_id, published_at=on)
    land_in(
        warehouse, tmp_path / "run", "run-1", load_story(bundled_story(story_id)),
        revisions=[revision], analyses=[an_analysis(revision)],
        mentions=[a_mention(revision, words, group)],
    )  # fmt: skip
    assert [row[0] for row in warehouse.execute(MEMBERS_ON_THE_DAY).fetchall()] == expected
