import pytest

from seeds.load import bundled_story, load_story
from seeds.story import Story
from transforms.tagging.tagger import Tagger


@pytest.fixture(scope="session")
def story() -> Story:
    return load_story(bundled_story())


@pytest.fixture(scope="session")
def tagger(story: Story) -> Tagger:
    return Tagger(story)
