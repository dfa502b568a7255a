import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import seeds.schema
from seeds.load import bundled_story, check_story, load_story
from seeds.story import Story

PEOPLE = """
    Donald Trump; Marco Rubio; Steve Witkoff; Jared Kushner; Dan Driscoll; Keith Kellogg; JD Vance;
    Volodymyr Zelenskyy; Volodymyr Zelensky; Volodymyr Zelenskiy; Andriy Yermak; Kyrylo Budanov;
    Rustem Umerov; Vladimir Putin; Dmitry Peskov; Sergei Lavrov; Kirill Dmitriev; Keir Starmer;
    Emmanuel Macron; Friedrich Merz; Giorgia Meloni; Pedro Sanchez; Ursula von der Leyen;
    Antonio Costa; Kaja Kallas; Mark Carney; Sanae Takaichi; Alexander Stubb; Jonathan Powell;
    Mitch McConnell; Roger Wicker; Mark Rutte
"""
OTHERS = """
    E3; Nordic-Baltic Eight; Baltic 8; NB8; Coalition of the Willing; Kremlin; White House;
    European Commission; Unnamed government sources in Berlin; Kyiv; Moscow; Washington; Berlin;
    Paris; London; Brussels; dpa; Reuters; AFP; AP
"""


@pytest.fixture(scope="module")
def plan() -> Story:
    return load_story(bundled_story("ukraine-plan"))


def holders(plan: Story, office: str, on: date) -> list[str]:
    return [
        role.actor_id
        for role in plan.roles
        if role.office_id == office and (role.starts or date.min) <= on < (role.ends or date.max)
    ]


def test_the_bundled_story_has_no_problems() -> None:
    assert check_story(bundled_story()) == ()


def test_every_term_has_a_rich_choice_of_words(plan: Story) -> None:
    words = Counter(label.target_id for label in plan.term_labels if label.kind != "pattern")
    assert len(plan.terms) >= 15
    assert {term.term_id for term in plan.terms if words[term.term_id] < 10} == set()


def test_narrow_terms_roll_up(plan: Story) -> None:
    broader = {term.term_id: term.broader for term in plan.terms}
    assert broader["donbas"] == broader["crimea"] == "territory"
    assert broader["nato-membership"] == broader["nato-troops"] == "nato"


def test_at_least_45_actors_carry_their_own_wikidata_id(plan: Story) -> None:
    ids = [actor.wikidata_id for actor in plan.actors if actor.wikidata_id]
    assert len(set(ids)) == len(ids) >= 45


@pytest.mark.parametrize("name", [name.strip() for name in (PEOPLE + ";" + OTHERS).split(";")])
def test_who_matters_to_the_story_is_watched(plan: Story, name: str) -> None:
    assert name.casefold() in {label.label.casefold() for label in plan.actor_labels}


def test_an_office_changes_hands(plan: Story) -> None:
    office = "ukraine-presidential-office-head"
    assert holders(plan, office, date(2025, 11, 27)) == ["andriy-yermak"]
    assert holders(plan, office, date(2025, 11, 28)) == []


def test_a_leader_s_office_is_known_on_the_story_s_first_day(plan: Story) -> None:
    assert plan.starts == date(2025, 11, 19)
    for office, actor in [
        ("us-president", "donald-trump"),
        ("ukraine-president", "volodymyr-zelenskyy"),
        ("russia-president", "vladimir-putin"),
        ("us-secretary-of-state", "marco-rubio"),
        ("germany-chancellor", "friedrich-merz"),
        ("uk-prime-minister", "keir-starmer"),
    ]:
        assert holders(plan, office, plan.starts) == [actor]


def test_groups_have_their_members(plan: Story) -> None:
    members = Counter(membership.group_id for membership in plan.memberships)
    assert members["e3"] == 3
    assert members["nordic-baltic-eight"] == 8


def test_rferl_and_at_least_five_other_outlets_are_read(plan: Story) -> None:
    outlets = {feed.outlet for feed in plan.feeds}
    assert "rferl" in outlets
    assert len(outlets) >= 6


@pytest.mark.parametrize(
    "address",
    [
        "https://www.rferl.org/a/ukraine-plan-geneva/33598765.html",
        "https://www.rferl.org/a/33598765.html",
    ],
)
def test_an_rferl_article_is_known_by_its_number(plan: Story, address: str) -> None:
    key = next(feed.article_key for feed in plan.feeds if feed.outlet == "rferl")
    match = re.search(key, address)
    assert match is not None
    assert match[1] == "33598765"


def test_the_folder_carries_the_schema_that_the_loader_follows() -> None:
    shipped = Path(seeds.schema.__file__).with_name("datapackage.json")
    assert (bundled_story() / "datapackage.json").read_bytes() == shipped.read_bytes()
