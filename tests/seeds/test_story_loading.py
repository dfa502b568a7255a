from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from seeds.load import bundled_story, check_story, load_story
from seeds.problems import Problem, StoryError
from seeds.story import Actor, Feed, Label, Membership, Role, Route, Term


def test_a_folder_becomes_a_story(story: Path) -> None:
    loaded = load_story(story)
    assert loaded.story_id == "strait-talks"
    assert loaded.languages == ("en",)
    assert loaded.starts == date(2025, 3, 1)
    assert loaded.ends is None
    assert loaded.terms[1] == Term(
        "tolls", "2", "passage", "What ships pay, and to whom", "draft-1"
    )
    assert loaded.term_labels[3] == Label("tolls", "hidden", "strait tols", "en")
    assert loaded.actors[0] == Actor("ana-brod", "person", "", "", "President of Norland")
    assert loaded.actor_labels[1] == Label("ana-brod", "alt", "Brod", "en", "surname")
    assert loaded.roles[0] == Role(
        office_id="norland-president",
        title="President of Norland",
        also_called=("Norland's president", "Norlandic leader"),
        actor_id="ilse-marn",
        starts=date(2019, 1, 1),
        ends=date(2024, 6, 1),
        one_seat=True,
    )
    assert loaded.roles[1].also_called == loaded.roles[0].also_called
    assert loaded.memberships[1] == Membership(
        "strait-council", "sudmark", date(2001, 5, 1), date(2020, 12, 31)
    )
    assert loaded.feeds == (
        Feed(
            "norland-gazette",
            "norland-gazette",
            "https://gazette.example/rss",
            "en",
            r"/a/(\d+)\.html",
            "The Norland Gazette",
        ),
    )
    assert loaded.routes == (
        Route(
            "presidents",
            ("console",),
            ('actor =~ "ana-brod|ilse-marn"', 'speech_type != "indirect"'),
        ),
    )


def test_an_open_membership_lasts_as_long_as_its_group(
    story: Path, spoil: Callable[[str, str, str], None]
) -> None:
    spoil("actors.csv", "on the strait,,", "on the strait,1998,2024")
    assert load_story(story).memberships[0::2] == (
        Membership("strait-council", "norland", date(1999, 1, 1), date(2024, 1, 1)),
        Membership("strait-council", "sudmark", date(2022, 1, 1), date(2024, 1, 1)),
    )


def test_actors_may_be_listed_without_the_columns_that_need_no_value(story: Path) -> None:
    expected = load_story(story)
    rows = (story / "actors.csv").read_text("utf-8").splitlines()
    shorter = [",".join((*row.split(",")[:2], row.split(",")[4])) for row in rows]
    (story / "actors.csv").write_text("\n".join(shorter) + "\n", "utf-8")
    assert load_story(story).actors == expected.actors


def test_the_version_hash_tells_vocabularies_apart_and_ignores_other_files(story: Path) -> None:
    before = load_story(story).version_hash
    (story / "NOTES.md").write_text("bring cake", "utf-8")
    assert load_story(story).version_hash == before
    with (story / "terms.csv").open("a", encoding="utf-8") as terms:
        terms.write("ferries,,,,\n")
    with (story / "term_labels.csv").open("a", encoding="utf-8") as labels:
        labels.write("ferries,pref,Ferries,en,\n")
    assert load_story(story).version_hash != before


def test_lines_may_end_as_on_any_machine(story: Path) -> None:
    expected = load_story(story)
    for file in story.iterdir():
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert check_story(story) == ()
    assert load_story(story).roles == expected.roles


def test_loading_raises_all_problems_at_once(story: Path) -> None:
    (story / "feeds.csv").unlink()
    (story / "terms.csv").write_text("term_id;notation\npassage;1\n", "utf-8")
    with pytest.raises(StoryError) as raised:
        load_story(story)
    assert raised.value.problems == check_story(story)
    assert [problem.file for problem in raised.value.problems] == ["terms.csv", "feeds.csv"]
    assert str(raised.value).count("\n") == 1


def test_a_folder_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    (problem,) = check_story(tmp_path / "nowhere")
    assert problem.problem == "there is no such folder"
    with pytest.raises(StoryError, match="there is no such folder"):
        load_story(tmp_path / "nowhere")


def test_an_unknown_bundled_story_is_named_with_those_that_exist() -> None:
    with pytest.raises(StoryError, match=r"no such bundled story: use .*ukraine-plan"):
        bundled_story("moon-plan")


def test_a_problem_is_one_line_that_says_where_what_and_what_to_write() -> None:
    problem = Problem("terms.csv", 3, "broader", "nato is not in terms.csv", "write passage")
    assert (
        str(problem) == "terms.csv, row 3, column broader: nato is not in terms.csv: write passage"
    )
    in_toml = Problem("story.toml", 4, "starts", "'2025' will not do", "write 2025-01-01")
    assert str(in_toml) == "story.toml, line 4, key starts: '2025' will not do: write 2025-01-01"
