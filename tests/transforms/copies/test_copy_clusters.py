import random

from hypothesis import given
from hypothesis import strategies as st
from made_articles import Desk, prose, sampled

from transforms.copies.records import Sampled

WIRE = prose("wire")


def relations(desk: Desk) -> dict[str, str]:
    return {row.article_id: row.relation for row in desk.rows}


def test_a_copy_a_cut_and_an_embed_follow_the_first_with_their_shares() -> None:
    desk = Desk()
    desk.land(
        sampled("wire", WIRE),
        sampled("copy", prose("headline", 0, 9) + " " + WIRE, 1),
        sampled("cut", prose("wire", 0, 120), 2),
        sampled("embed", prose("before") + " " + WIRE + " " + prose("after"), 3),
        sampled("another", prose("another"), 4),
    )
    assert relations(desk) == {"wire": "first", "copy": "copy", "cut": "cut", "embed": "embed"}
    shares = {row.article_id: (row.containment, row.first_containment) for row in desk.rows}
    assert shares["wire"] == (1, 1)
    assert shares["cut"][0] == 1
    assert 0.15 < shares["cut"][1] < 0.45
    assert 0.15 < shares["embed"][0] < 0.45
    assert shares["embed"][1] == 1


def test_an_article_that_embeds_two_stories_is_in_both_clusters_and_joins_them_not() -> None:
    desk = Desk()
    desk.land(sampled("one", prose("one")), sampled("two", prose("two"), 1))
    desk.land(sampled("both", prose("one") + " " + prose("two"), 2))
    desk.land(sampled("copy", prose("two"), 3))
    assert desk.stars == {"one": {"both"}, "two": {"both", "copy"}}


def test_a_chain_of_loosely_alike_articles_is_no_cluster() -> None:
    desk = Desk()
    desk.land(
        *(sampled(str(step), prose("w", step * 160, step * 160 + 400), step) for step in range(9))
    )
    assert desk.stars
    for first, followers in desk.stars.items():
        assert all(abs(int(first) - int(follower)) == 1 for follower in followers)


def test_a_cluster_keeps_its_id_when_an_earlier_copy_arrives_late() -> None:
    desk = Desk()
    desk.land(sampled("b", WIRE, 2))
    desk.land(sampled("c", WIRE, 3))
    (cluster_id,) = {row.cluster_id for row in desk.rows}
    desk.land(sampled("a", WIRE, 1))
    assert {row.cluster_id for row in desk.rows} == {cluster_id}
    assert desk.stars == {"a": {"b", "c"}}


def test_a_late_earlier_article_makes_two_clusters_one() -> None:
    desk = Desk()
    halves = prose("wire", 0, 200), prose("wire", 200, 400)
    desk.land(*(sampled(f"{part}{n}", halves[part], 5 + n) for part in (0, 1) for n in (0, 1)))
    assert desk.stars == {"00": {"01"}, "10": {"11"}}
    ids = {row.first_article_id: row.cluster_id for row in desk.rows}
    desk.land(sampled("whole", WIRE, 1))
    assert desk.stars == {"whole": {"00", "01", "10", "11"}}
    assert {row.cluster_id for row in desk.rows} == {ids["00"]}


def test_a_revision_that_is_another_story_leaves_the_cluster_and_frees_its_copies() -> None:
    desk = Desk()
    desk.land(sampled("a", WIRE, 1), sampled("b", WIRE, 2), sampled("c", WIRE, 3))
    desk.land(sampled("a", prose("rewritten"), 1))
    assert desk.stars == {"b": {"c"}}
    desk.land(sampled("c", prose("corrected"), 3))
    assert desk.rows == []
    desk.land(sampled("a", WIRE, 1))
    assert desk.stars == {"a": {"b"}}


def test_what_an_outlet_sets_under_all_its_stories_makes_no_copies() -> None:
    def story(name: str, hours: int) -> Sampled:
        text = prose("subscribe", 0, 150) + " " + prose(name, 0, 120)
        return sampled(name, text, hours, "gazette")

    desk = Desk()
    desk.land(*(story(f"s{n}x", n) for n in range(12)))
    assert desk.rows == [], "within one run"
    desk.land(story("late", 20))
    desk.land(story("later", 21))
    assert desk.rows == [], "in later ones"
    assert max(len(ids) for ids in desk.neighbourhood().holders.values()) == 5


def test_words_that_every_outlet_quotes_are_held_by_a_few_of_them() -> None:
    desk = Desk()
    for n in range(30):
        desk.land(sampled(str(n), prose("quoted", 0, 90) + " " + prose(f"own{n}x", 0, 300), n))
    assert desk.rows == []
    assert max(len(ids) for ids in desk.neighbourhood().holders.values()) == 20


def test_a_story_stays_findable_that_many_outlets_embed_in_longer_ones() -> None:
    desk = Desk()
    desk.land(*(sampled(str(n), WIRE + " " + prose(f"own{n}x", 0, 600), n) for n in range(8)))
    desk.land(sampled("wire", WIRE, 9))
    assert desk.stars == {"0": {"wire"}}


def test_a_story_with_thousands_of_copies_is_held_once() -> None:
    numbers = random.Random(1)
    copies = []
    for number in range(2000):
        words = WIRE.split()
        words[numbers.randrange(len(words))] = f"edit{number}"
        copies.append(sampled(f"{number:04}", " ".join(words), number))
    desk = Desk()
    for start in range(0, 2000, 500):
        desk.land(*copies[start : start + 500])
    assert desk.stars == {"0000": {f"{number:04}" for number in range(1, 2000)}}
    assert desk.compared == 2000, "nothing is compared twice"
    assert sum(map(len, desk.kept.values())) < 2500, "the index holds the story and the edits"


PIECES = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=3
)


@given(st.lists(st.tuples(PIECES, st.integers(0, 5)), max_size=7), st.randoms(), st.data())
def test_any_order_of_arrival_gives_the_same_clusters(
    made: list[tuple[list[tuple[str, int, int]], int]], numbers: random.Random, data: st.DataObject
) -> None:
    articles = [
        sampled(str(number), " ".join(prose(n, 80 * i, 80 * (i + size)) for n, i, size in parts), t)
        for number, (parts, t) in enumerate(made)
    ]
    together = Desk()
    together.land(*articles)
    shuffled = list(articles)
    numbers.shuffle(shuffled)
    one_by_one = Desk()
    runs: list[list[Sampled]] = []
    for article in shuffled:
        if not runs or data.draw(st.booleans()):
            runs.append([])
        runs[-1].append(article)
    for run in runs:
        one_by_one.land(*run)
    assert one_by_one.places == together.places
