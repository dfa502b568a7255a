from dataclasses import replace
from pathlib import Path

import pytest
from making import STRAIT_TALKS, strait_talks

from flows.errors import ConfigurationError
from flows.installation.settings import Settings
from flows.monitoring.run_specification import RunSpecification
from flows.stories.finding import choose_feeds, find_story, open_story, unset_receivers
from seeds.story import Route


def test_a_story_is_named_by_its_folder_or_by_the_name_of_a_shipped_one() -> None:
    assert find_story(str(STRAIT_TALKS)) == STRAIT_TALKS
    assert find_story("ukraine-plan").is_dir()
    assert open_story(str(STRAIT_TALKS)).story_id == "strait-talks"


@pytest.mark.parametrize("named", ["no/such/folder", "no-such-story"])
def test_a_story_that_is_not_there_is_refused(named: str) -> None:
    with pytest.raises(ConfigurationError, match=r"stor.*nothing was written"):
        find_story(named)


def test_a_file_is_no_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes").write_text("no story")
    with pytest.raises(ConfigurationError, match="notes is no story folder"):
        find_story("notes")


def test_a_story_with_mistakes_names_the_first_and_where_to_read_the_rest(tmp_path: Path) -> None:
    for file in STRAIT_TALKS.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    labels = (tmp_path / "term_labels.csv").read_text("utf-8")
    (tmp_path / "term_labels.csv").write_text(labels.replace("pref,", "prefer,"), "utf-8")
    with pytest.raises(
        ConfigurationError, match=r"not usable: terms\.csv, row 2.*more: see `onrecord check"
    ) as refusal:
        open_story(str(tmp_path))
    assert "\n" not in str(refusal.value)


def test_feeds_are_the_storys_own_unless_addresses_are_given() -> None:
    story = strait_talks()
    (own,) = story.feeds
    assert choose_feeds(story, []) == (own,)
    address = "http://user:secret@127.0.0.1:8000/feed.xml"
    chosen = choose_feeds(story, [own.url, address, address])
    assert chosen[0] == own
    assert (len(chosen), chosen[1].url, chosen[1].outlet) == (2, address, "127.0.0.1:8000")
    assert chosen[1].language == "en"
    assert choose_feeds(replace(story, languages=()), [address])[0].language == ""


@pytest.mark.parametrize(
    "address", ["", "feed.xml", "file:///etc/passwd", "https://", "http://[::1", "http://a:b/"]
)
def test_an_address_that_is_not_http_is_refused(address: str) -> None:
    with pytest.raises(ConfigurationError, match="no http or https address"):
        choose_feeds(strait_talks(), [address])


def test_a_run_is_specified_by_names_and_reads_settings_and_story_when_it_begins(
    tmp_path: Path,
) -> None:
    specification = RunSpecification(
        home=str(tmp_path), story=str(STRAIT_TALKS), feeds=[], allow_private=False
    )
    (tmp_path / "settings.toml").write_text("allow_private = true\npages_at_once = 2\n")
    request = RunSpecification.model_validate_json(specification.model_dump_json()).request()
    assert (request.story.story_id, request.home.folder) == ("strait-talks", tmp_path)
    assert request.feeds == request.story.feeds
    assert (request.settings.pages_at_once, request.settings.allow_private) == (2, True)


def test_receivers_that_routes_name_and_nobody_set_up_are_listed() -> None:
    story = strait_talks(Route("all", ("desk", "console", "archive"), ()))
    assert unset_receivers(story, Settings()) == ["archive", "desk"]
