import http.client
import socket
import struct
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from flows.sample.site import SampleSite

RSS = "/radio-meridian/api/news.xml"
SECRETS = ["/../feeds.csv", "/%2e%2e/feeds.csv", "//etc/passwd", "/radio-meridian/../../feeds.csv"]


@pytest.fixture
def site() -> Iterator[SampleSite]:
    with SampleSite() as running:
        yield running


def get(
    site: SampleSite, path: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(site.base_url).netloc, timeout=10)
    try:
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_every_feed_of_the_list_is_served_with_its_own_address_in_it(site: SampleSite) -> None:
    types = {}
    for feed in site.feeds:
        assert feed.url.startswith(site.base_url + "/")
        response, body = get(site, urlsplit(feed.url).path)
        types[feed.feed_id] = response.getheader("Content-Type", "").partition(";")[0]
        assert response.status == 200
        assert site.base_url.encode() in body
        assert b"{{" not in body
    assert types == {
        "radio-meridian": "application/rss+xml",
        "the-harbour-post": "application/atom+xml",
        "nordvik-courier": "application/rss+xml",
    }


def test_a_second_request_with_either_validator_gets_304_and_no_body(site: SampleSite) -> None:
    first, _ = get(site, RSS)
    etag, modified = first.getheader("ETag", ""), first.getheader("Last-Modified", "")
    for headers in ({"If-None-Match": etag}, {"If-Modified-Since": modified}):
        response, body = get(site, RSS, headers)
        assert (response.status, body) == (304, b"")
        assert response.getheader("ETag") == etag


def test_an_unknown_etag_wins_over_a_fitting_date(site: SampleSite) -> None:
    modified = get(site, RSS)[0].getheader("Last-Modified", "")
    response, body = get(site, RSS, {"If-None-Match": '"other"', "If-Modified-Since": modified})
    assert response.status == 200
    assert body


@pytest.mark.parametrize("since", ["yesterday", "", "Sat, 22 Nov 2025 20:00:00 -0000"])
def test_a_date_that_says_no_zone_or_nothing_gets_the_page(site: SampleSite, since: str) -> None:
    assert get(site, RSS, {"If-Modified-Since": since})[0].status == 200


def test_the_second_edition_is_laid_over_the_first_while_the_site_runs(site: SampleSite) -> None:
    first, before = get(site, RSS)
    site.edition = 2
    validators = {
        "If-None-Match": first.getheader("ETag", ""),
        "If-Modified-Since": first.getheader("Last-Modified", ""),
    }
    second, after = get(site, RSS, validators)
    assert second.status == 200
    assert before != after
    assert get(site, "/radio-meridian/a/us-senators-28-point-plan/33601003.html")[0].status == 200
    site.edition = 1
    assert get(site, RSS)[1] == before


def test_an_edition_that_does_not_exist_is_refused(site: SampleSite) -> None:
    with pytest.raises(ValueError, match=r"edition 3 .* choose 1 or 2"):
        site.edition = 3


def test_a_page_has_its_slugless_address_and_ignores_the_query(site: SampleSite) -> None:
    page = get(site, "/radio-meridian/a/us-senators-28-point-plan/33601003.html")[1]
    assert get(site, "/radio-meridian/a/33601003.html")[1] == page
    assert get(site, "/radio-meridian/a/33601003.html?utm_source=feed")[1] == page


@pytest.mark.parametrize("path", [*SECRETS, "/nothing.html", "/%00", "/%ff", "/feeds.csv"])
def test_what_is_not_in_the_index_is_not_found(site: SampleSite, path: str) -> None:
    response, body = get(site, path)
    assert response.status == 404
    assert b"feed_id" not in body
    assert b"root:" not in body


def test_requests_are_counted_by_path_without_the_query(site: SampleSite) -> None:
    get(site, RSS)
    get(site, RSS + "?page=2")
    get(site, "/missing")
    assert site.requests == {RSS: 2, "/missing": 1}


def test_head_tells_the_length_and_sends_no_body(site: SampleSite) -> None:
    response, body = get(site, RSS, method="HEAD")
    assert body == b""
    assert int(response.getheader("Content-Length", "0")) == len(get(site, RSS)[1])


def test_the_address_is_an_error_before_and_after_the_site_runs() -> None:
    site = SampleSite()
    with pytest.raises(RuntimeError, match="not running"):
        _ = site.base_url
    started = time.monotonic()
    with site:
        port = urlsplit(site.base_url).port
    assert port
    assert time.monotonic() - started < 5
    with pytest.raises(RuntimeError, match="not running"):
        _ = site.base_url


def test_a_given_port_is_used_again_after_the_site_has_closed() -> None:
    with SampleSite() as first:
        port = urlsplit(first.base_url).port or 0
        get(first, "/")
    with SampleSite(port=port) as second:
        assert get(second, "/")[0].status == 200


def test_a_client_that_goes_away_leaves_the_site_serving_and_silent(
    site: SampleSite, capfd: pytest.CaptureFixture[str]
) -> None:
    address = urlsplit(site.base_url)
    for _ in range(5):
        with socket.create_connection((address.hostname or "", address.port or 0)) as client:
            client.sendall(f"GET {RSS} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert get(site, RSS)[0].status == 200
    assert capfd.readouterr().err == ""
