"""HOSTILE.md point 16, and the order of trust of titles, times and credits."""

from datetime import UTC, datetime

import pytest
from pages_of import BODY, HINTS, SENTENCES, json_ld, normalise, page, rferl_page

from transforms.articles.records import FeedHints

SEVEN = datetime(2025, 11, 24, 7, tzinfo=UTC)
EIGHT = datetime(2025, 11, 24, 8, tzinfo=UTC)
NINE = datetime(2025, 11, 24, 9, tzinfo=UTC)
META = '<meta property="article:published_time" content="2025-11-24T09:00:00+01:00">'
TIME = '<time datetime="2025-11-24T11:00:00+02:00">24 November</time>'


def test_times_are_taken_from_json_ld_then_meta_then_time_then_feed() -> None:
    first = normalise(
        page(TIME + BODY, head=json_ld(datePublished="2025-11-24T07:00Z") + META), HINTS
    )
    second = normalise(page(TIME + BODY, head=META), HINTS)
    third = normalise(page(TIME + BODY), HINTS)
    fourth = normalise(page(), HINTS)
    assert [first.published_at, second.published_at, third.published_at] == [SEVEN, EIGHT, NINE]
    assert fourth.published_at == EIGHT
    assert [first.published_precision, first.published_raw] == ["minute", "2025-11-24T07:00Z"]
    assert fourth.published_raw == HINTS.published_raw


def test_unset_dates_of_year_1_are_passed_over() -> None:
    unset = json_ld(datePublished="0001-01-01 00:00:00Z", dateModified="0001-01-01 00:00:00Z")
    article = normalise(page(TIME + BODY, head=unset))
    assert (article.published_at, article.modified_at) == (NINE, None)


def test_a_space_for_the_t_is_read() -> None:
    article = normalise(rferl_page())
    assert (article.published_at, article.published_raw) == (SEVEN, "2025-11-24 07:00:00Z")
    assert article.published_precision == "second"


def test_a_page_with_unset_dates_alone_has_none_and_says_so() -> None:
    article = normalise(page(head=json_ld(datePublished="0001-01-01 00:00:00Z")))
    assert (article.published_at, article.published_precision) == (None, "")
    assert article.flags == ("date-ancient",)


def test_a_time_without_a_zone_gives_way_to_one_with_a_zone() -> None:
    article = normalise(page(head=json_ld(datePublished="2025-11-24T10:00:00")), HINTS)
    assert article.published_at == EIGHT


def test_a_day_gives_way_to_the_minute_of_the_same_day() -> None:
    article = normalise(page(TIME + BODY, head=json_ld(datePublished="2025-11-24")))
    assert (article.published_at, article.published_precision) == (NINE, "second")


def test_a_day_does_not_give_way_to_the_time_of_another_day() -> None:
    other = '<time datetime="2025-11-20T11:00:00Z">20 November</time>'
    article = normalise(page(other + BODY, head=json_ld(datePublished="2025-11-24")))
    assert (article.published_precision, article.published_raw) == ("day", "2025-11-24")


def test_a_change_is_dated_by_json_ld_or_meta() -> None:
    assert normalise(page(head=json_ld(dateModified="2025-11-24T09:00Z"))).modified_at == NINE
    meta = '<meta property="article:modified_time" content="2025-11-24T08:00Z">'
    assert normalise(page(head=meta)).modified_at == EIGHT


def test_the_author_of_a_claim_review_is_not_the_articles() -> None:
    review = json_ld(author={"@type": "Person", "name": "Claim Maker"}).replace(
        "NewsArticle", "ClaimReview"
    )
    own = json_ld(author={"@type": "Person", "name": "Ann Lee"}, headline="A title")
    assert normalise(page(head=review + own)).byline == "Ann Lee"
    assert normalise(page(head=review)).byline == ""
    nested = json_ld(
        author=[{"@type": "Person", "name": "Ann Lee"}],
        review={"@type": "ClaimReview", "author": {"name": "Claim Maker"}},
    )
    assert normalise(page(head=nested)).byline == "Ann Lee"


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (
            json_ld(author=["Ann Lee", {"@type": "Person", "name": "Bo Dahl"}]),
            "",
            "Ann Lee, Bo Dahl",
        ),
        (json_ld(author={"@type": "Person", "name": ["Ann Lee"]}), "", "Ann Lee"),
        ('<meta name="author" content="By Ann Lee">', "", "Ann Lee"),
        ('<meta name="author" content="https://m.example/ann">', "", ""),
        ("", '<a rel="author">Ann Lee</a>', "Ann Lee"),
        ("", '<p class="meta">By Ann Lee. Published 24.11.2025 at 10:10</p>', "Ann Lee"),
        ("", "<p>By Ann Lee and Bo Dahl</p>", "Ann Lee and Bo Dahl"),
        ("", "<p>By Monday evening, the talks had stalled, two officials said.</p>", ""),
        ("", "<p>By Friday the minister had signed.</p>", ""),
    ],
)
def test_bylines_are_found_where_pages_keep_them(head: str, body: str, byline: str) -> None:
    assert normalise(page(body + BODY, head=head)).byline == byline


def test_the_feeds_author_counts_last() -> None:
    assert normalise(page(), HINTS).byline == "Feed Author"


@pytest.mark.parametrize("name", ["Reuters", "AFP", "dpa", "Orbis"])
def test_a_wire_copy_names_its_agency_where_the_byline_stands(name: str) -> None:
    article = normalise(rferl_page(byline=name))
    assert (article.byline, article.agency) == (name, name)


@pytest.mark.parametrize(
    "name", ["Radio Meridian", "Radio Meridian's Nordvik Service", "Newsroom", "RM/NV", "Meridia"]
)
def test_the_outlets_own_desk_is_no_agency(name: str) -> None:
    head = '<meta property="og:site_name" content="Radio Meridian / Nordvik Voice">'
    assert normalise(rferl_page(byline=name, head=head)).agency == ""


@pytest.mark.parametrize("dateline", ["BERLIN (dpa) - ", "GENEVA, Nov 24 (Reuters) — "])
def test_a_dateline_names_the_agency(dateline: str) -> None:
    article = normalise(page(f"<p>{dateline}{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>"))
    assert article.agency in {"dpa", "Reuters"}


def test_agencies_in_a_closing_credit_are_kept_though_the_credit_goes() -> None:
    article = normalise(rferl_page(BODY + "<p>With reporting by AFP, Ann Lee, and dpa</p>"))
    assert article.agency == "AFP, dpa"
    assert "With reporting" not in article.text


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        (json_ld(headline="From JSON-LD"), "From h1", "From JSON-LD"),
        (json_ld(headline="A long title that is cut…"), "A long title that is cut nowhere", ""),
        ('<meta property="og:title" content="From og">', "From h1", "From h1"),
        (json_ld(headline="&quot;No,&quot; <b>he</b> said"), "x", '"No," he said'),
    ],
)
def test_titles_are_taken_in_order_of_trust(head: str, title: str, expected: str) -> None:
    assert normalise(page(head=head, title=title)).title == (expected or title)


def test_without_any_title_there_is_none() -> None:
    assert normalise(f"<p>{SENTENCES[0]}</p>").title == ""


def test_a_canonical_address_on_another_site_is_not_believed_and_flagged() -> None:
    elsewhere = '<link rel="canonical" href="https://victim.example/a/1.html">'
    article = normalise(page(head=elsewhere))
    assert article.canonical_url == "https://www.meridia.example/a/nordvik-army-limit/33601002.html"
    assert "canonical-elsewhere" in article.flags


def test_a_relative_canonical_address_is_resolved() -> None:
    article = normalise(page(head='<link rel="canonical" href="/a/33601002.html">'))
    assert article.canonical_url == "https://www.meridia.example/a/33601002.html"
    assert article.flags == ()


def test_an_author_marked_up_as_schema_org_is_found() -> None:
    marked = '<p itemprop="author"><a><span itemprop="name">Ann Lee</span></a>, Halmsund</p>'
    assert normalise(page(marked + BODY)).byline == "Ann Lee"
    assert normalise(page('<p itemprop="author">Bo Dahl</p>' + BODY)).byline == "Bo Dahl"


def test_a_page_title_loses_the_name_of_its_site() -> None:
    article = normalise(f"<title>Leaders meet - The Outlet</title><p>{SENTENCES[0]}</p>")
    assert article.title == "Leaders meet"


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[]",
        "null",
        '"x"',
        "[[[{}]]]",
        '{"@type": 5}',
        '{"@graph": "x"}',
        "//<![CDATA[\n{}\n//]]>",
    ],
)
def test_malformed_json_ld_says_nothing(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert normalise(page(head=head)).title == "A title"


def test_json_ld_with_line_breaks_in_its_strings_is_read() -> None:
    script = '{"@graph": [{"@type": ["NewsArticle"], "headline": "One\ntwo"}]}'
    head = f'<script type="application/ld+json">{script}</script>'
    assert normalise(page(head=head)).title == "One two"


@pytest.mark.parametrize(
    ("sentence", "declared", "language"),
    [
        ("The minister said on Monday that borders must not be changed by force. " * 3, "de", "en"),
        ("Міністр заявив у понеділок, що кордони не можна змінювати силою. " * 3, "en", "uk"),
        ("Министр заявил в понедельник, что границы нельзя менять силой. " * 3, "en", "ru"),
        ("Der Minister sagte am Montag, dass Grenzen nicht verschoben werden. " * 3, "de", "de"),
    ],
)
def test_the_text_decides_the_language_against_a_wrong_template(
    sentence: str, declared: str, language: str
) -> None:
    assert normalise(page(f"<p>{sentence}</p>", lang=declared)).language == language


def test_a_text_too_short_to_tell_keeps_the_declared_language() -> None:
    hints = FeedHints("Коротко", "", "", "", language="uk-UA")
    assert normalise("", hints).language == "uk"
