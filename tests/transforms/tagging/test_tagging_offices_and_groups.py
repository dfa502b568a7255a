from dataclasses import replace
from datetime import date

from seeds.story import Membership, Role, Story
from transforms.tagging.groups import Groups
from transforms.tagging.offices import Offices, is_held_on


def role(actor_id: str, starts: date | None, ends: date | None) -> Role:
    return Role(
        "mayor-of-osten", "Mayor of Osten", ("Osten's mayor",), actor_id, starts, ends, True
    )


def with_roles(story: Story, *roles: Role) -> Offices:
    return Offices(replace(story, roles=roles))


CHANGE = date(2025, 5, 1)


def test_a_role_is_held_from_its_first_day_to_the_day_before_its_end() -> None:
    held = role("ann-lee", date(2020, 1, 1), CHANGE)
    assert is_held_on(held, date(2020, 1, 1))
    assert is_held_on(held, date(2025, 4, 30))
    assert not is_held_on(held, CHANGE)
    assert is_held_on(role("ann-lee", None, None), CHANGE)


def test_an_office_resolves_to_its_holder_of_the_day(story: Story) -> None:
    offices = with_roles(story, role("ann-lee", None, CHANGE), role("bo-ray", CHANGE, None))
    assert offices.holder(["mayor-of-osten"], date(2025, 4, 30)) == "ann-lee"
    assert offices.holder(["mayor-of-osten"], CHANGE) == "bo-ray"
    assert offices.holder(["mayor-of-osten"], None) is None
    assert offices.holder(["mayor-of-varn"], CHANGE) is None


def test_an_office_that_two_hold_resolves_to_nobody(story: Story) -> None:
    offices = with_roles(story, role("ann-lee", None, None), role("bo-ray", CHANGE, None))
    assert offices.holder(["mayor-of-osten"], date(2024, 1, 1)) == "ann-lee"
    assert offices.holder(["mayor-of-osten"], CHANGE) is None


def test_title_words_are_those_of_the_offices_held_on_the_day(story: Story) -> None:
    offices = with_roles(story, role("ann-lee", None, CHANGE))
    assert offices.title_words("ann-lee", date(2025, 1, 1)) == {"mayor", "of", "osten", "s"}
    assert offices.title_words("ann-lee", CHANGE) == frozenset()


def test_a_group_has_the_members_of_the_day(story: Story) -> None:
    groups = Groups(
        replace(
            story,
            memberships=(
                Membership("harbours", "osten", None, None),
                Membership("harbours", "varn", CHANGE, None),
                Membership("harbours", "lund", None, CHANGE),
            ),
        )
    )
    assert groups.members("harbours", CHANGE) == {"osten", "varn"}
    assert groups.members("harbours", date(2020, 1, 1)) == {"osten", "lund"}
    assert groups.members("harbours", None) == {"osten", "varn", "lund"}
    assert groups.made_of(frozenset({"osten", "lund"}), CHANGE) is None
    assert groups.made_of(frozenset({"osten", "varn"}), CHANGE) == "harbours"
