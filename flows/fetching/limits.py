"""The limits of one request, and how bodies are inflated within them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

MEGABYTE = 1_000_000

USER_AGENT = "onrecord/0.1 (news monitor)"
"""Names the program and its version, and no address: only an installation has one to give."""

PLAIN_ENCODINGS = frozenset({"", "identity", "none", "utf-8", "utf8"})
"""Encodings that change nothing; the last three stand in real, mistaken headers."""

GZIP_MAGIC = b"\x1f\x8b"
MAX_GZIP_MEMBERS = 64


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Limits of a request. Times in seconds, sizes in bytes."""

    user_agent: str = USER_AGENT
    total_deadline_seconds: float = 30.0
    """From the first byte sent to the last byte read, over all redirects."""
    connect_seconds: float = 10.0
    """For each address that a name resolves to."""
    max_bytes_sent: int = 5 * MEGABYTE
    max_bytes_inflated: int = 10 * MEGABYTE
    allow_private: bool = False
    per_host_concurrency: int = 4
    per_host_spacing_seconds: float = 0.0
    """From the start of one request to a host to the start of the next."""
    longest_wait_seconds: float = 60.0
    """For a turn at a host; a request that would wait longer is left for the next run."""
    total_concurrency: int = 64
    max_redirects: int = 8
    max_address_length: int = 2048


class InflateError(Exception):
    """The body does not inflate; ``str`` is the cause."""


class EncodingUnknownError(InflateError):
    """Stacked, unknown, or not what the header says."""


class InflatedTooLargeError(InflateError):
    """More than the cap would come out."""


class StreamCutError(InflateError):
    """The compressed stream ends before its end mark."""


def single_encoding(header: str) -> str:
    """Return "", "gzip" or "deflate" for a Content-Encoding header.

    Raise ``EncodingUnknownError`` where encodings are stacked or not one that was asked for.
    """
    named = [token.strip().lower() for token in header.split(",")]
    encodings = [token.removeprefix("x-") for token in named if token not in PLAIN_ENCODINGS]
    if len(encodings) > 1:
        raise EncodingUnknownError(f"stacked content encodings {header!r}")
    if encodings and encodings[0] not in {"gzip", "deflate"}:
        raise EncodingUnknownError(f"content encoding {header!r} was not asked for")
    return encodings[0] if encodings else ""


class Inflater:
    """Inflate one body piece by piece and never hold more than ``max_bytes`` of it."""

    def __init__(self, encoding: str, max_bytes: int) -> None:
        self._encoding = encoding
        self._max_bytes = max_bytes
        self._stream: zlib._Decompress | None = None
        self._body = bytearray()
        self._members = 0
        self._held = b""

    def feed(self, piece: bytes) -> None:
        """Take the next piece as sent. Raise an ``InflateError`` as soon as it is known."""
        if not self._encoding:
            self._append(piece)
            return
        piece = self._held + piece
        self._held = b""
        while piece:
            piece = self._inflate(piece)

    @property
    def size(self) -> int:
        """How many bytes have come out by now."""
        return len(self._body)

    def beginning(self, size: int) -> bytes:
        """Return the first ``size`` bytes, wherever the stream may end."""
        return bytes(self._body[:size])

    def finish(self) -> bytes:
        """Return the whole body. Raise ``StreamCutError`` if its end mark is missing."""
        if self._held:
            raise StreamCutError(f"the {self._encoding} body ends in its first bytes")
        if self._stream is not None and not self._stream.eof:
            raise StreamCutError(f"the {self._encoding} body ends before its end mark")
        return bytes(self._body)

    def _inflate(self, piece: bytes) -> bytes:
        if self._stream is None or self._stream.eof:
            if self._members and not self._starts_another(piece):
                return b""  # padding after a complete stream is common and harmless
            if len(piece) < len(GZIP_MAGIC):
                self._held = piece
                return b""
            self._open(piece)
        assert self._stream is not None
        try:
            room = self._max_bytes - len(self._body) + 1
            self._append(self._stream.decompress(piece, room))
        except zlib.error as error:
            raise EncodingUnknownError(
                f"the body is not valid {self._encoding} ({error})"
            ) from error
        return self._stream.unused_data

    def _starts_another(self, piece: bytes) -> bool:
        return self._encoding == "gzip" and piece.startswith(GZIP_MAGIC[: len(piece)])

    def _open(self, piece: bytes) -> None:
        self._members += 1
        if self._members > MAX_GZIP_MEMBERS:
            raise EncodingUnknownError(f"over {MAX_GZIP_MEMBERS} gzip streams in one body")
        self._stream = zlib.decompressobj(self._window_bits(piece))

    def _window_bits(self, piece: bytes) -> int:
        if self._encoding == "gzip":
            return 16 + zlib.MAX_WBITS
        # "deflate" should be zlib-wrapped; some servers send the raw stream.
        wrapped = piece[0] & 0x0F == 8 and int.from_bytes(piece[:2], "big") % 31 == 0
        return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS

    def _append(self, piece: bytes) -> None:
        if len(self._body) + len(piece) > self._max_bytes:
            raise InflatedTooLargeError(f"the body is over {self._max_bytes:,} bytes when inflated")
        self._body += piece
