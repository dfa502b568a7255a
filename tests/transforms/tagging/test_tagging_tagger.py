import pickle
import time
from dataclasses import replace
from datetime import date

from seeds.story import Actor, Label, Story
from transforms.tagging.tagger import Tagger

ON = date(2025, 11, 24)
TEXT = "Zelenskyy told the US secretary of state in Geneva that Kyiv wants a cease-fire."


def test_a_tagger_that_was_pickled_tags_alike(tagger: Tagger) -> None:
    copied = pickle.loads(pickle.dumps(tagger))
    assert copied.tag(TEXT, ON) == tagger.tag(TEXT, ON)


def test_tagging_changes_nothing_in_the_tagger(tagger: Tagger) -> None:
    first = tagger.tag(TEXT, ON)
    tagger.tag("Ivan Zelenskyy bakes. Zelenskyy sells.", None)
    assert tagger.tag(TEXT, ON) == first


def test_an_empty_text_and_an_empty_story_have_no_tags(tagger: Tagger, story: Story) -> None:
    assert tagger.tag("", ON) == []
    nothing = replace(
        story, terms=(), term_labels=(), actors=(), actor_labels=(), roles=(), memberships=()
    )
    assert Tagger(nothing).tag(TEXT, ON) == []


def test_without_a_date_only_an_office_with_a_single_holder_resolves(tagger: Tagger) -> None:
    text = "The Ukrainian prime minister met the German chancellor."
    found = {tag.target_id for tag in tagger.tag(text, None) if tag.method == "office"}
    assert found == {"friedrich-merz"}


def test_every_tag_says_how_it_was_found_and_how_surely(tagger: Tagger) -> None:
    found = {tag.span.of(TEXT): (tag.method, tag.confidence) for tag in tagger.tag(TEXT, ON)}
    assert found == {
        "Zelenskyy": ("surname", 0.9),
        "US secretary of state": ("office", 0.9),
        "Kyiv": ("metonym", 0.85),
        "cease-fire": ("label", 1.0),
    }


def test_people_who_share_a_full_name_are_told_apart_by_nothing_and_left_alone(
    story: Story,
) -> None:
    double = replace(
        story,
        actors=(*story.actors, Actor("other-rubio", "person", "", "", "A baker")),
        actor_labels=(*story.actor_labels, Label("other-rubio", "pref", "Marco Rubio", "en")),
    )
    found = Tagger(double).tag("Marco Rubio spoke.", ON)
    assert [tag.target_id for tag in found] == []


def test_people_who_share_a_surname_are_told_apart_by_first_name_and_title(story: Story) -> None:
    double = replace(
        story,
        actors=(*story.actors, Actor("ada-wicker", "person", "", "", "Minister of Osten")),
        actor_labels=(*story.actor_labels, Label("ada-wicker", "pref", "Ada Wicker", "en")),
    )
    tagger = Tagger(double)
    text = (
        "Ada Wicker met Roger Wicker. Senator Wicker left. "
        "Wicker stayed. Ada Wicker sat; Wicker too."
    )
    found = [(tag.target_id, tag.span.of(text)) for tag in tagger.tag(text, ON)]
    assert found == [
        ("ada-wicker", "Ada Wicker"),
        ("roger-wicker", "Roger Wicker"),
        ("roger-wicker", "Wicker"),
        ("roger-wicker", "Wicker"),
        ("ada-wicker", "Ada Wicker"),
        ("ada-wicker", "Wicker"),
    ]


def test_setting_up_five_thousand_actors_takes_less_than_two_seconds(story: Story) -> None:
    actors = tuple(Actor(f"person-{i}", "person", "", "", "") for i in range(5_000))
    labels = tuple(Label(f"person-{i}", "pref", f"Ann{i % 71} Lee{i}", "en") for i in range(5_000))
    large = replace(story, actors=story.actors + actors, actor_labels=story.actor_labels + labels)
    started = time.process_time()
    Tagger(large)
    assert time.process_time() - started < 2


def test_text_without_a_full_stop_does_not_cost_squares(tagger: Tagger) -> None:
    text = "amnesty prisoners freed elections Ivan Yermak and Yermak " * 2_000
    started = time.process_time()
    tagger.tag(text, ON)
    assert time.process_time() - started < 10


def test_a_surname_names_the_label_that_declares_it_or_the_full_name(tagger: Tagger) -> None:
    text = "Volodymyr Zelenskyy met Jonathan Powell. Zelenskyy smiled, and Powell too."
    labels = [tag.matched_label for tag in tagger.tag(text, ON) if tag.method == "surname"]
    assert labels == ["Zelenskyy", "Jonathan Powell"]


def test_the_tagger_tells_the_members_of_a_group(tagger: Tagger) -> None:
    assert tagger.groups.members("e3", ON) == {"united-kingdom", "france", "germany"}
