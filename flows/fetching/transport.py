"""The httpx transport whose connections pass the address guard."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from typing import Protocol, cast

import httpcore
import httpx

from flows.fetching.guard import GuardedBackend, Resolver, resolve, verified_tls
from flows.fetching.limits import FetchOptions

KEPT_IDLE = 16
"""Connections that stay open for a next request. httpcore looks at every one of them at
each request, so keeping 64 over a thousand hosts takes twice the time of keeping 16."""


class _HttpcoreBody(Protocol):
    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def aclose(self) -> None: ...


class _Body(httpx.AsyncByteStream):
    """The body of a response as httpx wants it."""

    def __init__(self, body: _HttpcoreBody) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._body:
            yield piece

    async def aclose(self) -> None:
        await self._body.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """HTTP/1.1 over checked addresses, with no proxy and nothing from the environment.

    httpx's own transport offers no seat for a network backend, so this one builds the
    connection pool itself. Failures are raised as httpcore's exceptions, or ``HostRefusedError``.
    """

    def __init__(self, options: FetchOptions, resolver: Resolver = resolve) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=verified_tls(),
            max_connections=options.total_concurrency,
            max_keepalive_connections=KEPT_IDLE,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(allow_private=options.allow_private, resolver=resolver),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the caller reads and closes the body."""
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=cast("AsyncIterable[bytes]", request.stream),
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(cast("_HttpcoreBody", response.stream)),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()
