"""The safe fetch: one address in, one bounded body or one typed error out."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

import httpcore
import httpx

from flows.clock import Clock, system_clock
from flows.fetching.errors import (
    AddressRefused,
    Blocked,
    BodyTruncated,
    CertificateRefused,
    ConnectionFailed,
    EncodingRefused,
    InputError,
    NotModifiedUnasked,
    ResponseMalformed,
    TooLarge,
)
from flows.fetching.exchange import Fetched, Gate
from flows.fetching.guard import HostRefusedError, Resolver, resolve
from flows.fetching.limits import (
    EncodingUnknownError,
    FetchOptions,
    InflatedTooLargeError,
    Inflater,
    StreamCutError,
    single_encoding,
)
from flows.fetching.refusals import BLOCKED_REST_SECONDS, is_challenge_page, status_error
from flows.fetching.transport import GuardedTransport
from flows.fetching.turns import Turns
from flows.fetching.visit import Visit

REDIRECTS = frozenset({301, 302, 303, 307, 308})
KEPT_HEADERS = (
    "age",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
    "location",
    "retry-after",
    "server",
)
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"
)


class Fetcher:
    """Fetches addresses within the limits of its options. Use as an async context manager.

    One instance serves a whole run: it keeps connections open, at most
    ``per_host_concurrency`` requests to one host at a time. It speaks to the transport
    rather than to ``httpx.AsyncClient``, which follows no redirect but still builds its
    request, and fails there on a hostile target; so there are also no cookies to keep.
    """

    def __init__(
        self,
        options: FetchOptions | None = None,
        *,
        clock: Clock = system_clock,
        resolver: Resolver = resolve,
    ) -> None:
        self._options = options or FetchOptions()
        self._clock = clock
        self._transport = GuardedTransport(self._options, resolver)
        self._headers = {
            "User-Agent": self._options.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        }
        self._extensions = {"timeout": {"connect": self._options.connect_seconds}}
        self._turns = Turns(self._options)

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._transport.__aexit__(kind, error, trace)

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        gate: Gate | None = None,
        cut_at: int | None = None,
    ) -> Fetched:
        """Return what the address answers.

        ``etag`` and ``last_modified`` are the validators of the last answer that was used;
        with either the answer may be ``not_modified``. ``gate`` is asked before every hop; the
        deadline counts neither it nor the wait for a turn. Of a body over ``cut_at`` bytes the
        rest is left unread. Raise ``Retry`` or ``Quarantine``
        (see ``flows.fetching.errors``) for everything that is not a whole answer.
        """
        started = time.monotonic()
        requested_at = self._clock()
        visit = Visit(url, self._options)
        validators = _validators(etag, last_modified)
        try:
            while True:
                spacing = await gate.admit(visit.target) if gate else 0.0
                turn = self._turns.turn(visit.label, visit.target.host, spacing)
                async with turn, visit.budget():
                    if not visit.redirects:
                        requested_at = self._clock()
                    answer = await self._ask(visit, validators, cut_at)
                if answer is not None:
                    break
        except InputError as error:
            error.exchange = visit.exchange(requested_at, time.monotonic() - started)
            raise
        headers, body = answer
        exchange = visit.exchange(requested_at, time.monotonic() - started, len(body))
        return Fetched(exchange, headers, body)

    async def _ask(
        self, visit: Visit, validators: Mapping[str, str], cut_at: int | None
    ) -> tuple[dict[str, str], bytes] | None:
        """Send one request; return headers and body, or None where it redirected."""
        request = httpx.Request(
            "GET",
            visit.target,
            headers={**self._headers, **validators, **visit.credentials()},
            extensions=self._extensions,
        )
        visit.sent(request)
        async with _answer(self._transport, request, visit) as response:
            visit.answered(response)
            if response.status_code in REDIRECTS:
                visit.follow(response.headers.get("location", ""))
                return None
            headers = {
                name: response.headers[name] for name in KEPT_HEADERS if name in response.headers
            }
            error = status_error(visit.label, response.status_code, response.headers, self._clock())
            if error is not None:
                raise error
            if response.status_code == 304:
                if not validators:
                    raise NotModifiedUnasked(visit.label, "HTTP 304 to an unconditional request")
                async for _ in response.aiter_raw():  # nothing comes; the connection is kept
                    pass
                return headers, b""
            body = await self._read(response, visit, cut_at)
        if "html" in headers.get("content-type", "") and is_challenge_page(body):
            raise Blocked(
                visit.label,
                "the server sent a page that tests for a person",
                retry_after=BLOCKED_REST_SECONDS,
                status=visit.status,
            )
        return headers, body

    async def _read(self, response: httpx.Response, visit: Visit, cut_at: int | None) -> bytes:
        """Read and inflate the body within both caps, or its beginning up to ``cut_at``."""
        cap = self._options.max_bytes_sent
        announced = "" if cut_at else response.headers.get("content-length", "")
        if announced.isdigit() and len(announced) < 20 and int(announced) > cap:
            raise TooLarge(visit.label, f"{int(announced):,} bytes announced, the cap is {cap:,}")
        sent = 0
        try:
            inflater = Inflater(
                single_encoding(response.headers.get("content-encoding", "")),
                self._options.max_bytes_inflated,
            )
            async for piece in response.aiter_raw():
                sent += len(piece)
                if sent > cap:
                    raise TooLarge(visit.label, f"the body is over {cap:,} bytes as sent")
                inflater.feed(piece)
                if cut_at and inflater.size >= cut_at:
                    return inflater.beginning(cut_at)
            return inflater.finish()
        except EncodingUnknownError as error:
            raise EncodingRefused(visit.label, str(error)) from error
        except InflatedTooLargeError as error:
            raise TooLarge(visit.label, str(error)) from error
        except StreamCutError as error:
            raise BodyTruncated(visit.label, str(error)) from error


@asynccontextmanager
async def _answer(
    transport: GuardedTransport, request: httpx.Request, visit: Visit
) -> AsyncIterator[httpx.Response]:
    """Send the request and close its response; failures of the wire become typed errors."""
    try:
        response = await transport.handle_async_request(request)
        try:
            yield response
        finally:
            await response.aclose()
    except HostRefusedError as error:
        raise AddressRefused(visit.label, str(error)) from error
    except httpcore.TimeoutException as error:
        raise ConnectionFailed(visit.label, f"{request.url.host} did not answer") from error
    except httpcore.ConnectError as error:
        if "certificate" in str(error).lower() or "ssl" in str(error).lower():
            raise CertificateRefused(visit.label, f"TLS failed ({error})") from error
        raise ConnectionFailed(visit.label, str(error) or "no connection") from error
    except httpcore.NetworkError as error:
        raise ConnectionFailed(visit.label, f"the connection broke ({error})") from error
    except httpcore.RemoteProtocolError as error:
        if "peer closed connection" in str(error):
            raise BodyTruncated(visit.label, f"the answer was cut short ({error})") from error
        raise ResponseMalformed(visit.label, f"the answer is not HTTP ({error})") from error
    except (httpcore.ProtocolError, httpx.HTTPError) as error:
        raise ResponseMalformed(visit.label, f"the exchange failed ({error})") from error


def _validators(etag: str | None, last_modified: str | None) -> dict[str, str]:
    headers = {}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers
