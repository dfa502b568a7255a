"""A source of documents that answers from kept exchanges and never asks the network."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import Self

from flows.fetching.errors import InputError, NotModifiedUnasked, Retry
from flows.fetching.exchange import Exchange, Fetched, Gate
from flows.fetching.limits import FetchOptions
from flows.fetching.visit import Visit
from flows.monitoring.fetch_rows import exchange_of
from transforms.feed_records import Fetch

ReadDocument = Callable[[str], bytes]
"""Returns the bytes of a kept document. Raises ``OSError`` where they cannot be had."""

FindRow = Callable[[str], Fetch | None]
"""Returns the request of an address that the run itself has no row of, or None."""


def find_nothing(url: str) -> None:
    """Return None: what a run did not ask for, it did not get."""
    del url


class NotKept(Retry):
    """The run did not ask for this address then, or what it got is no longer kept."""

    kind = "not-kept"
    next_step = "it is looked for again in the next replayed run"


class KeptSource:
    """Answers each address with what one run got from it, the typed failures too.

    An address that was asked several times answers in that order, and its last answer
    stays.
    """

    def __init__(
        self, rows: Iterable[Fetch], read: ReadDocument, find: FindRow = find_nothing
    ) -> None:
        self._read = read
        self._find = find
        self._rows: dict[str, deque[Fetch]] = defaultdict(deque)
        for row in rows:
            self._rows[row.url].append(row)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        gate: Gate | None = None,
        cut_at: int | None = None,
    ) -> Fetched:
        """Return what the address answered in the run; what was asked then was let through.

        Raises:
            InputError: what failed then fails in the same way; ``NotKept`` when there is
                nothing to answer with.
        """
        del gate, cut_at
        row = self._row(url)
        if row is None:
            raise NotKept(url, "no answer of it is kept for this run")
        exchange = exchange_of(row)
        if row.document_id:
            return self._whole(row.document_id, exchange)
        if row.error_kind:
            raise _failure(row, exchange)
        if etag or last_modified:
            return Fetched(exchange, _joined(exchange), b"")
        return self._held(row, exchange)

    def _row(self, url: str) -> Fetch | None:
        rows = self._rows.get(url)
        if not rows:
            return self._find(url)
        return rows.popleft() if len(rows) > 1 else rows[0]

    def _held(self, row: Fetch, exchange: Exchange) -> Fetched:
        """Answer 304 in full where the replay begins later than the run that got the body."""
        if not row.body_hash:
            error = NotModifiedUnasked(row.url, "HTTP 304, and what it held is not known")
            error.exchange = exchange
            raise error
        return self._whole(row.body_hash, replace(exchange, status=200))

    def _whole(self, document_id: str, exchange: Exchange) -> Fetched:
        try:
            body = self._read(document_id)
        except (OSError, EOFError) as error:
            missing = NotKept(exchange.url, f"document {document_id} cannot be read ({error})")
            missing.exchange = replace(exchange, document_id="")
            raise missing from error
        return Fetched(replace(exchange, body_length=len(body)), _joined(exchange), body)


def _failure(row: Fetch, exchange: Exchange) -> InputError:
    kinds = {kind.kind: kind for kind in _descendants(InputError)}
    fitting = kinds.get(row.error_kind, Retry)
    try:
        address = Visit(row.url, FetchOptions()).label
    except InputError as error:
        address = error.address
    failure = fitting(
        address,
        row.error,
        kind=row.error_kind,
        retry_after=row.retry_after_seconds,
        status=row.status,
    )
    failure.exchange = exchange
    return failure


def _descendants(kind: type[InputError]) -> Iterator[type[InputError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)


def _joined(exchange: Exchange) -> Mapping[str, str]:
    """Return the response headers by lower-case name; repeated ones joined (RFC 9110, 5.3)."""
    joined: dict[str, str] = {}
    for name, value in exchange.response_headers:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined
