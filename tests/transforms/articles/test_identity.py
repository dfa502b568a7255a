"""HOSTILE.md point 17: one article, however its address is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.addresses import normalised_address, registrable_site
from transforms.articles.identity import article_key, trusted_canonical

RULE = r"/a/(?:[^/]+/)?(\d+)\.html"
ADDRESS = "https://www.meridia.example/a/slug/33601002.html"


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "http://meridia.example/a/33601002.html",
        "https://d2f7hxyz.cloudfront.example/a/another-slug/33601002.html?nocache=1",
        "https://www.meridia.example/amp/a/slug/33601002.html",
        "https://www-meridia-example.cdn.ampproject.org/c/s/www.meridia.example/a/33601002.html",
    ],
)
def test_rferls_number_is_the_key_on_every_host_and_slug(address: str) -> None:
    assert article_key(address, "", RULE) == "33601002"


def test_the_number_may_stand_in_the_canonical_address_alone() -> None:
    assert article_key("https://m.meridia.example/?p=1", ADDRESS, RULE) == "33601002"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.outlet.example/2025/11/24/leaders-meet",
        "http://outlet.example/2025/11/24/leaders-meet/",
        "https://m.outlet.example/2025/11/24/leaders-meet?utm_source=rss&utm_medium=feed",
        "https://www.outlet.example/2025/11/24/leaders-meet/amp/",
        "https://amp.outlet.example/amp/2025/11/24/leaders-meet",
        "https://www.outlet.example:443/2025/11/24/leaders-meet#comments",
        "https://OUTLET.example/2025/11/24/leaders%2Dmeet?fbclid=x",
        "https://www.google.com/amp/s/www.outlet.example/2025/11/24/leaders-meet/amp/",
        "https://outlet-example.cdn.ampproject.org/c/s/outlet.example/2025/11/24/leaders-meet",
    ],
)
def test_mirrors_amp_and_tracking_make_no_second_article(address: str) -> None:
    assert article_key(address, "", "") == "outlet.example/2025/11/24/leaders-meet"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://o.example/news?id=1", "https://o.example/news?id=2"),
        ("https://o.example/a/1", "https://o.example/a/2"),
        ("https://en.o.example/a", "https://uk.o.example/a"),
        ("https://o.example:8080/a", "https://o.example/a"),
        ("https://o.example/A", "https://o.example/a"),
    ],
)
def test_different_articles_keep_different_keys(one: str, other: str) -> None:
    assert article_key(one, "", "") != article_key(other, "", "")


def test_parameters_count_in_any_order() -> None:
    assert article_key("https://o.example/n?b=2&a=1", "", "") == "o.example/n?a=1&b=2"


@pytest.mark.parametrize(
    ("canonical", "key"),
    [
        ("https://www.outlet.example/long/name", "outlet.example/long/name"),
        ("https://news.outlet.example/long/name", "news.outlet.example/long/name"),
        ("https://victim.example/their/article", "outlet.example/p/1"),
        ("https://outlet.example.evil.example/x", "outlet.example/p/1"),
        ("https://www.outlet.example/", "outlet.example/p/1"),
        ("javascript:alert(1)", "outlet.example/p/1"),
        ("", "outlet.example/p/1"),
    ],
)
def test_a_canonical_address_counts_on_its_own_site_alone(canonical: str, key: str) -> None:
    assert article_key("https://www.outlet.example/p/1", canonical, "") == key


def test_an_address_that_cannot_be_read_is_its_own_key() -> None:
    assert article_key("http://[::1", "http://h:99999999/", "") == "http://[::1"
    assert normalised_address("no address") == "no address"
    assert normalised_address("https://www.google.com/amp/") == "google.com"


def test_a_front_page_may_be_its_own_canonical() -> None:
    assert trusted_canonical("https://o.example/", "https://o.example/")


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.rferl.org/a", "rferl.org"),
        ("https://news.bbc.co.uk/1", "bbc.co.uk"),
        ("https://www.pravda.com.ua/", "pravda.com.ua"),
        ("http://127.0.0.1:8000/a", "127.0.0.1"),
        ("http://[::1]/a", "::1"),
        ("http://localhost/a", "localhost"),
        ("not an address", ""),
    ],
)
def test_sites_are_told_from_their_hosts(address: str, site: str) -> None:
    assert registrable_site(address) == site


@given(st.text(max_size=100))
def test_no_text_makes_the_key_fail(text: str) -> None:
    assert article_key(text, text, RULE) is not None
    assert article_key(f"https://o.example/{text}", text, "")


@given(st.from_regex(r"https://[a-z]{1,8}\.example(/[a-z0-9%._~-]{0,12}){0,4}", fullmatch=True))
def test_normalising_twice_changes_nothing(address: str) -> None:
    once = normalised_address(address)
    assert normalised_address("https://" + once) == once
