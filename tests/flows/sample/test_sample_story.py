from pathlib import Path

import pytest

from flows.sample.story import write_sample_story
from seeds.load import check_story, load_story

BASE = "http://127.0.0.1:8000"


def test_the_sample_story_has_no_problem_and_watches_the_sample_site(tmp_path: Path) -> None:
    folder = write_sample_story(tmp_path / "story", BASE)
    assert check_story(folder) == ()
    story = load_story(folder)
    assert len(story.feeds) == 3
    assert all(feed.url.startswith(f"{BASE}/") for feed in story.feeds)
    assert {"tomas-arrel", "donald-trump"} <= {actor.actor_id for actor in story.actors}


def test_a_folder_that_exists_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        write_sample_story(tmp_path, BASE)
    assert list(tmp_path.iterdir()) == []
