from dataclasses import replace
from datetime import timedelta

from making import a_document, blank

from transforms.articles.records import NormalisedArticle
from transforms.records import Document, Revision
from transforms.revisions import revision_of


def revision(text: str = "Tolls rise", canonical: str = "", **values: object) -> Revision:
    document: Document = replace(a_document("a/7.html"), **values)
    article = blank(NormalisedArticle, text=text, canonical_url=canonical, flags=())
    return revision_of(document, article)


def test_the_same_text_is_the_same_revision_and_an_edit_another_one_of_its_article() -> None:
    one, same, edited = revision(), revision(), revision("Tolls rise, again")
    assert one.revision_id == same.revision_id != edited.revision_id
    assert one.article_id == edited.article_id
    assert (one.word_count, edited.word_count) == (2, 3)


def test_an_outlets_own_number_names_the_article_within_its_outlet() -> None:
    rule = {"article_key": r"/a/(?:[^/]+/)?(\d+)\.html"}
    one = revision(final_url="https://gazette.example/a/7.html", **rule)
    mirror = revision(final_url="https://mirror.example/a/title/7.html", **rule)
    other = revision(final_url="https://post.example/a/7.html", outlet="post", **rule)
    assert one.article_id == mirror.article_id != other.article_id


def test_the_pages_own_words_go_before_the_feeds() -> None:
    plain = revision(feed_language="en")
    assert plain.language == "en"
    assert plain.canonical_url == plain.url


def test_a_date_in_the_future_is_held_back_and_flagged() -> None:
    document = a_document("a/7.html")
    for ahead, flags in ((timedelta(minutes=5), ()), (timedelta(days=3), ("published-in-future",))):
        article = blank(
            NormalisedArticle, text="Tolls", flags=(), published_at=document.fetched_at + ahead
        )
        found = revision_of(document, article)
        assert found.flags == flags
        assert found.published_at == (document.fetched_at if flags else article.published_at)
