"""The row of one request, from what went over the wire."""

from dataclasses import replace
from datetime import datetime

from flows.fetching.errors import InputError
from flows.fetching.exchange import Exchange
from transforms.feed_records import Fetch, Header, Redirect
from transforms.identifiers import digest_id


def fetch_record(
    story_id: str,
    run_id: str,
    feed_id: str,
    entry_id: str,
    url: str,
    exchange: Exchange | None,
    outcome: str,
    body_hash: str,
    asked_at: datetime,
) -> Fetch:
    """Return the row of one request; ``with_failure`` fills the fields of a failure."""
    fetch = Fetch(
        fetch_id=digest_id(run_id, feed_id, entry_id, url),
        story_id=story_id,
        feed_id=feed_id,
        entry_id=entry_id,
        url=url,
        final_url="",
        status=None,
        outcome=outcome,
        error_kind="",
        error="",
        next_step="",
        etag="",
        last_modified="",
        bytes=0,
        body_hash=body_hash,
        duration_seconds=0.0,
        requested_at=asked_at,
        retry_after_seconds=None,
        redirects=(),
        request_headers=(),
        response_headers=(),
        document_id="",
    )
    return fetch if exchange is None else _with_exchange(fetch, exchange)


def with_failure(fetch: Fetch, error: InputError) -> Fetch:
    """Return the row with why the request failed and what happens next."""
    return replace(
        fetch,
        status=fetch.status or error.status,
        error_kind=error.kind,
        error=error.cause,
        next_step=error.what_next,
        retry_after_seconds=error.retry_after,
    )


def _with_exchange(fetch: Fetch, exchange: Exchange) -> Fetch:
    return replace(
        fetch,
        final_url=exchange.final_url,
        status=exchange.status,
        etag=exchange.response_header("etag"),
        last_modified=exchange.response_header("last-modified"),
        bytes=exchange.body_length,
        duration_seconds=exchange.duration_seconds,
        redirects=tuple(Redirect(status, url) for status, url in exchange.redirects),
        request_headers=tuple(Header(name, value) for name, value in exchange.request_headers),
        response_headers=tuple(Header(name, value) for name, value in exchange.response_headers),
        document_id=exchange.document_id,
    )


def exchange_of(fetch: Fetch) -> Exchange:
    """Return what went over the wire for a request, from its row."""
    return Exchange(
        url=fetch.url,
        final_url=fetch.final_url,
        redirects=tuple((hop.status, hop.url) for hop in fetch.redirects),
        status=fetch.status,
        request_headers=tuple((header.name, header.value) for header in fetch.request_headers),
        response_headers=tuple((header.name, header.value) for header in fetch.response_headers),
        requested_at=fetch.requested_at,
        duration_seconds=fetch.duration_seconds,
        body_length=fetch.bytes,
        document_id=fetch.document_id,
    )
