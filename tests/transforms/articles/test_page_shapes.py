"""Facts of pages in the shapes that well-known systems write; all words are ours."""

import json
from dataclasses import dataclass

import pytest
from pages_of import ADDRESS, BODY, json_ld, normalise, page


def ld(*nodes: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes
    )


def meta(**names: str) -> str:
    return "".join(
        f'<meta property="{name.replace("__", ":").replace("_", "-")}" content="{content}">'
        for name, content in names.items()
    )


@dataclass(frozen=True)
class Seen:
    """What a careful reader finds; fields that a shape says nothing of stay empty."""

    title: str = "A title"
    byline: str = ""
    published: str = ""
    modified: str = ""
    section: str = ""
    canonical: str = ADDRESS


LEE = "Ann Lee"
WHEN = "2025-11-24T08:00:00+00:00"
LATER = "2025-11-24T10:30:00+00:00"
ARTICLE = {"@type": "NewsArticle", "headline": "A title", "datePublished": WHEN}

SHAPES = {
    "WordPress: a graph whose article names its author by id": (
        page(head=ld({"@context": "https://schema.org", "@graph": [
            {"@type": "WebPage", "@id": ADDRESS, "datePublished": "2020-01-01T00:00:00Z"},
            ARTICLE | {"author": {"@id": "#ann"}, "dateModified": LATER},
            {"@type": "Person", "@id": "#ann", "name": LEE}]})),
        Seen(byline=LEE, published=WHEN, modified=LATER),
    ),
    "a list of several articles: the one with the page's own address": (
        page(head=ld([ARTICLE | {"headline": "Another", "url": "https://www.meridia.example/b",
                                 "datePublished": "2024-01-01T00:00:00Z"},
                      ARTICLE | {"mainEntityOfPage": ADDRESS, "author": LEE}])),
        Seen(byline=LEE, published=WHEN),
    ),
    "a broadcaster: the article within an ItemPage": (
        page(head=ld({"@type": "ItemPage", "mainEntity": ARTICLE | {"author": [LEE, "Bo Lee"]}})),
        Seen(byline="Ann Lee, Bo Lee", published=WHEN),
    ),
    "a live blog, whose updates are not the article": (
        page(head=ld(ARTICLE | {"@type": "LiveBlogPosting", "dateModified": LATER,
                                "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "B",
                                                    "datePublished": LATER}]})),
        Seen(published=WHEN, modified=LATER),
    ),
    "JSON-LD without a zone, and a time element with one, behind another story's": (
        page('<time datetime="2025-11-20T08:00:00Z">x</time>'
             f'<time datetime="{WHEN}">24 Nov</time>{BODY}',
             head=json_ld(headline="A title", datePublished="2025-11-24T10:00:00")),
        Seen(published=WHEN),
    ),
    "a time of change beside the time of publication": (
        page(f'<time class="entry-date published" datetime="{WHEN}">x</time>'
             f'<time class="updated" datetime="{LATER}">y</time>{BODY}'),
        Seen(published=WHEN, modified=LATER),
    ),
    "OpenGraph alone": (
        page(head=meta(og__title="A title", article__published_time=WHEN,
                       article__modified_time=LATER, article__section="World",
                       article__author=LEE).replace("published-time", "published_time")
             .replace("modified-time", "modified_time")),
        Seen(byline=LEE, published=WHEN, modified=LATER, section="World"),
    ),
    "an author that is an address is nobody's name": (
        page(head=meta(article__author="https://social.example/ann", parsely_author=LEE,
                       parsely_pub_date=WHEN, parsely_section="World")),
        Seen(byline=LEE, published=WHEN, section="World"),
    ),
    "an AMP page names the page that it stands for": (
        page(head='<link rel="canonical" href="https://www.meridia.example/a/x/33601002.html">'
             + json_ld(headline="A title", author={"@type": "Person", "name": [LEE]},
                       datePublished=WHEN)),
        Seen(byline=LEE, published=WHEN, canonical="https://www.meridia.example/a/x/33601002.html"),
    ),
    "a desk as author is the outlet's own, and no agency": (
        page(head=json_ld(headline="A title", datePublished=WHEN,
                          author={"@type": "Organization", "name": "The Outlet"},
                          publisher={"@type": "Organization", "name": "The Outlet"})),
        Seen(published=WHEN),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_the_facts_of_a_page_are_found_in_the_shape(name: str) -> None:
    markup, seen = SHAPES[name]
    found = normalise(markup)
    assert (
        Seen(
            title=found.title,
            byline=found.byline,
            published=found.published_at.isoformat() if found.published_at else "",
            modified=found.modified_at.isoformat() if found.modified_at else "",
            section=found.section,
            canonical=found.canonical_url,
        )
        == seen
    )
    assert found.agency == ""
    assert found.modified_precision == ("second" if seen.modified else "")


def test_a_time_of_change_keeps_its_raw_words_and_an_unset_one_gives_none() -> None:
    found = normalise(page(head=json_ld(headline="A title", dateModified="24 Nov 2025")))
    assert (found.modified_precision, found.modified_raw) == ("day", "24 Nov 2025")
    unset = normalise(page(head=json_ld(headline="A title", dateModified="0001-01-01 00:00:00Z")))
    assert (unset.modified_at, unset.modified_precision) == (None, "")


def test_a_paragraph_that_is_one_link_is_a_pointer_and_a_sentence_with_a_link_stays() -> None:
    body = (
        f'{BODY}<p><a href="/b">Choir wins a prize in Port Sela</a></p>'
        '<p>He spoke <a href="/c">in the rain</a> for an hour on Monday evening.</p>'
        '<ul><li><a href="/d">Ferries stay in port</a></li><li>Crimea stays as it is</li></ul>'
    )
    text = normalise(page(body)).text
    assert "Choir" not in text
    assert "Ferries" not in text
    assert "He spoke in the rain for an hour" in text
    assert "Crimea stays as it is" in text
