"""The labels of a story held against the articles that are stored."""

from collections.abc import Iterator

from duckdb import DuckDBPyConnection

from flows.display.progress import Progress
from flows.installation.home import Home
from seeds.story import Story
from transforms.label_use import LabelUse, label_uses
from transforms.resolve import article_date
from transforms.tagging.tagger import Tagger
from transforms.tags import Tag
from warehouse.snapshot import open_published
from warehouse.stored_revisions import outdated_count, outdated_revisions

_ANY_VERSION = ""
"""No story has it, so every stored article counts as tagged with another one."""


def stored_label_uses(home: Home, story: Story, progress: Progress) -> tuple[int, list[LabelUse]]:
    """Tag the stored articles of a story anew and return the use of each label.

    Raises:
        NothingPublished: no run has landed in this home.
    """
    with open_published(home.published) as connection:
        progress.begin("labels", outdated_count(connection, story.story_id, _ANY_VERSION))
        return label_uses(story, _tagged(connection, story, progress))


def _tagged(
    connection: DuckDBPyConnection, story: Story, progress: Progress
) -> Iterator[list[Tag]]:
    tagger = Tagger(story)
    for batch in outdated_revisions(connection, story.story_id, _ANY_VERSION):
        for stored in batch:
            yield tagger.tag(stored.revision.text, article_date(stored.revision))
        progress.advance(len(batch))
