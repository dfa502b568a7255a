"""Rows of an archive: which are articles, of which outlet, and which of them are analysed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from making import AT, a_revision, strait_talks

from seeds.story import Feed
from transforms.articles.records import ARTICLE_TEXT
from transforms.backfill.choosing import (
    choose,
    document_of,
    feed_of,
    later_copies,
    part_id,
    quarantined,
)
from transforms.backfill.progress import Pace
from transforms.backfill.records import ArchivedArticle, Place, Unusable
from transforms.backfill.rows import article_of_row
from transforms.revisions import link_id_of

PLACE = Place("year.jsonl", 3)
ROW: dict[str, Any] = {"url": "https://gazette.example/talks", "text": "The strait stays open."}


def an_article(**values: object) -> ArchivedArticle:
    article = article_of_row(ROW | values, PLACE)
    assert isinstance(article, ArchivedArticle)
    return article


@pytest.mark.parametrize(
    ("published", "raw"),
    [
        (None, ""),
        ("Sat, 22 Nov 2025 10:00:00 +0200", "Sat, 22 Nov 2025 10:00:00 +0200"),
        (datetime(2025, 11, 22, 10), "2025-11-22T10:00:00+00:00"),  # noqa: DTZ001 - as Parquet
        (datetime(2025, 11, 22, 10, tzinfo=UTC), "2025-11-22T10:00:00+00:00"),
        (date(2025, 11, 22), "2025-11-22"),
        (1763805600, "1763805600"),
    ],
)
def test_dates_of_every_type_are_handed_on_as_text(published: object, raw: str) -> None:
    assert an_article(published=published).published_raw == raw


def test_text_counts_more_than_html_and_several_authors_are_one_line() -> None:
    article = an_article(html="<p>menu</p>", author=["Ann Varn", "Bo Lind"])
    assert (article.body, article.content_type) == (ROW["text"].encode(), ARTICLE_TEXT)
    assert article.author == "Ann Varn, Bo Lind"
    assert an_article(text=None, html="<p>page</p>").body == b"<p>page</p>"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([1, 2], "no object"),
        ({"text": "No address."}, "has no url"),
        (ROW | {"url": "gazette/talks"}, "no http or https address"),
        (ROW | {"url": "https://gazette.example/" + "a" * 3000}, "no http or https address"),
        (ROW | {"text": " "}, "neither text nor html"),
        (ROW | {"title": 7}, "title is no text but int"),
        (ROW | {"published": True}, "published is no date but bool"),
        (ROW | {"author": [1]}, "author is no text but list"),
    ],
)
def test_what_is_no_article_says_why(row: object, words: str) -> None:
    unusable = article_of_row(row, PLACE)
    assert isinstance(unusable, Unusable)
    assert words in unusable.reason
    assert quarantined(unusable).reason.startswith("year.jsonl, line 3: ")


def test_an_article_belongs_to_the_feed_of_its_outlet_else_of_its_site() -> None:
    def a_feed(name: str, url: str, outlet: str) -> Feed:
        return Feed(name, outlet, url, "en", r"/(\d+)\.html")

    feeds = (
        a_feed("world", "https://gazette.example/world/rss", "gazette"),
        a_feed("sea", "https://gazette.example/sea/rss", "gazette"),
        a_feed("post", "https://post.example/rss", "post"),
    )
    sea = an_article(url="https://www.gazette.example/sea/12.html")
    assert feed_of(replace(sea, url="https://gazette.example/sea/12.html"), feeds) == feeds[1]
    assert feed_of(sea, feeds) == feeds[0], "other hosts of the site count, too"
    assert feed_of(replace(sea, outlet="post"), feeds) == feeds[2]
    assert feed_of(replace(sea, url="https://other.example/1"), feeds) is None
    story = replace(strait_talks(), feeds=feeds)
    document = document_of(sea, story, AT)
    assert (document.outlet, document.feed_language) == ("gazette", "en")
    assert document.article_key == r"/(\d+)\.html", "so that it is the article of a mirror host"
    assert document.is_first_sight


def test_stored_articles_and_those_taken_down_are_left_alone_and_doubles_count_once() -> None:
    story = strait_talks()
    names = ("new", "stored", "taken", "new")
    documents = [
        document_of(an_article(url=f"https://gazette.example/{name}"), story, AT) for name in names
    ]
    _, stored, taken, _ = map(link_id_of, documents)
    chosen = choose(documents, {stored}, {taken})
    assert chosen.documents == [documents[0]]
    assert (chosen.known, chosen.forgotten) == (2, 1)


def test_of_two_texts_that_prove_one_article_the_first_in_the_archive_stays() -> None:
    first, second = (
        a_revision(text, entry_id=Place("year.jsonl", number).key)
        for text, number in (("one", 9), ("two", 10))
    )
    other = a_revision("three", "article-2", entry_id=Place("year.jsonl", 1).key)
    assert later_copies([second, first, other]) == {second.revision_id}


def test_a_part_is_named_by_what_it_holds_and_not_by_where_it_stands() -> None:
    moved = replace(an_article(), place=Place("2025.jsonl", 8))
    assert part_id([an_article()]) == part_id([moved])
    assert part_id([an_article()]) != part_id([an_article(title="Talks")])


def test_the_time_left_is_judged_by_what_was_worked_through() -> None:
    assert Pace().seconds_left(100) is None
    assert Pace().after(200, 10.0).after(200, 30.0).seconds_left(50) == 5.0
