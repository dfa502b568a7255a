"""What went over the wire for one address, and the seam by which documents are had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

import httpx


@dataclass(frozen=True, slots=True)
class Exchange:
    """One fetch as it went over the wire, whatever came of it."""

    url: str
    """The address that was asked for."""
    final_url: str
    """The address that answered, after redirects; empty when none did."""
    redirects: tuple[tuple[int, str], ...]
    """Each hop: the status of the redirect and the address that it led to."""
    status: int | None
    """Status of the last answer; None when there was none."""
    request_headers: tuple[tuple[str, str], ...]
    """The headers of the last request as sent; those that hold secrets are left out."""
    response_headers: tuple[tuple[str, str], ...]
    """The headers of the last answer as they came; those that hold secrets are left out."""
    requested_at: datetime
    duration_seconds: float
    body_length: int = 0
    """Bytes of the whole inflated body."""
    document_id: str = ""
    """SHA-256 of the body, where it is kept."""

    def response_header(self, name: str) -> str:
        """Return the value of a response header, the first if it is repeated, or empty."""
        wanted = name.lower()
        return next((v for n, v in self.response_headers if n.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer: status 200 or 203 with the whole inflated body, or 304 without one."""

    exchange: Exchange
    headers: Mapping[str, str]
    """The headers that matter here, names in lower case."""
    body: bytes

    @property
    def url(self) -> str:
        """The address that was asked for."""
        return self.exchange.url

    @property
    def final_url(self) -> str:
        """The address that answered, after redirects."""
        return self.exchange.final_url

    @property
    def redirects(self) -> tuple[tuple[int, str], ...]:
        """Each hop: the status of the redirect and the address that it led to."""
        return self.exchange.redirects

    @property
    def status(self) -> int | None:
        """Status of the answer."""
        return self.exchange.status

    @property
    def content_type(self) -> str:
        """What the server says the body is."""
        return self.headers.get("content-type", "")

    @property
    def etag(self) -> str:
        """Validator that came with the answer, or empty."""
        return self.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        """Validator that came with the answer, or empty."""
        return self.headers.get("last-modified", "")

    @property
    def duration_seconds(self) -> float:
        """How long the fetch took."""
        return self.exchange.duration_seconds

    @property
    def not_modified(self) -> bool:
        """True when the answer was 304: what is held still holds."""
        return self.exchange.status == 304


class Gate(Protocol):
    """What stands before each hop of a request, as robots.txt does."""

    async def admit(self, url: httpx.URL) -> float:
        """Return how many seconds apart the host is to be asked, or raise an ``InputError``."""
        ...


class DocumentSource(Protocol):
    """Where documents come from: the network, or what earlier runs kept of it."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

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

        ``gate`` is asked before every request that goes out; of a body over ``cut_at`` bytes
        only the beginning comes. A source without a network may leave both aside.

        Raises:
            InputError: for everything that is not a whole answer; its ``exchange`` tells
                how far it went.
        """
        ...
