"""The way of one fetch over its redirects, each hop checked anew, and its deadline."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime

import httpx

from flows.fetching.errors import AddressRefused, DeadlineExceeded, RedirectRefused
from flows.fetching.exchange import Exchange
from flows.fetching.limits import FetchOptions

SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization", "set-cookie"})
"""Never kept: they would let a reader of the warehouse act in our name."""
MOST_HEADER_BYTES = 8_192
"""Of the headers of one message, what is kept at most: a server can send 100 KB of them."""


class Visit:
    """One fetch under way: ``target`` is the address to ask next, ``label`` the one to name."""

    def __init__(self, url: str, options: FetchOptions) -> None:
        self._options = options
        self._remaining = options.total_deadline_seconds
        self.redirects: list[tuple[int, str]] = []
        self.status = 0
        self.url = url
        self.label = url
        self.target = self._checked(url, httpx.URL(""))
        self.label = without_password(self.target)
        self._seen = {str(self.target)}
        self._request_headers: tuple[tuple[str, str], ...] = ()
        self._response_headers: tuple[tuple[str, str], ...] = ()
        self._answered_by = ""

    def sent(self, request: httpx.Request) -> None:
        """Note the request that goes out now; no answer has come to it yet."""
        self.status = 0
        self._request_headers = kept_headers(_as_written(request.headers))
        self._response_headers = ()
        self._answered_by = ""

    def answered(self, response: httpx.Response) -> None:
        """Note the answer that came, before its body is read."""
        self.status = response.status_code
        self._response_headers = kept_headers(_as_written(response.headers))
        self._answered_by = without_password(self.target)

    def exchange(
        self, requested_at: datetime, duration_seconds: float, body_length: int = 0
    ) -> Exchange:
        """Return what went over the wire until now."""
        return Exchange(
            url=self.url,
            final_url=self._answered_by,
            redirects=tuple(self.redirects),
            status=self.status or None,
            request_headers=self._request_headers,
            response_headers=self._response_headers,
            requested_at=requested_at,
            duration_seconds=duration_seconds,
            body_length=body_length,
        )

    def follow(self, location: str) -> None:
        """Go to the target of a redirect. Raise ``RedirectRefused`` or ``AddressRefused``."""
        if not location:
            raise RedirectRefused(self.label, f"HTTP {self.status} without a target")
        self.target = self._checked(location, self.target)
        address = str(self.target)
        self.redirects.append((self.status, address))
        if address in self._seen:
            raise RedirectRefused(self.label, f"the redirects run in a circle at {address}")
        if len(self.redirects) > self._options.max_redirects:
            raise RedirectRefused(
                self.label, f"over {self._options.max_redirects} redirects, the last to {address}"
            )
        self._seen.add(address)

    def credentials(self) -> dict[str, str]:
        """Return the header for a user and password that stand in the address itself."""
        if not self.target.userinfo:
            return {}
        pair = f"{self.target.username}:{self.target.password}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

    def _checked(self, address: str, base: httpx.URL) -> httpx.URL:
        if len(address) > self._options.max_address_length:
            raise AddressRefused(
                self.label[:80], f"the address is over {self._options.max_address_length} long"
            )
        try:
            target = base.join(address)
        except (httpx.InvalidURL, ValueError) as error:
            raise AddressRefused(self.label, f"{address!r} is not an address ({error})") from error
        if target.scheme not in {"http", "https"} or not target.host:
            raise AddressRefused(self.label, f"{address!r} is not an http or https address")
        return target.copy_with(fragment=None)

    @asynccontextmanager
    async def budget(self) -> AsyncIterator[None]:
        """Hold the block to what is left of the total deadline."""
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._remaining):
                yield
        except TimeoutError as error:
            raise DeadlineExceeded(
                self.label,
                f"no whole answer within {self._options.total_deadline_seconds:g} s",
            ) from error
        finally:
            self._remaining -= time.monotonic() - started


def without_password(url: httpx.URL) -> str:
    """Return the address as it may be shown and stored: without user and password."""
    return str(url.copy_with(username="", password="")) if url.userinfo else str(url)


def kept_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the headers that may be stored, as they were written, with repeated ones.

    One that is too long for what is left of the cap is left out, those after it are not.
    """
    kept = []
    left = MOST_HEADER_BYTES
    for name, value in headers:
        length = len(name) + len(value)
        if name.lower() in SECRET_HEADERS or length > left:
            continue
        left -= length
        kept.append((name, value))
    return tuple(kept)


def _as_written(headers: httpx.Headers) -> Iterator[tuple[str, str]]:
    for name, value in headers.raw:
        yield name.decode("latin-1"), value.decode(headers.encoding)
