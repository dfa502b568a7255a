"""A statement that nobody made, for trying out a route."""

from datetime import datetime

from seeds.story import Story
from transforms.identifiers import digest_id
from transforms.records import Attribution
from transforms.statement_records import News

WORDS = "This is a test of the alerts, and no news"


def sample_news(story: Story, now: datetime) -> News:
    """Return a new statement of an invented person; its id is another at every moment."""
    return News(
        event_type="statement.published",
        statement_id=digest_id("sample", story.story_id, now.isoformat()),
        story_id=story.story_id,
        speech_type="direct",
        text=WORDS,
        act="state",
        modality="",
        medium="",
        stated_at=now,
        stated_precision="minute",
        date_first_published=now,
        first_seen_at=now,
        is_joint=False,
        status="active",
        attributions=(
            Attribution("unlisted:ana-brod", "speaker", "Ana Brod", "", "Minister of Samples", ""),
        ),
        term_ids=(),
        outlets=("sample",),
        appearance_id=digest_id("sample appearance", now.isoformat()),
        article_id="sample",
        outlet="sample",
        url="https://sample.example/test",
        title="A test",
        language=story.languages[0],
        agency="",
        words=WORDS,
        sentence=f"“{WORDS},” said Ana Brod, Minister of Samples.",
        source_text="Ana Brod, Minister of Samples",
        cue_text="said",
        altered="",
        published_at=now,
        fetched_at=now,
        reasserts_statement_id=None,
        text_before="",
        new_actor_ids=(),
    )
