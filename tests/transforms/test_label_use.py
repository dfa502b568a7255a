from making import strait_talks

from transforms.label_use import LEAST_ARTICLES, LabelUse, label_uses, too_wide
from transforms.tagging.tagger import Tagger

STORY = strait_talks()


def uses_in(texts: list[str]) -> tuple[int, list[LabelUse]]:
    tagger = Tagger(STORY)
    return label_uses(STORY, [tagger.tag(text, None) for text in texts])


def test_a_label_counts_once_for_each_article_that_it_matches_in() -> None:
    articles, uses = uses_in(["Tolls, tolls and tolls.", "Tolls again.", "The sea is cold."])
    assert articles == 3
    used = {use.label.target_id: use.articles for use in uses if use.articles}
    assert used == {"tolls": 2}


def test_a_terms_label_in_half_of_many_articles_is_too_wide_and_an_actors_is_not() -> None:
    half = LEAST_ARTICLES // 2
    texts = ["Tolls, says Ana Brod."] * half + ["Ana Brod sleeps."] * half
    wide = too_wide(STORY, *uses_in(texts))
    assert [use.label.target_id for use in wide] == ["tolls"]
    assert too_wide(STORY, *uses_in(texts[:4])) == [], "of few articles a share says little"
